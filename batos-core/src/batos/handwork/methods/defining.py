"""A text that a person has written becomes a method."""

from __future__ import annotations

import contextlib
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from batos.errors import BatosError, ImageError, QuarantinedError, UsageError
from batos.guardian.audit.audit import audit
from batos.guardian.audit.findings import Verdict
from batos.guardian.audit.mend import keep_covenant
from batos.image import Root, history
from batos.learning.cycle.states.decomposing import ReceiverView, read_receiver
from batos.learning.model.contract import says_something
from batos.learning.model.trust import PROVEN, proven_by
from batos.learning.records.questions import drop_question
from batos.learning.records.remembering import remember
from batos.learning.records.trail import now_text
from batos.learning.request.keeping import dropped, kept_examples
from batos.objects import (
    Example,
    Method,
    address_of,
    check_slot_name,
    lookup,
    methods_of,
)
from batos.objects.addresses import method_address
from batos.stewardship.health.quarantine import barred_sources
from batos.stewardship.history.successors import check_kept, check_unchanged
from batos.wire.messages.methods import DefinedMethod, Draft

if TYPE_CHECKING:
    from batos.guardian.audit.rules import Rule
    from batos.guardian.trial.trial import Trial
    from batos.image import Session
    from batos.plugins import PluginSet

__all__ = ["define"]

_REPLACED = "The method was written by hand meanwhile."


@dataclass(frozen=True)
class _Place:
    """Where a draft goes, as it was read.

    Attributes:
        holder: The object.
        selector: Name of the method.
        view: What the object is and understands.
        present: The version that it understands, plain data; None for none.
        own: The number of the object's own version, 0 for none.
    """

    holder: str
    selector: str
    view: ReceiverView
    present: Mapping[str, Any] | None
    own: int

    @property
    def label(self) -> str:
        return f"{self.holder}.{self.selector}"


@dataclass(frozen=True)
class _Ready:
    """What has passed, and is to be installed."""

    place: _Place
    verdict: Verdict
    examples: tuple[Example, ...]
    is_new: bool


def define(
    session: Session, trial: Trial, plugins: PluginSet, drafts: Sequence[Draft], user: str
) -> list[DefinedMethod]:
    """Install texts, all or none (see :meth:`batos.handwork.methods.handwork.Handwork.define_all`)."""
    with session.read() as root:
        barred = barred_sources(root)
        places = [_read(root, each) for each in drafts]
    labels = [each.label for each in places]
    if len(set(labels)) < len(labels):
        raise UsageError("A method is defined twice.", hint="Write each of them once.")
    rules = plugins.guardian_rules()
    verdicts = [_judged(*each, rules, barred) for each in zip(drafts, places, strict=True)]
    texts = {each.label: verdict.source for each, verdict in zip(places, verdicts, strict=True)}
    ready = [
        _tried(trial, draft, _beside(place, texts), verdict)
        for draft, place, verdict in zip(drafts, places, verdicts, strict=True)
    ]

    def work(root: Root) -> list[DefinedMethod]:
        return [_install(root, each, user) for each in ready]

    wording = "is" if len(labels) == 1 else "are"
    return session.change(work, note=f"{', '.join(labels)} {wording} written by hand", user=user)


@contextlib.contextmanager
def _about(address: str) -> Iterator[None]:
    """Have an error say of which of several texts it speaks."""
    try:
        yield
    except BatosError as error:
        error.details.setdefault("address", address)
        raise


def _read(root: Root, draft: Draft) -> _Place:
    with _about(draft.address):
        name, selector = method_address(draft.address)
        check_slot_name(selector)
        receiver = root.find(name)
        view = read_receiver(root, address_of(receiver), selector)
        found = lookup(receiver, selector)
        own = methods_of(receiver).get(selector)
        place = _Place(
            address_of(receiver),
            selector,
            view,
            found[1].to_plain() if found is not None else None,
            own.version if own is not None else 0,
        )
        _check_seen(place.label, found[1] if found is not None else None, draft.seen)
        return place


def _check_seen(label: str, present: Method | None, seen: str | None) -> None:
    """Do nothing where the version that is there is the one that a text was made of.

    Raises:
        ImageError: It is another one.
    """
    if seen is None or seen == (present.sha256 if present is not None else ""):
        return
    what = "changed" if present is not None else "taken away"
    hint = f"Look at what is there, and put both together: batos show {label}"
    if present is None:
        hint = f"Its past: batos history {label}"
    raise ImageError(f"{label} was {what} by somebody else meanwhile.", hint=hint)


