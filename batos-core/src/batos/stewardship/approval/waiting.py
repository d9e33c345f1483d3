"""What waits for a person, as the image keeps it, and what a person has refused.

The changes are in the image's ``waiting``, by id. Two indexes are in its ``meta``, both by the
oid of the receiver and the selector: which change waits, and which sources were refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from persistent.mapping import PersistentMapping

from batos.errors import ImageError, UnknownNameError, UsageError
from batos.image import Root
from batos.image.indexes import index_of, made_index, method_key, named
from batos.learning.candidates.sources import fingerprint
from batos.learning.model.outcome import Outcome
from batos.learning.records.revival import thought_to_plain
from batos.learning.records.trail import now_text
from batos.objects import Method, UvmObject, address_of, lookup

if TYPE_CHECKING:
    from batos.learning.model.thought import Thought

__all__ = [
    "add_change",
    "address_of_change",
    "all_changes",
    "allow_again",
    "bar",
    "change_for",
    "chosen_of",
    "find_change",
    "outcome_of",
    "present_source",
    "refused_sources",
    "replaced",
    "take_change",
    "unbar",
]

_METHODS = "waiting_by_method"
_REFUSED = "refused"


def add_change(root: Root, thought: Thought, outcome: Outcome) -> None:
    """Keep a validated method ready until a person has decided, in the running transaction.

    Raises:
        UnknownNameError: The receiver is gone.
        ImageError: Another change of that method waits already.
    """
    chosen = thought.chosen
    assert chosen is not None, "VALIDATING chose it"
    receiver = root.find(thought.brief.receiver)
    root.rely_on(receiver)
    methods = made_index(root, _METHODS)
    key = method_key(receiver, outcome.selector)
    if key in methods:
        raise ImageError(
            f"Another change of {outcome.address} waits already.",
            hint=f"'batos approvals show {methods[key]}' shows it.",
        )
    methods[key] = thought.cycle
    root.waiting[thought.cycle] = PersistentMapping(
        id=thought.cycle,
        at=now_text(),
        asked_by=thought.brief.asked_by,
        mission=thought.brief.text,
        call_site=thought.brief.call_site,
        receiver=outcome.receiver,
        oid=key[0],
        selector=outcome.selector,
        signature=outcome.signature,
        doc=thought.wanted.doc,
        based_on=list(chosen.based_on),
        model=dict(thought.thinker) if chosen.prompt else {},
        previous=replaced(receiver, outcome),
        message=dict(thought.brief.message) if thought.brief.message is not None else None,
        policy=dict(thought.notes.get("approval", {})),
        edits=[],
        outcome=outcome.to_plain(),
        **chosen_of(thought),
    )


def chosen_of(thought: Thought) -> dict[str, Any]:
    """Return what a change has of a cycle's working data, which is written anew at an edit."""
    chosen = thought.chosen
    assert chosen is not None and chosen.verdict is not None, "it has passed"  # noqa: PT018 - one reason
    return {
        "source": chosen.source,
        "origin": chosen.origin,
        "verdict": chosen.verdict.to_plain(),
        "examples": [example.to_plain() for example in thought.wanted.trials],
        "standing": dict(thought.notes.get("standing", {})),
        "thought": thought_to_plain(thought),
    }


def replaced(receiver: UvmObject, outcome: Outcome) -> str | None:
    """Return the source that a change would replace; None where it replaces none."""
    if outcome.kind == "object":
        return None
    return present_source(receiver, outcome.selector)


def present_source(receiver: UvmObject, selector: str) -> str | None:
    """Return the source of the method that a receiver has now, None where it has none.

    Raises:
        UsageError: A value stands there.
    """
    found = lookup(receiver, selector)
    if found is None:
        return None
    if type(found[1]) is not Method:
        raise UsageError(
            f"{selector!r} is a value of {address_of(found[0])} by now, not a method.",
            hint="Refuse the change, or remove the value.",
        )
    return found[1].source


def all_changes(root: Root) -> Iterator[PersistentMapping]:
    """Yield every change that waits, the oldest first."""
    yield from sorted(root.waiting.values(), key=lambda change: str(change["at"]))


