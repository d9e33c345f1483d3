"""What must not have become worse: plugins, the checks of the doctor, examples of methods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from batos.errors import BatosError
from batos.kernel.upgrade.programs import Heed, answer_of
from batos.wire.client import KernelClient
from batos.wire.messages.methods import RunExamples
from batos.wire.messages.skills import ListSkills

__all__ = ["Health", "examined"]

_METHODS = 10
_PATIENCE_S = 300.0


@dataclass(frozen=True)
class Health:
    """How a system is that is up.

    Attributes:
        plugins: Those that are active, and for the others why they are not.
        wrong: What the doctor finds wrong, by the name of the check.
        methods: Whether the examples of some methods came true, by their addresses.
    """

    plugins: Mapping[str, str]
    wrong: Mapping[str, Sequence[str]]
    methods: Mapping[str, bool]

    def worse(self, after: Health) -> list[str]:
        """Return in sentences what another one does not do that this one does.

        What was wrong before is no reason to stay: the upgrade may be there to mend it.
        """
        found = []
        for name, reason in self.plugins.items():
            if not reason and (now := after.plugins.get(name, "it is not installed")):
                found.append(f"The plugin {name} is not active any more: {now.rstrip('.')}.")
        before = Counter({name: len(texts) for name, texts in self.wrong.items()})
        for name, texts in after.wrong.items():
            if len(texts) > before[name]:
                found.append(f"The doctor's check {name!r} fails: {texts[-1].rstrip('.')}.")
        broken = [name for name, right in self.methods.items() if right and not after.methods[name]]
        found += [f"The examples of {name} do not come true any more." for name in broken]
        return found


def examined(
    python: str,
    runtime_dir: Path,
    heed: Heed,
    *,
    env: Mapping[str, str] | None = None,
    methods: Sequence[str] | None = None,
) -> Health:
    """Return how a running system is.

    Args:
        python: The interpreter of its environment; it is asked through its own command line.
        runtime_dir: Where its kernel is.
        heed: What it raises ends this.
        env: Its environment variables; this process's own when left out.
        methods: Whose examples are run; ten of its own when left out.

    Raises:
        UpgradeError: It cannot be asked.
        BatosError: Its kernel does not answer.
    """
    _, plugins = answer_of(python, ["plugins"], heed, env=env)
    _, checks = answer_of(python, ["doctor"], heed, env=env)
    wrong: dict[str, list[str]] = {}
    for each in checks:
        if not each["ok"]:
            wrong.setdefault(each["check"], []).append(f"{each['text']} {each['hint']}".strip())
    with KernelClient.connect(runtime_dir, timeout=_PATIENCE_S, name="upgrade") as client:
        chosen = methods if methods is not None else _some_methods(client)
        right = {}
        for address in chosen:
            heed()
            right[address] = _comes_true(client, address)
    states = {
        each["name"]: "" if each["state"] == "active" else each["reason"] or each["state"]
        for each in plugins
    }
    return Health(states, wrong, right)


def _some_methods(client: KernelClient) -> list[str]:
    """Return methods that have examples, what was learned first."""
    learned = client.request(ListSkills(), timeout=_PATIENCE_S).methods
    every = client.request(ListSkills(all=True), timeout=_PATIENCE_S).methods
    fitting = [
        str(each["address"])
        for each in (*learned, *every)
        if each["examples"] and not each["quarantined"]
    ]
    return list(dict.fromkeys(fitting))[:_METHODS]


def _comes_true(client: KernelClient, address: str) -> bool:
    try:
        return bool(client.request(RunExamples(address), timeout=_PATIENCE_S)["right"])
    except BatosError:
        return False
