"""What wants to come in is judged: by the audit, and by its own examples in the trial child."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from batos.errors import CancelledError, GuardianError
from batos.exchange.exporting import proofs
from batos.exchange.skillfile import SkillFile
from batos.guardian.audit.audit import audit
from batos.guardian.audit.findings import Verdict
from batos.guardian.audit.rules import Rule
from batos.guardian.trial.reports import CaseReport
from batos.guardian.trial.tagged import NotPlainError, encode
from batos.guardian.trial.trial import Trial
from batos.learning.cycle.states.validating import case_fault
from batos.learning.model.standing import Standing
from batos.objects import (
    Example,
    Method,
    UvmObject,
    ancestors,
    example_line,
    methods_of,
    own_slots,
)

__all__ = ["Judgement", "Layer", "Newcomer", "Prover", "layers_of", "state_of"]

_AT_ONCE = 10
"""Examples in one run, so that a method that hangs is not let hang a hundred times."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that make a text read otherwise than it runs."""
_TURNS = "its text has characters that turn the direction of writing"
_NOTHING_PROVES = "nothing proves it: it has no example that says what must come of it"
_UNPROVEN = "It has no example that would prove it; --untested takes it all the same."


@dataclass(frozen=True)
class Layer:
    """An object that is asked for a method on the way up from a receiver.

    Attributes:
        holder: What the newcomers call it.
        methods: Sources of the methods that it has already, by selector.
    """

    holder: str
    methods: Mapping[str, str]


@dataclass(frozen=True)
class Newcomer:
    """A method that wants to come in.

    Attributes:
        skill: The method.
        holder: The object that it is for, as its layers call it.
        layers: That object, and what it delegates to, in the order of lookup.
        state: Data slots of the receiver, for examples that come without a state of their own.
        standing: The version that it takes the place of; None for none.
        kept: What people asked of that one, and must come true again.
    """

    skill: SkillFile
    holder: str
    layers: tuple[Layer, ...]
    state: Mapping[str, object]
    standing: Standing | None = None
    kept: tuple[Example, ...] = ()

    @classmethod
    def of(cls, skill: SkillFile, receiver: UvmObject, key: Callable[[UvmObject], str]) -> Newcomer:
        """Return a method that wants to become one of an object.

        Args:
            skill: The method.
            receiver: The object, in a running transaction.
            key: What the newcomers call an object.
        """
        return cls(skill, key(receiver), layers_of(receiver, key), state_of(receiver))


@dataclass(frozen=True)
class Judgement:
    """What came of a newcomer.

    Attributes:
        problem: Why it is refused, one sentence or a few; empty when it is not.
        verdict: What the audit said.
        proven: How many examples said what must come of them, and came true.
        warnings: What a person should know of it.
    """

    problem: str = ""
    verdict: Verdict | None = None
    proven: int = 0
    warnings: tuple[str, ...] = ()


