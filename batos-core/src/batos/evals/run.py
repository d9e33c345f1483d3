"""A run: the missions of a file, one after another, with what was measured before left out."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import batos
from batos.config import BackendConfig, Loaded
from batos.errors import UnknownNameError, UsageError
from batos.evals.lines import BadLine, Line, read_lines
from batos.evals.mission import measure
from batos.evals.nursery import Nursery
from batos.evals.requests import measure_request, read_ahead
from batos.evals.results import Result, ResultFile
from batos.guardian.trial.attempt import lines_of
from batos.learning.cycle.levers import LEVERS, SETTINGS

__all__ = ["Progress", "configured", "measured", "missions_of", "settings_of"]


@dataclass(frozen=True)
class Progress:
    """How far a run is.

    Attributes:
        done: Lines that were seen to.
        of: How many there are.
        result: The latest.
        right: How many of the measured missions were right so far.
        measured: How many were measured.
        seconds_left: What the rest will take at this rate; None before the first.
    """

    done: int
    of: int
    result: Result
    right: int
    measured: int
    seconds_left: float | None


def missions_of(path: Path, limit: int | None, kinds: Sequence[str] = ()) -> list[Line | BadLine]:
    """Return the missions of a file, and the lines that are none.

    Args:
        path: The file.
        limit: How many missions at most, from the beginning.
        kinds: Only missions of these kinds; all where it is empty.

    Raises:
        UsageError: The file cannot be read, or has no line.
    """
    try:
        with path.open("rb") as stream:
            lines = list(read_lines(lines_of(stream)))
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise UsageError(f"The missions {str(path)!r} cannot be read: {why}.") from problem
    if not lines:
        raise UsageError(f"There are no missions in {str(path)!r}.")
    if kinds:
        lines = [each for each in lines if isinstance(each, BadLine) or each.kind in kinds]
    good = [number for number, line in enumerate(lines) if isinstance(line, Line)]
    if limit is not None and len(good) > limit:
        lines = lines[: good[limit - 1] + 1]
    return lines


def configured(
    loaded: Loaded,
    *,
    backend: str,
    model: str,
    without: Sequence[str],
    within: Sequence[str] = (),
) -> Loaded:
    """Return a configuration in which one backend serves everybody.

    Args:
        loaded: The configuration.
        backend: Alias of a backend, or the name of a provider; empty leaves it as it is.
        model: A model of that backend, or of the default one; empty leaves it as it is.
        without: Levers of the cycle that are left out.
        within: Levers of the cycle that are put in.

    Raises:
        UnknownNameError: There is no such lever.
        UsageError: One is to be both in and out.
    """
    config = loaded.config
    alias = backend or config.default_backend
    backends = dict(config.backends)
    chosen = backends.get(alias) or BackendConfig(provider=alias, model="")
    backends[alias] = chosen.model_copy(update={"model": model}) if model else chosen
    more: dict[str, Any] = {"backends": backends, "default_backend": alias}
    if backend:
        more |= {"roles": {}, "personas": {}}
    for lever in (*without, *within):
        if lever not in LEVERS:
            raise UnknownNameError("lever", lever, LEVERS)
        if lever in without and lever in within:
            raise UsageError(f"The lever {lever!r} cannot be both in and out.")
    out = [each for each in without or config.cycle.without if each not in within]
    put = {SETTINGS[each]: True for each in within if each in SETTINGS}
    more["cycle"] = config.cycle.model_copy(update={"without": tuple(out), **put})
    changed = config.model_copy(update=more)
    return Loaded(changed, loaded.paths, loaded.origins)


def settings_of(
    loaded: Loaded, *, model: Mapping[str, str], seed: int, answer: bool, raw: bool
) -> dict[str, Any]:
    """Return what results depend on, besides the missions themselves.

    Args:
        loaded: The configuration.
        model: Which model writes.
        seed: The seed of the run.
        answer: Whether questions are answered.
        raw: Whether the bare model's answers are judged.
    """
    config = loaded.config
    return {
        "version": batos.__version__,
        "code": _digest_of_code(),
        "model": dict(model),
        "roles": {**config.roles, "default": config.default_backend},
        "backends": {
            name: {"provider": each.provider, "model": each.model}
            for name, each in config.backends.items()
        },
        "cycle": config.cycle.model_dump(mode="json", warnings=False),
        "without": sorted(config.cycle.without),
        "seed": seed,
        "answer": answer,
        "raw": raw,
    }


def _digest_of_code() -> str:
    """Return what names the code that learns: results of another one must not be mixed in."""
    folder = Path(batos.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def measured(
    home: Nursery,
    lines: Sequence[Line | BadLine],
    kept: ResultFile,
    *,
    raw: bool = True,
    answer: bool = False,
    tell: Callable[[Progress], None] = lambda _progress: None,
) -> Iterator[Result]:
    """Yield the results of missions, in order.

    Args:
        home: Where images come from.
        lines: The missions.
        kept: Holds what was measured before, and takes what is measured now.
        raw: Whether the bare model's answers are judged.
        answer: Whether questions are answered.
        tell: Told how far it is.
    """
    begun = time.monotonic()
    before = sum(isinstance(line, Line) and line.digest in kept.done for line in lines)
    results: list[Result] = []
    if any(isinstance(each, Line) and each.kind == "request" for each in lines):
        read_ahead(home)
    for line in lines:
        result = _known(line, kept) or _uncounted(line)
        if result is None:
            assert isinstance(line, Line), "a bad line is not counted"
            if line.kind == "request":
                result = measure_request(home, line)
            else:
                result = measure(home, line, raw=raw, answer=answer)
            kept.add(result)
        results.append(result)
        tell(_progress(results, len(lines), before, time.monotonic() - begun))
        yield result


def _known(line: Line | BadLine, kept: ResultFile) -> Result | None:
    return kept.done.get(line.digest) if isinstance(line, Line) else None


def _uncounted(line: Line | BadLine) -> Result | None:
    """Return the result of a line that is no mission; None for one that is."""
    if isinstance(line, BadLine):
        return Result(
            id=f"line {line.number}", line=line.number, status="invalid", problem=line.reason
        )
    return None


def _progress(results: Sequence[Result], of: int, before: int, seconds: float) -> Progress:
    fresh = len(results) - before
    left = seconds / fresh * (of - len(results)) if fresh > 0 else None
    counted = [each for each in results if each.is_measured]
    right = sum(each.status == "right" for each in counted)
    return Progress(len(results), of, results[-1], right, len(counted), left)
