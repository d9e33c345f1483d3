"""What many missions came to, with how sure that is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from batos.evals.results import Result

__all__ = ["Quantity", "Rate", "Summary", "rate", "summary_of"]

_Z = 1.959963984540054
"""A standard normal variable lies within plus or minus this with a probability of 95 %."""


@dataclass(frozen=True)
class Rate:
    """A share of missions, with its 95 % interval.

    Attributes:
        name: What is counted.
        count: How many.
        of: Of how many.
        low: Lower end of Wilson's interval, a share.
        high: Upper end.
    """

    name: str
    count: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share; 0 of none."""
        return self.count / self.of if self.of else 0.0


@dataclass(frozen=True)
class Quantity:
    """A number of a mission, with its 95 % interval.

    Attributes:
        name: What it is.
        value: The number.
        low: Lower end.
        high: Upper end.
    """

    name: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Summary:
    """What many missions came to.

    Attributes:
        missions: How many were measured.
        invalid: Lines that are no missions.
        rates: Shares of missions.
        quantities: What a mission costs.
        groups: For each origin, for each kind where there are several, and for each command of
            requests: shares of their own.
    """

    missions: int
    invalid: int
    rates: tuple[Rate, ...]
    quantities: tuple[Quantity, ...]
    groups: Mapping[str, tuple[Rate, ...]]

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "type": "summary",
            "missions": self.missions,
            "invalid": self.invalid,
            "rates": list(map(_rate_plain, self.rates)),
            "quantities": [asdict(each) for each in self.quantities],
            "groups": {name: list(map(_rate_plain, all_)) for name, all_ in self.groups.items()},
        }


def _rate_plain(each: Rate) -> dict[str, Any]:
    rounded = {name: round(getattr(each, name), 4) for name in ("share", "low", "high")}
    return {"name": each.name, "count": each.count, "of": each.of, **rounded}


def rate(name: str, count: int, of: int) -> Rate:
    """Return a share with Wilson's interval (E. B. Wilson, 1927)."""
    if not of:
        return Rate(name, 0, 0, 0.0, 1.0)
    share, z2 = count / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    # At the ends the formula gives 0 and 1 but for the last digits.
    low = 0.0 if not count else max(0.0, middle - half)
    return Rate(name, count, of, low, 1.0 if count == of else min(1.0, middle + half))


def summary_of(results: Iterable[Result]) -> Summary:
    """Return what results come to."""
    everything = list(results)
    measured = [each for each in everything if each.is_measured]
    asked = [each for each in measured if each.raw]
    origins = sorted({each.origin for each in measured if each.trust})
    kinds = sorted({each.kind for each in measured})
    groups = {
        f"origin {origin}": _right_and_wrong(
            [e for e in measured if e.trust and e.origin == origin]
        )
        for origin in origins
    }
    if len(kinds) > 1:
        groups |= {
            f"kind {kind}": _rates([e for e in measured if e.kind == kind]) for kind in kinds
        }
    groups |= {
        f"command {command}": (_right([e for e in measured if e.command == command]),)
        for command in dict.fromkeys(each.command for each in measured if each.command)
    }
    first = (_counted("raw: right", asked, lambda each: each.raw == "right"),) if asked else ()
    return Summary(
        missions=len(measured),
        invalid=sum(each.status == "invalid" for each in everything),
        rates=(*first, *_rates(measured)),
        quantities=_quantities(measured),
        groups=groups,
    )


def _counted(name: str, results: Sequence[Result], holds: Callable[[Result], bool]) -> Rate:
    return rate(name, sum(map(holds, results)), len(results))


def _right(results: Sequence[Result]) -> Rate:
    return _counted("right", results, lambda each: each.status == "right")


def _right_and_wrong(results: Sequence[Result]) -> tuple[Rate, ...]:
    return (
        _right(results),
        _counted("installed but wrong", results, lambda each: each.status == "wrong"),
    )


def _rates(results: Sequence[Result]) -> tuple[Rate, ...]:
    def tentative(status: str) -> Rate:
        name = "right, tentative" if status == "right" else "installed but wrong, tentative"
        return _counted(
            name, results, lambda each: each.status == status and each.trust == "tentative"
        )

    if all(each.kind == "request" for each in results):
        return (
            _right(results),
            _counted("read by rules", results, lambda each: each.reader == "rules"),
            _counted("read by nobody", results, lambda each: each.reader == "fallback"),
            _counted("would change unasked", results, lambda each: each.unasked),
        )
    right, wrong = _right_and_wrong(results)
    return (
        right,
        tentative("right"),
        wrong,
        tentative("wrong"),
        _counted("failed", results, lambda each: each.status == "failed"),
        _counted("nothing but a question", results, lambda each: each.status == "open"),
        _counted("open questions", results, lambda each: each.question),
    )


def _quantities(results: Sequence[Result]) -> tuple[Quantity, ...]:
    if not results:
        return ()
    seconds = sorted(each.seconds for each in results)
    outside = [max(0.0, each.seconds - each.model_seconds - each.trial_seconds) for each in results]
    return (
        _mean("model calls", [each.model_calls for each in results]),
        _mean("prompt tokens", [each.prompt_tokens for each in results]),
        _mean("answer tokens", [each.completion_tokens for each in results]),
        _quantile("seconds, median", seconds, 0.5),
        _quantile("seconds, 95th percentile", seconds, 0.95),
        _share("share of time outside of model and trial", outside, [e.seconds for e in results]),
        _mean("questions answered", [len(each.asked) for each in results]),
    )


def _mean(name: str, values: Sequence[float]) -> Quantity:
    count = len(values)
    mean = sum(values) / count
    if count < 2:
        return Quantity(name, mean, mean, mean)
    variance = sum((value - mean) ** 2 for value in values) / (count - 1)
    half = _Z * math.sqrt(variance / count)
    return Quantity(name, mean, max(0.0, mean - half), mean + half)


def _quantile(name: str, ordered: Sequence[float], share: float) -> Quantity:
    """Return a quantile; its interval goes by ranks, whatever the distribution is."""
    count = len(ordered)
    half = _Z * math.sqrt(count * share * (1 - share))

    def at(rank: float) -> float:
        return ordered[min(count - 1, max(0, math.ceil(rank) - 1))]

    return Quantity(name, at(count * share), at(count * share - half), at(count * share + half + 1))


def _share(name: str, parts: Sequence[float], wholes: Sequence[float]) -> Quantity:
    """Return the ratio of two sums, with the interval of a ratio estimator (Cochran, 1977)."""
    total, count = sum(wholes), len(wholes)
    if not total:
        return Quantity(name, 0.0, 0.0, 0.0)
    ratio = sum(parts) / total
    errors = [(part - ratio * whole) ** 2 for part, whole in zip(parts, wholes, strict=True)]
    half = _Z * math.sqrt(sum(errors) * count / max(1, count - 1)) / total
    return Quantity(name, ratio, max(0.0, ratio - half), min(1.0, ratio + half))
