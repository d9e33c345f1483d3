"""Telling candidates apart by what they do.

They are run on further inputs, made from those that are known. Those that answer alike, and leave
alike what they found in the slots, are likely to mean the same (the idea of CodeT, arXiv
2207.10397, and of the distinguishing inputs of S*, arXiv 2502.14382). One input is a *story*: one
call, or several in a row for methods that work on slots.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from batos.guardian.trial.reports import CaseReport
from batos.guardian.trial.trial import Trial
from batos.learning.candidates.further_inputs import (
    MOST_STORIES,
    Story,
    guessed_calls,
    other_states,
    stories_for,
)
from batos.learning.candidates.sources import parameters_of, slots_used
from batos.learning.model.candidate import Candidate
from batos.learning.model.contract import Contract
from batos.objects import Example
from batos.objects.sameness import alike

__all__ = ["Behaviour", "Comparison", "Group", "agreed", "compare"]

_ENOUGH_STORIES = 2
"""Stories on which all candidates have to do the same, where they differ on others."""
_MOST_GUESSES = 6
_MOST_ASKED = 4
"""Candidates that say which guessed inputs can be meant."""
_CLOCK = "2026-02-03T04:05:06"
"""What methods take for the present, so that two looks at a clock are the same."""


@dataclass(frozen=True)
class Behaviour:
    """What one candidate did with one story.

    Attributes:
        cases: What came of each call.
        told: The same as a value by which it is compared.
    """

    cases: tuple[CaseReport, ...]
    told: list[Any]

    @property
    def failed(self) -> bool:
        """Whether one of the calls came to no answer."""
        return any(case.outcome not in ("ok", "wrong") for case in self.cases)


@dataclass
class Group:
    """Candidates that did the same with every story that tells them apart.

    Attributes:
        members: The candidates, the one to be installed first.
        did: What they did with each story.
    """

    members: list[Candidate]
    did: list[Behaviour] = field(default_factory=list)

    @property
    def votes(self) -> int:
        """How many answers of the model came to this."""
        return sum(each.votes for each in self.members if not each.is_proven)

    @property
    def proven(self) -> float:
        """How much the words of the mission speak for the proven methods among them, 0 to 1."""
        return max((each.likeness for each in self.members if each.is_proven), default=0.0)

    @property
    def weight(self) -> float:
        """What speaks for the group: its votes, and what is proven of it.

        Of 9 proven methods that the model wrote as well, none was wrong; of 5 that it never wrote
        when it wrote others, all were.
        """
        return self.votes + (3 if self.votes else 2) * self.proven


@dataclass(frozen=True)
class Comparison:
    """What a comparison of candidates found.

    Attributes:
        stories: The inputs that tell something, in the order of what groups did.
        groups: Candidates by behaviour, the weightiest first.
        gives: Whether it counted what was given back.
    """

    stories: tuple[Story, ...]
    groups: tuple[Group, ...]
    gives: bool


def compare(
    trial: Trial,
    candidates: Sequence[Candidate],
    contract: Contract,
    *,
    state: Mapping[str, Any],
    methods: Mapping[str, str],
    check: Callable[[], None] = lambda: None,
) -> Comparison:
    """Return candidates in groups of equal behaviour.

    Stories on which more than half of the votes come to no answer are no inputs that the mission
    means, and are left out.

    Args:
        trial: Runs them.
        candidates: All of them passed the gates.
        contract: The mission.
        state: Slots of the receiver.
        methods: Sources of what else it understands, by selector.
        check: Called before each candidate; what it raises ends the comparison.
    """
    known: Sequence[Example] = [*contract.examples, *contract.calls]
    if not known:
        arity = Counter(len(parameters_of(each.source)[0]) for each in candidates)
        guesses = guessed_calls(arity.most_common(1)[0][0], state)
        known = _accepted(trial, candidates, guesses, state=state, methods=methods)
    is_stateful = any(slots_used(each.source) for each in candidates)
    stories = stories_for(known, other_states(state, contract), in_rows=is_stateful)
    did = []
    for each in candidates:
        check()
        slots = {**each.adds, **state}
        did.append(_lived(trial, each, stories, contract.gives, state=slots, methods=methods))
    votes = [each.votes for each in candidates]
    telling = [
        number
        for number in range(len(stories))
        if 2 * sum(n for n, row in zip(votes, did, strict=True) if row[number].failed) <= sum(votes)
    ][:MOST_STORIES]
    groups: list[Group] = []
    for candidate, row in zip(candidates, did, strict=True):
        mine = [row[number] for number in telling]
        group = next((each for each in groups if _alike(each.did, mine)), None)
        if group is None:
            groups.append(Group([candidate], mine))
        else:
            group.members.append(candidate)
    failures = {
        each.source: sum(done.failed for done in row)
        for each, row in zip(candidates, did, strict=True)
    }
    for group in groups:
        group.members.sort(key=lambda each: _order(each, contract, failures[each.source]))
    ordered = sorted(groups, key=lambda group: -group.weight)
    return Comparison(tuple(stories[number] for number in telling), tuple(ordered), contract.gives)


def agreed(found: Comparison) -> Comparison | None:
    """Return a comparison by those stories on which a majority does the same, if all do then.

    Where most do the same they all may: what no majority agrees on need not be meant. Of 105
    missions with nobody to ask two more are right by it, and none is wrong.
    """
    total = sum(group.votes for group in found.groups)
    kept = [
        number
        for number in range(len(found.stories))
        if 2 * max(_who_does(found, each, number) for each in found.groups) > total
    ]
    rows = [[group.did[number] for number in kept] for group in found.groups]
    if len(kept) < _ENOUGH_STORIES or not all(_alike(rows[0], row) for row in rows[1:]):
        return None
    members = [each for group in found.groups for each in group.members]
    stories = tuple(found.stories[number] for number in kept)
    return Comparison(stories, (Group(members, rows[0]),), found.gives)


def _who_does(found: Comparison, group: Group, number: int) -> int:
    """Return how many votes did with a story what a group did."""
    told = group.did[number].told
    return sum(each.votes for each in found.groups if alike(each.did[number].told, told))


def _order(candidate: Candidate, contract: Contract, failures: int) -> tuple[bool, int, int, int]:
    """Return the place of a candidate among those that do the same.

    Where the mission does not say that anything is given back, nothing is; and the fewer inputs
    one stumbles over, of those as well that most stumble over, the better.
    """
    given = not contract.gives and "return " in candidate.source.replace("return None", "")
    return given, failures, -candidate.votes, len(candidate.source)


def _lived(
    trial: Trial,
    candidate: Candidate,
    stories: Sequence[Story],
    gives: bool,
    *,
    state: Mapping[str, Any],
    methods: Mapping[str, str],
) -> list[Behaviour]:
    """Return what a candidate does with each story; all stories take a step at a time."""
    cases: list[list[CaseReport]] = [[] for _ in stories]
    slots: list[Mapping[str, Any]] = [{**state, **story[0].state} for story in stories]
    for step in itertools.count():
        going = [n for n, story in enumerate(stories) if step < len(story)]
        if not going:
            break
        calls = [replace(stories[n][step], state=slots[n]) for n in going]
        report = trial.run(candidate.source, calls, methods=methods, clock=_CLOCK)
        for n, case in zip(going, report.cases, strict=False):
            cases[n].append(case)
            slots[n] = case.state_after if case.state_after is not None else slots[n]
    return [
        Behaviour(tuple(done), [_told(case, gives=gives, own=candidate.adds) for case in done])
        for done in cases
    ]


def _told(case: CaseReport, *, gives: bool, own: Collection[str]) -> list[Any]:
    """Return what came of a call, as a value by which it is compared.

    What a method keeps in slots of its ``own`` is nobody else's.
    """
    if case.outcome not in ("ok", "wrong"):
        return ["failed"]  # that it does not work is one behaviour, however it comes about
    after = case.state_after or {}
    slots = {name: after.get(name) for name in case.changed if name not in own}
    return ["gave", case.result, slots] if gives else ["left", slots]


def _alike(these: Sequence[Behaviour], those: Sequence[Behaviour]) -> bool:
    return all(alike(one.told, other.told) for one, other in zip(these, those, strict=True))


def _accepted(
    trial: Trial,
    candidates: Sequence[Candidate],
    guesses: Sequence[Example],
    *,
    state: Mapping[str, Any],
    methods: Mapping[str, str],
) -> list[Example]:
    """Return a few of some guessed calls, of all kinds that most candidates can answer."""
    asked = candidates[:_MOST_ASKED]
    cases = [
        trial.run(each.source, guesses, methods=methods, state=state, clock=_CLOCK).cases
        for each in asked
    ]
    kinds: dict[tuple[str, ...], list[Example]] = {}
    for number, guess in enumerate(guesses):
        done = sum(row[number].outcome in ("ok", "wrong") for row in cases if row)
        if 2 * done >= len(asked):
            kinds.setdefault(tuple(type(each).__name__ for each in guess.args), []).append(guess)
    # One of each kind, then another one of each.
    rounds = itertools.zip_longest(*kinds.values())
    return [guess for each in rounds for guess in each if guess is not None][:_MOST_GUESSES]
