"""A miss on its way out of a transaction, as plain data, and the mission that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ZODB.utils import z64

from batos.errors import BatosError, MethodError, NoSlotError, TakenBackError, UnknownNameError
from batos.guardian.running.backtrace import backtrace, located
from batos.image import Root
from batos.learning.cycle.oversight import Oversight
from batos.learning.messages.callsite import CallSite, call_site
from batos.learning.model.brief import MissionBrief
from batos.learning.records.remembering import TENTATIVE_KIND
from batos.learning.request.naming import selector_from, spoken
from batos.memory import KnowledgeCatalog
from batos.memory.words import words_of
from batos.objects import MessageNotUnderstood, UvmObject, address_of, ancestors
from batos.objects.portable import export_value, is_portable

__all__ = ["Missed", "check_known", "mission_of", "taken_back_error"]

_METHODS = frozenset(("method", "recipe", TENTATIVE_KIND))


class Missed(Exception):  # noqa: N818 - carries a miss out of a transaction, never seen outside
    """A miss as plain data.

    Args:
        root: The image as the transaction sees it.
        miss: The miss.
        receiver: Who was sent the message that is being delivered.
        oversight: Says what was taken back.

    Attributes:
        address: Who is to learn.
        is_receiver: Whether that is who was sent the message.
        selector: What was not understood.
        args_seen: Its positional arguments, as far as they are known.
        kwargs_seen: Its keyword arguments, as far as they are known.
        complete: Whether all of them are known.
        known: The selectors that are understood.
        taken_back: Who has taken back what would have been understood; None for nobody.
        site: Where the message came from; None when no method sent it.
        running: The methods that were running, the outermost first.
        may_be_value: Whether a value may be wanted rather than something done: a message from
            outside without arguments, whose name begins like nothing that a known method does.
    """

    def __init__(
        self, root: Root, miss: MessageNotUnderstood, receiver: UvmObject, oversight: Oversight
    ) -> None:
        super().__init__(str(miss))
        learner = _stored(miss.receiver)
        self.address = address_of(learner)
        self.is_receiver = miss.receiver is receiver
        self.selector = miss.selector
        self.known = list(root.selectors(learner))
        self.taken_back = oversight.latest_taken_back(root, learner, miss.selector)
        self.site: CallSite | None = call_site(miss)
        self.running = backtrace(miss)
        args, kwargs, complete = miss.arguments, miss.keywords, miss.sent
        if not miss.sent and self.site is not None and self.site.known:
            # A method's call reads the slot first and brings the arguments later.
            args, kwargs, complete = self.site.values, dict(self.site.keywords), True
        # Copies: the values may be the slots' own, of a transaction that is aborted.
        self.args_seen = tuple(export_value(each) for each in args if is_portable(each))
        self.kwargs_seen = {
            name: export_value(each) for name, each in kwargs.items() if is_portable(each)
        }
        seen = len(self.args_seen) + len(self.kwargs_seen)
        self.complete = complete and seen == len(args) + len(kwargs)
        bare = self.site is None and self.is_receiver and not seen and self.complete
        self.may_be_value = bare and not _says_what_is_done(root, miss.selector)

    def value_error(self) -> UnknownNameError:
        """Return the error of a message that is taken for the reading of a slot."""
        return NoSlotError(
            f"{self.address} has no slot and no method {self.selector!r}.",
            hint=f"To have one learned, say what it does: batos ask --to {self.address} "
            f'--name {self.selector} "..."; or say that it is one: --learn.',
            details={"kind": "selector", "name": self.selector},
        )

    def raise_if_value(self) -> None:
        """Do nothing when a method could help.

        Raises:
            MethodError: The value of the slot is wanted, and no method can be one.
        """
        site = self.site
        if site is None or site.called:
            return
        raise self.placed(
            MethodError(
                "AttributeError",
                f"{self.address} has no slot {self.selector!r}, whose value is wanted: {site.code}",
                hint="Give the slot a value first; a method could be called, but not read.",
            )
        ) from None

    def placed(self, error: BatosError) -> BatosError:
        """Return an error with the place where the message was sent, if a method has sent it."""
        if self.running:
            located(error, self.running)
        return error


def mission_of(
    miss: Missed,
    selector: str,
    user: str,
    *,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
) -> MissionBrief:
    """Return the mission that a miss becomes.

    Args:
        miss: The miss.
        selector: The message that was being delivered.
        user: On whose behalf.
        args: Positional arguments of that message.
        kwargs: Its keyword arguments.
    """
    site = miss.site
    top = site is None and miss.selector == selector and miss.is_receiver
    seen = args if top else miss.args_seen if miss.complete else ()
    words = dict(kwargs) if top else miss.kwargs_seen if miss.complete else {}
    return MissionBrief(
        receiver=miss.address,
        selector=miss.selector,
        text=spoken(miss.selector),
        args=seen,
        kwargs=words,
        parameters=_parameters(site) if miss.complete else (),
        call_site="" if top else site.selector if site is not None else selector,
        called_from=site.to_plain() if site is not None else {},
        asked_by=user,
    )


def check_known(root: Root, receiver: UvmObject, selector: str, oversight: Oversight) -> None:
    """Do nothing when an object understands a message.

    Args:
        root: The image.
        receiver: The object.
        selector: The message.
        oversight: Says what was taken back.

    Raises:
        UnknownNameError: It does not.
        TakenBackError: It does not, since the method was taken back.
    """
    if selector in set(root.selectors(receiver)):
        return
    if undo := oversight.latest_taken_back(root, receiver, selector):
        raise taken_back_error(address_of(receiver), selector, undo)
    raise UnknownNameError("selector", selector, root.selectors(receiver))


def taken_back_error(receiver: str, selector: str, undo: dict[str, Any]) -> TakenBackError:
    """Return the error for a message whose method was taken back.

    Args:
        receiver: Address of the object that does not understand it.
        selector: The message.
        undo: What :meth:`Oversight.latest_taken_back` says.
    """
    address, version = undo["address"], undo["version"]
    again = f"redo {address}" if undo["redo"] else f"revert {address} --to {version}"
    return TakenBackError(
        f"{address} was taken back by {undo['by'] or 'somebody'} at "
        f"{str(undo['at'])[:19].replace('T', ' ')} UTC, and is not learned again unasked.",
        hint=f"To bring it back: batos {again}. To have it learned anew: batos send {receiver} "
        f"{selector} ARGUMENTS --learn; or say what it should do: batos ask --to {receiver} "
        f'--name {selector} "…"',
        details={"kind": "selector", "name": selector, **undo},
    )


def _parameters(site: CallSite | None) -> tuple[str, ...]:
    """Return the names of the arguments as those of the parameters, where each has one."""
    names = site.arguments if site is not None else ()
    return names if all(names) and len({*names}) == len(names) else ()


def _says_what_is_done(root: Root, selector: str) -> bool:
    """Return whether a known method is called so, or begins what it does with the first word."""
    catalog: KnowledgeCatalog = root.memory["catalog"]
    words = set(words_of(spoken(selector)))
    verb = spoken(selector).split()[0]
    for document in catalog.documents():
        if document.kind not in _METHODS:
            continue
        # Other wordings may begin with a noun ("items to reorder"), and one word says too little.
        if document.meta["selector"] == selector or _first_word(document.title) == verb:
            return True
        also = document.meta.get("also", ())
        if len(words) > 1 and any(set(words_of(each)) == words for each in also):
            return True
    return False


def _first_word(line: str) -> str:
    """Return the word that a line begins with; of a verb the form that names have."""
    return selector_from(line.split(maxsplit=1)[0]) if line.split() else ""


def _stored(obj: UvmObject) -> UvmObject:
    """Return an object, or the nearest one that it was cloned from if it is not yet in the image.

    What a transaction has made is gone when it is aborted; its prototype can learn for it.
    """
    for holder in ancestors(obj):
        if holder._p_serial not in (None, z64):
            return holder
    return obj
