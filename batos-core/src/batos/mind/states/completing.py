"""COMPLETE: one transaction installs the method with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from batos.errors import ImageError
from batos.memory import Document, KnowledgeCatalog
from batos.mind.naming import spoken
from batos.mind.thought import Outcome, Thought
from batos.mind.trail import now_text
from batos.objects import Method, install_method, lookup

if TYPE_CHECKING:
    from batos.image import Root

__all__ = ["complete", "install", "timed"]


def complete(thought: Thought) -> Outcome:
    """Return how a cycle ends that found its method."""
    chosen = thought.chosen
    assert chosen is not None, "VALIDATING chose it"
    assert chosen.verdict is not None, "VALIDATING had it audited"
    return Outcome(
        status="COMPLETE",
        cycle=thought.cycle,
        receiver=thought.brief.receiver,
        selector=thought.brief.selector,
        signature=chosen.verdict.signature,
        source=chosen.source,
        origin=chosen.origin,
        based_on=chosen.based_on,
        verified=len(thought.wanted.examples),
        model_calls=thought.model_calls,
        model_seconds=thought.model_seconds,
    )


def install(root: Root, thought: Thought, outcome: Outcome) -> None:
    """Install the method, in the running transaction.

    Raises:
        ImageError: Somebody else has put a method there while the cycle thought.
    """
    chosen = thought.chosen
    assert chosen is not None and chosen.verdict is not None, "complete() checked it"  # noqa: PT018 - one reason
    receiver = root.find(thought.brief.receiver)
    # What the thought relied on must still be so when it is committed.
    root.connection.readCurrent(receiver)
    root.connection.readCurrent(root.epoch)
    found = lookup(receiver, outcome.selector)
    known = thought.known.get(outcome.selector)
    if found is not None and (type(found[1]) is not Method or found[1].source != known):
        raise ImageError(
            f"{outcome.receiver}.{outcome.selector} was changed by somebody else meanwhile.",
            hint="Ask again.",
        )
    if outcome.origin == "known":
        # The receiver has this very method: it keeps its version and its provenance.
        return
    examples = tuple(example.to_plain() for example in thought.wanted.trials)
    install_method(
        receiver,
        Method(
            selector=outcome.selector,
            source=outcome.source,
            signature=outcome.signature,
            doc=thought.wanted.doc,
            mutator=chosen.verdict.mutator,
            examples=examples,
            provenance=_provenance(thought, outcome),
            verdict=chosen.verdict.to_plain(),
        ),
    )
    _remember(root, thought, outcome, examples)


def _provenance(thought: Thought, outcome: Outcome) -> dict[str, Any]:
    chosen = thought.chosen
    assert chosen is not None, "complete() checked it"
    return {
        "origin": outcome.origin,
        "based_on": list(outcome.based_on),
        "mission": thought.brief.text,
        "asked_by": thought.brief.asked_by,
        "call_site": thought.brief.call_site,
        "cycle": thought.cycle,
        "at": now_text(),
        "model": dict(thought.thinker) if chosen.prompt else {},
        "prompt": chosen.prompt,
        "model_calls": thought.model_calls,
        "candidates": len(thought.candidates),
        "examples": len(thought.wanted.examples),
        "approved_by": "policy: auto",
    }


def _remember(
    root: Root, thought: Thought, outcome: Outcome, examples: tuple[Mapping[str, Any], ...]
) -> None:
    """Put what was learned into the memory, so that it can be delegated to from now on."""
    if outcome.origin == "delegated" and outcome.based_on == (outcome.selector,):
        return
    catalog: KnowledgeCatalog = root.memory["catalog"]
    meta = {
        "receiver": outcome.receiver,
        "selector": outcome.selector,
        "signature": outcome.signature,
        "source": outcome.source,
        "examples": [dict(example) for example in examples],
        "verified": outcome.verified,
    }
    key = f"method:{outcome.receiver}.{outcome.selector}"
    title = thought.wanted.doc[:1].upper() + thought.wanted.doc[1:]
    catalog.add(Document(key, "method", title, spoken(outcome.selector), meta))


def timed(
    outcome: Outcome, thought: Thought, seconds: float, by_state: Mapping[str, float]
) -> Outcome:
    """Return an outcome with what its cycle cost."""
    return replace(
        outcome,
        seconds=seconds,
        seconds_by_state=dict(by_state),
        model_calls=thought.model_calls,
        model_seconds=thought.model_seconds,
    )