def change_for(root: Root, receiver: UvmObject, selector: str) -> PersistentMapping | None:
    """Return the change of a method that waits, or None."""
    name = index_of(root, _METHODS).get(method_key(receiver, selector))
    return root.waiting.get(name) if name is not None else None


def find_change(root: Root, name: str) -> PersistentMapping:
    """Return a change that waits.

    Args:
        root: The image.
        name: Its id, a beginning of it that no other has, or ``OBJECT.SELECTOR``.

    Raises:
        UnknownNameError: None waits under that name; a near match is in the hint.
        UsageError: It was decided already, or several ids begin so.
    """
    changes = root.waiting
    by_address = {address_of_change(change): change for change in changes.values()}
    change: PersistentMapping | None = named(name, changes, by_address, "waiting change")
    if change is not None:
        return change
    _raise_if_decided(root, name)
    raise UnknownNameError(
        "waiting change", name, [*changes, *by_address], hint="'batos approvals' lists them."
    )


def take_change(root: Root, change: Mapping[str, Any]) -> None:
    """Remove a change that is being decided, in the running transaction.

    Args:
        root: The image.
        change: The change as it was read before.

    Raises:
        UsageError: Somebody else has decided it or edited it since.
    """
    changes = root.waiting
    now = changes.get(change["id"])
    if now is None:
        _raise_if_decided(root, change["id"])
        raise UsageError(f"The change {change['id']} waits no longer.")
    if now["source"] != change["source"]:
        raise UsageError(
            f"The change {change['id']} was edited by somebody else meanwhile.",
            hint=f"Look at it again: batos approvals show {change['id']}",
        )
    del changes[change["id"]]
    index_of(root, _METHODS).pop((change["oid"], change["selector"]), None)


def address_of_change(change: Mapping[str, Any]) -> str:
    """Return what a change would bring: ``OBJECT.SELECTOR``, or an object."""
    return outcome_of(change).address


def outcome_of(change: Mapping[str, Any]) -> Outcome:
    """Return the outcome of the cycle that brought a change, which waits."""
    present = {"source": change["source"], "signature": change["signature"]}
    return Outcome.from_plain({**change["outcome"], **present})


def bar(root: Root, change: Mapping[str, Any], sources: Iterable[str], **facts: Any) -> None:
    """Note that a person has refused sources, in the running transaction."""
    refused = made_index(root, _REFUSED)
    key = (change["oid"], change["selector"])
    marks = {fingerprint(source): {"at": now_text(), **facts} for source in sources}
    refused[key] = {**refused.get(key, {}), **marks}


def unbar(root: Root, change: Mapping[str, Any], source: str) -> None:
    """Forget that a source was refused, in the running transaction."""
    refused = index_of(root, _REFUSED)
    key = (change["oid"], change["selector"])
    kept = dict(refused.get(key, {}))
    if kept.pop(fingerprint(source), None) is not None:
        refused[key] = kept


def allow_again(root: Root, receiver: UvmObject, selector: str) -> int:
    """Forget every refusal of a method, in the running transaction; return how many there were."""
    found = index_of(root, _REFUSED).get(method_key(receiver, selector), {})
    if found:
        del root.meta[_REFUSED][method_key(receiver, selector)]
    return len(found)


def refused_sources(root: Root, address: str, selector: str) -> dict[str, dict[str, Any]]:
    """Return what a person has refused for a method: facts by fingerprint.

    Raises:
        UnknownNameError: There is no such receiver.
    """
    found = index_of(root, _REFUSED).get(method_key(root.find(address), selector), {})
    return {mark: dict(facts) for mark, facts in found.items()}


def _raise_if_decided(root: Root, name: str) -> None:
    record = root.cycles.get(name)
    decision = record.slots.get("decision") if record is not None else None
    if decision:
        raise UsageError(
            f"The change {name} was {decision['decision']} by {decision['by']} already, "
            f"at {str(decision['at'])[:19].replace('T', ' ')} UTC.",
            hint="'batos approvals' lists what waits.",
        )