class Prover:
    """Judges newcomers together, since one may call another.

    Args:
        trial: Runs examples.
        rules: Rules of plugins.
        barred: Digests of sources that are in quarantine here.
        untested: Whether a method may come in that has no example to prove it.
        stopped: Asked before each method; whether whoever waits has given up.
    """

    def __init__(
        self,
        trial: Trial,
        rules: Sequence[Rule] = (),
        *,
        barred: frozenset[str] = frozenset(),
        untested: bool = False,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._trial = trial
        self._rules = rules
        self._barred = barred
        self._untested = untested
        self._stopped = stopped

    def judge(self, newcomers: Sequence[Newcomer]) -> list[Judgement]:
        """Return a judgement of each newcomer, in order.

        What has no example that says what must come of it is proven by those of another newcomer
        that call it first: ``add('milk', 2); total() -> 2`` says of ``add`` what it is for.

        Raises:
            CancelledError: Whoever waits has given up.
            GuardianError: No trial can be run here.
        """
        found = [self._audited(each) for each in newcomers]
        pool = {
            (each.holder, each.skill.selector): number
            for number, each in enumerate(newcomers)
            if not found[number].problem
        }
        waiting = set(pool.values())
        used: dict[int, frozenset[int]] = {}
        shows = {number: _shown_by(newcomers[number], pool) for number in pool.values()}
        while waiting:
            number = min(waiting)
            waiting.discard(number)
            self._check_stopped()
            newcomer = newcomers[number]
            methods, used[number] = _surroundings(newcomer, newcomers, pool)
            is_shown = any(number in shows[other] for other in pool.values() if other != number)
            if is_shown or found[number].proven or self._untested:
                found[number] = self._tried(newcomer, found[number], methods)
            else:
                found[number] = replace(found[number], problem=_UNPROVEN)
            if found[number].problem:
                del pool[newcomer.holder, newcomer.skill.selector]
                # Those that were tried with its help are tried again without it, and those that
                # it showed must be shown by another one.
                waiting |= {
                    other
                    for other, helpers in used.items()
                    if (number in helpers or other in shows[number]) and not found[other].problem
                }
        shown = {other for number in pool.values() for other in shows[number] - {number}}
        return [
            replace(each, warnings=(_NOTHING_PROVES, *each.warnings))
            if number in pool.values() and not each.proven and number not in shown
            else each
            for number, each in enumerate(found)
        ]

    def _audited(self, newcomer: Newcomer) -> Judgement:
        self._check_stopped()
        skill = newcomer.skill
        verdict = audit(skill.source, selector=skill.selector, extra_rules=self._rules)
        if not verdict.accepted:
            more = f" (and {len(verdict.errors) - 1} more)" if len(verdict.errors) > 1 else ""
            return Judgement(f"The guardian refuses it: {verdict.reason}{more}", verdict)
        if verdict.sha256 in self._barred:
            return Judgement("This very method is in quarantine here.", verdict)
        warnings = (_TURNS,) if _TURNING.search(skill.source) else ()
        return Judgement("", verdict, proofs(skill.examples), warnings)

    def _tried(
        self, newcomer: Newcomer, judged: Judgement, methods: Mapping[str, str]
    ) -> Judgement:
        """Return a judgement with what the examples say."""
        skill = newcomer.skill
        own = [Example.from_plain(each) for each in skill.examples]
        examples = [*own, *newcomer.kept]
        for start in range(0, len(examples), _AT_ONCE):
            self._check_stopped()
            part = examples[start : start + _AT_ONCE]
            try:
                report = self._trial.run(
                    skill.source, part, methods=methods, state=dict(newcomer.state)
                )
            except GuardianError as problem:
                if not all(_travels(each.to_plain()) for each in part):
                    return Judgement(problem.message, judged.verdict)
                raise  # the trial itself does not work, which says nothing of the method
            if report.error:
                return Judgement(report.error, judged.verdict)
            for number, (example, case) in enumerate(zip(part, report.cases, strict=True), start):
                if case.outcome != "ok":
                    old = number >= len(own)
                    fault = _old_fault(newcomer, example, case) if old else ""
                    fault = fault or _fault(skill.selector, example, case)
                    return Judgement(fault, judged.verdict)
        return judged

    def _check_stopped(self) -> None:
        if self._stopped():
            raise CancelledError("The import was cancelled; nothing was changed.")


def _old_fault(newcomer: Newcomer, example: Example, case: CaseReport) -> str:
    """Return what an example of the version that is here says against the one that comes in."""
    standing = newcomer.standing
    assert standing is not None, "it has the example"
    fault = case_fault(standing.selector, example, case, standing=standing)
    assert fault is not None, "it has not come true"
    number = standing.examples.index(example) + 1
    off = f"--drop-example {standing.address}.{standing.selector}:{number}"
    return f"{fault.told or fault.text} To take that example off: {off}"


def _fault(selector: str, example: Example, case: CaseReport) -> str:
    """Return what an example says against its method."""
    example = example.until(case.call)
    line = example_line(selector, example)
    if case.outcome == "wrong":
        got = f"changed it to {case.state_after!r:.120}" if example.after == example.result else ""
        return f"Its example is not true: {line}, but it {got or f'gave {case.result!r:.120}'}."
    if case.outcome == "raised":
        return f"Its example fails: {line}: {case.error_type}: {case.error_text[:160]}"
    if case.outcome in ("timeout", "breach"):
        return f"Its example does not come to an end: {line}: {case.error_text[:160]}"
    if case.outcome == "covenant":
        return f"It changes the object at {line}, but not so that the change would be stored."
    if case.outcome == "unplain":
        return f"It leaves what cannot be kept at {line}: {case.error_text[:160]}"
    return f"Its example ended the trial: {line}: {case.error_text[:160]}"


def _surroundings(
    newcomer: Newcomer, newcomers: Sequence[Newcomer], pool: Mapping[tuple[str, str], int]
) -> tuple[dict[str, str], frozenset[int]]:
    """Return the methods that a newcomer may call, and which of them are newcomers.

    Every name in a source that is a selector counts, so that a ``send`` is followed as well.
    """
    methods: dict[str, str] = {}
    helpers: set[int] = set()
    examples = map(Example.from_plain, newcomer.skill.examples)
    todo = [newcomer.skill.source, *(call.selector for each in examples for call in each.earlier)]
    seen = {newcomer.skill.selector}
    while todo:
        for name in set(_NAME.findall(todo.pop())) - seen:
            seen.add(name)
            for layer in newcomer.layers:
                number = pool.get((layer.holder, name))
                source = layer.methods.get(name)
                if number is not None:
                    helpers.add(number)
                    source = newcomers[number].skill.source
                if source is not None:
                    methods[name] = source
                    todo.append(source)
                    break
    return methods, frozenset(helpers)


def _shown_by(newcomer: Newcomer, pool: Mapping[tuple[str, str], int]) -> frozenset[int]:
    """Return the newcomers that the examples of one call before they say what must come of it."""
    examples = [Example.from_plain(each) for each in newcomer.skill.examples]
    called = {call.selector for each in examples if each.claims for call in each.earlier}
    found = set()
    for name in called:
        for layer in newcomer.layers:
            number = pool.get((layer.holder, name))
            if number is not None or name in layer.methods:
                found |= {number} if number is not None else set()
                break
    return frozenset(found)


def layers_of(receiver: UvmObject, key: Callable[[UvmObject], str]) -> tuple[Layer, ...]:
    """Return a receiver and what it delegates to, with the methods that are run.

    Args:
        receiver: The object.
        key: What the newcomers call an object.
    """
    return tuple(
        Layer(
            key(holder),
            {
                name: method.source
                for name, method in methods_of(holder).items()
                if type(method) is Method and method.quarantine is None
            },
        )
        for holder in ancestors(receiver)
    )


def state_of(receiver: UvmObject) -> dict[str, object]:
    """Return the data that a receiver has, itself or by delegation, for a trial."""
    state: dict[str, object] = {}
    seen: set[str] = set()
    for holder in ancestors(receiver):
        for name, value in own_slots(holder).items():
            if name not in seen and type(value) is not Method and _travels(value):
                state[name] = value
            seen.add(name)  # what is further up is hidden by it, whatever it is
    return state


def _travels(value: object) -> bool:
    """Return whether a value can be handed to the trial child."""
    try:
        encode(value)
    except NotPlainError:
        return False  # an object of the image, or a date in a named zone
    return True
