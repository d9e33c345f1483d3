"""Programs that an upgrade runs: pip, and BAT OS of another environment."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from batos.errors import UpgradeError

__all__ = ["Done", "Heed", "answer_of", "batos_command", "installed", "run"]

_TICK_S = 0.2
_LONGEST_S = 3600.0

Heed = Callable[[], None]
"""Called now and then; what it raises ends what is being done."""

_INSTALLED = """
import importlib.metadata, json, re
found, needed = {}, set()
for each in importlib.metadata.distributions():
    name = re.sub(r"[-_.]+", "-", each.metadata["Name"] or "").lower()
    found.setdefault(name, [each.version, each.read_text("direct_url.json") is not None])
    for line in each.requires or ():
        if "extra ==" not in line:
            needed.add(re.sub(r"[-_.]+", "-", re.match(r"[\\w.-]+", line)[0]).lower())
print(json.dumps({n: {"version": v, "local": l, "needed": n in needed}
                  for n, (v, l) in found.items()}))
"""


@dataclass(frozen=True)
class Done:
    """How a program ended.

    Attributes:
        code: Its exit code.
        out: What it wrote to stdout.
        err: What it wrote to stderr.
    """

    code: int
    out: str
    err: str

    @property
    def last_line(self) -> str:
        """The last thing that it said, an error before anything else."""
        lines = [line.strip() for line in (self.err or self.out).splitlines() if line.strip()]
        errors = [line for line in lines if line.lower().startswith("error")]
        return (errors or lines or ["no output"])[-1]


def batos_command(python: str, *words: str) -> list[str]:
    """Return the command line of BAT OS in the environment of an interpreter."""
    return [python, "-P", "-m", "batos.cli.main", *words]


def run(argv: Sequence[str], heed: Heed, *, env: Mapping[str, str] | None = None) -> Done:
    """Run a program until its end.

    Args:
        argv: The command.
        heed: What it raises ends the program.
        env: Its environment; this process's own when left out.

    Raises:
        UpgradeError: It cannot be started, or does not end.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - an interpreter of ours
            list(argv),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            env=env,
        )
    except OSError as error:
        raise UpgradeError(f"{argv[0]!r} cannot be started: {error.strerror}.") from error
    waited = 0.0
    try:
        while True:
            heed()
            try:
                out, err = process.communicate(timeout=_TICK_S)
            except subprocess.TimeoutExpired:
                waited += _TICK_S
                if waited > _LONGEST_S:
                    raise UpgradeError(f"{' '.join(argv[1:4])!r} does not end.") from None
            else:
                return Done(process.returncode, out, err)
    except BaseException:
        process.kill()
        process.communicate()
        raise


def answer_of(
    python: str, words: Sequence[str], heed: Heed, *, env: Mapping[str, str] | None = None
) -> tuple[int, Any]:
    """Return the exit code of a command of BAT OS, and the JSON value that it prints.

    Raises:
        UpgradeError: It prints none.
    """
    done = run(batos_command(python, *words, "--json"), heed, env=env)
    try:
        return done.code, json.loads(done.out)
    except ValueError:
        said = f"'batos {' '.join(words)}' cannot be run: {done.last_line.rstrip('.')}."
        raise UpgradeError(said) from None


def installed(python: str, heed: Heed) -> dict[str, dict[str, Any]]:
    """Return what is installed in the environment of an interpreter, by its normalised name.

    Each has its ``version``; whether it is ``local``, from a folder or file rather than from an
    index; and whether another one has ``needed`` it.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = run([python, "-P", "-c", _INSTALLED], heed, env=env)
    if done.code:
        raise UpgradeError(f"{python!r} cannot be run: {done.last_line.rstrip('.')}.")
    found: dict[str, dict[str, Any]] = json.loads(done.out)
    return found
