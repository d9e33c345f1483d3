"""The same cases in a real image: whatever goes wrong, memory and file are as before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from transaction.interfaces import TransientError
from ZODB.POSException import POSError

from batos.guardian.audit.audit import audit
from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session
from batos.objects.method import Method
from batos.objects.uvm import UvmObject, install_method, slots_of

HONEST = (
    "def honest(self, x):\n"
    "    self.seen.append(x)\n"
    "    self._p_changed = True\n"
    "    return len(self.seen)\n"
)


class Living:
    """An image in a file in which cases are run, one object for each."""

    def __init__(self, path: Path) -> None:
        runner = GuardedRunner(
            seed=1, fuel=100_000, seconds=0.5, passthrough=(TransientError, POSError)
        )
        self.path = path
        self.session = Session(str(path), lambda: runner)
        self.session.change(self._born, note="birth")

    @staticmethod
    def _born(root: Root) -> None:
        witness = UvmObject(seen=[])
        root.add("witness", witness)
        install(witness, HONEST)

    def add(self, name: str, case: dict[str, Any]) -> str:
        """Put an object with a case's method and state into the image; return the selector."""

        def work(root: Root) -> str:
            made = UvmObject(**case.get("state", {}))
            root.add(name, made)
            for source in case.get("methods", {}).values():
                install(made, source)
            return install(made, case["code"])

        return self.session.change(work, note="a case")

    def send(self, name: str, selector: str, *args: Any) -> Any:
        """Send a message in a transaction of its own."""

        def work(root: Root) -> None:
            root.find(name).send(selector, *args)

        return self.session.change(work, note="a message")

    def slots(self, name: str) -> dict[str, Any]:
        """Return an object's slots as a fresh connection reads them."""
        with self.session.read() as root:
            return json.loads(json.dumps(slots_of(root.find(name))))


def install(target: UvmObject, source: str) -> str:
    verdict = audit(source)
    verdict.raise_if_refused()
    method = Method(
        selector=verdict.selector,
        source=source,
        signature=verdict.signature,
        mutator=verdict.mutator,
    )
    install_method(target, method)
    return verdict.selector


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    made = Living(tmp_path_factory.mktemp("image") / "live_image.fs")
    yield made
    made.session.close()


def gets_in(case: dict[str, Any]) -> bool:
    """Whether a case can be put into an image at all."""
    return case["family"] not in {"slot key", "covenant"} and audit(case["code"]).accepted


def from_files(test: Any) -> Any:
    test.files, test.keep = ("api.jsonl",), gets_in
    return test


@from_files
def test_image_is_unchanged_after_an_attack(case: Any, living: Living) -> None:
    name = f"case_{case['name'].replace('-', '_')}"
    selector = living.add(name, case)
    before = living.slots(name)
    size = living.path.stat().st_size
    seen = len(living.slots("witness")["seen"])

    failed = False
    try:
        living.send(name, selector, *case.get("args", ()))
    except Exception:
        failed = True
    if failed:
        assert living.slots(name) == before
        assert living.path.stat().st_size == size
    # An honest message to another object commits nothing of what the attack left.
    assert living.send("witness", "honest", 1) is None
    assert len(living.slots("witness")["seen"]) == seen + 1
    assert living.slots(name) == before
