"""``overhead``: what a cycle in which the model writes costs outside the model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from batos.evals.metering import Use
from batos.evals.nursery import Nursery
from batos.learning.model.outcome import Outcome
from batos.objects import Example
from batos.plugins import CycleEvent
from benchmarks.homes import facts_of, isolated_nursery
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import share

__all__ = ["ModelClock", "run", "state_rows"]

_TARGET = 0.10
_BETWEEN = "between states"
_UNUSUAL: tuple[tuple[str, str, tuple[tuple[Any, Any], ...]], ...] = (
    # Simple, but of no use to anybody, so that nothing proven can fit.
    (
        "odd_score",
        "seven times the number of letters of a word, and three more",
        (("abc", 24), ("", 3), ("hello", 38)),
    ),
    (
        "bent_total",
        "three times the total of some numbers, less how many there are",
        (([1, 2, 3], 15), ([10], 29), ([4, 4], 22)),
    ),
    (
        "wavy",
        "a word between two tildes, with its last letter doubled",
        (("cat", "~catt~"), ("go", "~goo~"), ("x", "~xx~")),
    ),
    (
        "far_square",
        "a number times itself plus thirteen",
        ((2, 17), (0, 13), (5, 38)),
    ),
    (
        "plus_echo",
        "a name, a plus sign, and the name again backwards",
        (("bob", "bob+bob"), ("eva", "eva+ave"), ("tim", "tim+mit")),
    ),
)


class ModelClock:
    """Tells the model's seconds apart by the state that asked for them.

    Args:
        use: Counts them.

    Attributes:
        seconds: The model's seconds by state.
    """

    def __init__(self, use: Use) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._use = use
        self._told = 0.0
        self._state = ""

    def event(self, event: CycleEvent) -> None:
        """Listen to a cycle: what was used since the last event is of the state until now."""
        if (since := self._use.model_seconds - self._told) > 0:
            self.seconds[self._state] += since
            self._told = self._use.model_seconds
        if event.kind == "cycle.state":
            self._state = event.state


def run(options: Options) -> Result:
    """Run cycles that must write, and part their seconds into the model's and our own."""
    unusual = _UNUSUAL[: options.pick(len(_UNUSUAL), 2)]
    outcomes: list[Outcome] = []
    notes = []
    with isolated_nursery(options.say) as home:
        clock = ModelClock(home.metered())
        for selector, text, examples in unusual:
            outcome = _cycle(home, clock, selector, text, examples)
            options.say(f"{selector}: {outcome.status}, {outcome.seconds:.2f} s")
            if outcome.model_calls:
                outcomes.append(outcome)
            else:
                notes.append(f"{selector} was left out: {outcome.origin}, without the model.")
        facts = facts_of(home)
    total = sum(outcome.seconds for outcome in outcomes)
    model = sum(outcome.model_seconds for outcome in outcomes)
    shares = [share(each.seconds - each.model_seconds, each.seconds) for each in outcomes]
    return Result(
        name="overhead",
        figures=(
            Figure(
                name="share of the cycles' time outside the model",
                value=share(total - model, total),
                unit="%",
                below=_TARGET,
            ),
            Figure(name="the same in the worst cycle", value=max(shares, default=0.0), unit="%"),
            Figure(name="seconds of a cycle, mean", value=share(total, len(outcomes)), unit="s"),
            Figure(name="cycles in which the model wrote", value=len(outcomes)),
        ),
        rows=state_rows(outcomes, clock.seconds),
        facts=facts,
        notes=tuple(notes),
    )


def _cycle(
    home: Nursery,
    clock: ModelClock,
    selector: str,
    text: str,
    examples: tuple[tuple[Any, Any], ...],
) -> Outcome:
    shown = tuple(Example(args=(given,), result=wanted) for given, wanted in examples)
    with home.image() as image:
        # Not learn(), which raises for a failed mission: a failed cycle measures as well.
        answer = image.ask(text, examples=shown, selector=selector, listener=clock.event)
    assert answer.outcome is not None, "examples make it a mission"
    return answer.outcome


def state_rows(outcomes: list[Outcome], in_model: Mapping[str, float]) -> list[dict[str, Any]]:
    """Return the mean seconds of each state, the model's apart, and its share of our own time."""
    count = max(1, len(outcomes))
    total = sum(outcome.seconds for outcome in outcomes)
    spent: dict[str, float] = defaultdict(float)
    for outcome in outcomes:
        for state, seconds in outcome.seconds_by_state.items():
            spent[state] += seconds
    # Commits and the audit trail between two states belong to neither.
    spent[_BETWEEN] = max(0.0, total - sum(spent.values()))
    return [
        {
            "state": state,
            "seconds": seconds / count,
            "in the model": in_model.get(state, 0.0) / count,
            "outside": max(0.0, seconds - in_model.get(state, 0.0)) / count,
            "outside, % of all": 100 * share(max(0.0, seconds - in_model.get(state, 0.0)), total),
        }
        for state, seconds in spent.items()
    ]
