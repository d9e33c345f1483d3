"""Telling candidates apart that make the same examples true.

They are run on further inputs, made from those of the examples. Those that answer alike are
likely to mean the same; the group that the words speak for most is believed (the idea of CodeT,
arXiv 2207.10397, and of the distinguishing inputs of S*, arXiv 2502.14382).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from batos.guardian.trial import Trial
from batos.mind.cycle.thought import Candidate
from batos.objects import UNSET, Example

__all__ = ["probes", "ranked_by_agreement"]

_MOST_PROBES = 12
_MOST_CANDIDATES = 8
_FLOOR = 0.05
"""Weight of a candidate whose words say nothing, so that numbers still count."""


def ranked_by_agreement(
    trial: Trial, candidates: Sequence[Candidate], examples: Sequence[Example]
) -> list[Candidate]:
    """Return candidates, those of the most likely behaviour first.

    Args:
        trial: Runs them.
        candidates: All of them make the examples true; best first by their words.
        examples: What the further inputs are made from.
    """
    few = list(candidates[:_MOST_CANDIDATES])
    inputs = probes(examples)
    if len(few) < 2 or not inputs:
        return list(candidates)
    groups: dict[str, list[Candidate]] = {}
    for candidate in few:
        report = trial.run(candidate.source, inputs)
        shown = json.dumps([[case.outcome, repr(case.result)] for case in report.cases])
        groups.setdefault(shown, []).append(candidate)
    ordered = sorted(
        groups.values(), key=lambda group: -sum(_FLOOR + each.likeness for each in group)
    )
    return [candidate for group in ordered for candidate in group]


def probes(examples: Sequence[Example]) -> list[Example]:
    """Return calls like those of the examples, with other values."""
    found: list[Example] = []
    seen = {repr((example.args, dict(example.state))) for example in examples}
    for example in examples:
        for position, value in enumerate(example.args):
            for other in _variants(value):
                args = (*example.args[:position], other, *example.args[position + 1 :])
                key = repr((args, dict(example.state)))
                if key not in seen:
                    seen.add(key)
                    found.append(replace(example, args=args, result=UNSET, after=UNSET, raises=""))
    # Spread over the examples, rather than all of the first one's.
    step = max(1, len(found) // _MOST_PROBES)
    return found[::step][:_MOST_PROBES]


def _variants(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value * 2 + 3, -value]
    if isinstance(value, float):
        return [value + 0.5, value * 2]
    if isinstance(value, str):
        return _texts(value)
    if isinstance(value, (list, tuple)):
        items = list(value)
        turned = items[1:] + items[:1]
        return [items[::-1], turned, items + turned, items[:1]]
    if isinstance(value, dict):
        pairs = list(value.items())
        return [dict(pairs[::-1]), dict(pairs[:1])]
    return []


def _texts(value: str) -> list[Any]:
    words = value.split(" ")
    return [" ".join(words[::-1]), value.swapcase(), f"{value} {value}", value[::-1]]
