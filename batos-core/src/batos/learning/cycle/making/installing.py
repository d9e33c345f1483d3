"""COMPLETE of an object: one transaction holds the object, its slots, methods and tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from batos.guardian.audit.audit import audit
from batos.image import history
from batos.learning.design.design import read_design
from batos.learning.model.outcome import Outcome
from batos.learning.model.trust import PROVEN, trust_of
from batos.learning.records.remembering import remember
from batos.learning.records.trail import now_text
from batos.objects import Example, Method, UvmObject, check_slot_name, clone, copied, source_digest

if TYPE_CHECKING:
    from batos.image import Root
    from batos.learning.cycle.oversight import Oversight
    from batos.learning.model.planned import Planned
    from batos.learning.model.thought import Thought

__all__ = ["complete", "install"]

_WORDS = frozenset({"user", "answer"})


def complete(thought: Thought) -> Outcome:
    """Return how a cycle ends that has made its object."""
    chosen = thought.chosen
    assert chosen is not None, "VALIDATING chose it"
    return Outcome(
        status="COMPLETE",
        cycle=thought.cycle,
        receiver=thought.brief.receiver,
        selector=thought.brief.selector,
        kind="object",
        source=chosen.source,
        origin=chosen.origin,
        verified=len(thought.wanted.examples),
        model_calls=thought.model_calls,
        model_seconds=thought.model_seconds,
        **trust_of(thought.notes.get("trust", {})),
    )


def install(root: Root, thought: Thought, outcome: Outcome, _oversight: Oversight) -> Outcome:
    """Make the object, in the running transaction.

    Raises:
        UsageError: Somebody else has taken the name meanwhile.
    """
    chosen = thought.chosen
    assert chosen is not None, "complete() checked it"
    name = root.free_name(outcome.selector)
    model = root.find(outcome.receiver)
    root.rely_on(root.epoch, model)
    design = read_design(chosen.source)
    obj = UvmObject(parents=(model,)) if thought.brief.is_for_all else clone(model)
    root.connection.add(obj)
    if "purpose" not in {*design.slots, *design.methods}:
        obj.purpose = thought.wanted.doc
    for slot, value in design.slots.items():
        # A copy: what tests begin with must not change with it.
        setattr(obj, check_slot_name(slot), copied(value))
    planned = {each.selector: each for each in thought.wanted.methods}
    for selector, source in design.methods.items():
        tests = _tests(thought, selector, {**thought.state, **design.slots})
        method = _method(thought, outcome, source, planned.get(selector), tests)
        event = history.install(root, obj, method, user=thought.brief.asked_by, cycle=thought.cycle)
        event.address = name
    history.reshape(
        root,
        obj,
        {"name": name},
        event="make",
        user=thought.brief.asked_by,
        cycle=thought.cycle,
    )
    for selector in design.methods:
        remember(root, obj, selector)
    return replace(outcome, version=1)


def _method(
    thought: Thought,
    outcome: Outcome,
    source: str,
    planned: Planned | None,
    tests: Sequence[Example],
) -> Method:
    verdict = audit(source)
    asked = [each for each in tests if each.origin in _WORDS]
    answered = any(each.origin == "answer" for each in asked)
    trust = trust_of(thought.notes.get("trust", {}))
    if answered or len(asked) > 1:
        trust["trust"] = PROVEN
    doc = planned.meaning if planned is not None else ""
    chosen = thought.chosen
    assert chosen is not None, "install() checked it"
    return Method(
        selector=verdict.selector,
        source=source,
        signature=verdict.signature,
        doc=doc or verdict.doc.partition("\n")[0],
        mutator=verdict.mutator,
        examples=tuple(each.to_plain() for each in tests),
        provenance={
            "origin": "made",
            "mission": thought.brief.text,
            "made": outcome.selector,
            "asked_by": thought.brief.asked_by,
            "cycle": thought.cycle,
            "at": now_text(),
            "prompt": chosen.prompt,
            "model": dict(thought.thinker),
            "model_calls": thought.model_calls,
            "candidates": len(thought.candidates),
            "examples": len(asked),
            "design": source_digest(chosen.source),
            "approved_by": str(thought.notes.get("approval", {}).get("by", "policy: auto")),
            **trust,
            "judged": dict(thought.notes.get("judge", {})),
        },
        verdict=verdict.to_plain(),
    )


def _tests(thought: Thought, selector: str, state: Mapping[str, Any]) -> list[Example]:
    """Return what a method is tested with for ever, each beginning with a new object."""
    plain = thought.notes.get("tests", {}).get(selector, ())
    agreed = [Example.from_plain(each) for each in plain]
    given = [each for each in thought.wanted.examples if each.selector == selector]
    return [replace(each.belonging(selector), state=dict(state)) for each in (*given, *agreed)]