def _judged(draft: Draft, place: _Place, rules: Sequence[Rule], barred: frozenset[str]) -> Verdict:
    """Return the verdict on a text that the guardian accepts.

    Raises:
        UsageError: There is no text.
        AuditRefusedError: It is refused.
        QuarantinedError: It is in quarantine.
    """
    with _about(draft.address):
        if not draft.source.strip():
            raise UsageError(
                f"There is no text for {place.label}.",
                hint=f"Write one `def {place.selector}(self, ...)`.",
            )
        # What stores a change is no business of whoever writes a text by hand.
        text = keep_covenant(_tidied(draft.source))
        verdict = audit(text, selector=place.selector, extra_rules=rules)
        verdict.raise_if_refused()
        if text.startswith("\n"):
            # Only now: the lines of findings are those of the text as it was written.
            verdict = audit(text.lstrip("\n"), selector=place.selector, extra_rules=rules)
        if verdict.sha256 in barred:
            raise QuarantinedError(
                f"This very text is in quarantine, and {place.label} would not be run.",
                hint="Change what it does; 'batos guardian quarantine' tells why it is there.",
            )
        return verdict


def _tidied(source: str) -> str:
    """Return a text with usual line ends, and from the margin where it was cut out of a class."""
    text = source.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
    return textwrap.dedent(text) if text.lstrip("\n")[:1] in (" ", "\t") else text


def _beside(place: _Place, texts: Mapping[str, str]) -> _Place:
    """Return a place where the object understands the other texts as well."""
    others = {
        label.removeprefix(f"{place.holder}."): text
        for label, text in texts.items()
        if label.startswith(f"{place.holder}.")
    }
    return replace(place, view=replace(place.view, known={**place.view.known, **others}))


def _tried(trial: Trial, draft: Draft, place: _Place, verdict: Verdict) -> _Ready:
    """Return a text that does what people asked of the version that is there.

    Raises:
        GuardianError: An example does not come true.
    """
    with _about(draft.address):
        view, standing, source = place.view, place.view.standing, verdict.source
        off = dropped(standing, draft.drop_examples)
        kept = kept_examples(place.selector, (), standing, off)
        check_kept(trial, f"The new {place.label}", source, kept, view)
        plain = place.present["examples"] if place.present is not None else ()
        given = standing.examples if standing is not None else ()
        others = [each for each in map(Example.from_plain, plain) if each not in given]
        # What nobody has asked for binds nobody, and stays with the method where it holds.
        held = [each for each in others if _holds(trial, source, each, view)]
        is_same = (
            standing is not None
            and standing.own
            and standing.source.strip() == source.strip()
            and not off
        )
        return _Ready(place, verdict, (*kept, *held), is_new=not is_same)


def _holds(trial: Trial, source: str, example: Example, view: ReceiverView) -> bool:
    return trial.run(source, [example], methods=view.known, state=view.state).ok


def _install(root: Root, ready: _Ready, user: str) -> DefinedMethod:
    place, verdict = ready.place, ready.verdict
    holder = root.find(place.holder)
    standing = place.view.standing
    with _about(place.label):
        check_unchanged(holder, place.selector, place.own)
    told: DefinedMethod = {
        "address": place.label,
        "version": place.own,
        "signature": verdict.signature,
        "changes": list(verdict.changes),
        "replaces": standing.to_plain() if standing is not None else {},
        "examples": len(ready.examples),
        "trust": PROVEN,
        "changed": ready.is_new,
    }
    if not ready.is_new:
        assert place.present is not None, "it is the same text"
        return {**told, "trust": place.present["provenance"].get("trust", PROVEN)}
    method = _method(ready, user)
    history.install(root, holder, method, event="define", user=user, cause="written by hand")
    remember(root, holder, place.selector)
    drop_question(root, holder, place.selector, _REPLACED)
    return {**told, "version": method.version}


def _method(ready: _Ready, user: str) -> Method:
    place, verdict, at = ready.place, ready.verdict, now_text()
    facts = {
        "origin": "hand",
        "asked_by": user,
        "at": at,
        "examples": sum(map(says_something, ready.examples)),
    }
    doc = verdict.doc.strip().partition("\n")[0]
    return Method(
        selector=place.selector,
        source=verdict.source,
        signature=verdict.signature,
        doc=doc or (str(place.present["doc"]) if place.present is not None else ""),
        mutator=verdict.mutator,
        examples=tuple(each.to_plain() for each in ready.examples),
        provenance=proven_by(facts, written={"by": user, "at": at}),
        verdict=verdict.to_plain(),
    )
