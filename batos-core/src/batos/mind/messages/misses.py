"""A miss on its way out of a transaction, as plain data, and the mission that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ZODB.utils import z64

from batos.errors import BatosError, MethodError, NoSlotError, UnknownNameError
from batos.guardian.backtrace import backtrace, located
from batos.image import Root
from batos.memory import KnowledgeCatalog
from batos.memory.words import words_of
from batos.mind.history.remembering import TENTATIVE_KIND
from batos.mind.history.takenback import latest_taken_back
from batos.mind.messages.portable import address_of, export_value, is_portable
from batos.mind.request.brief import MissionBrief
from batos.mind.request.callsite import CallSite, call_site
from batos.mind.request.naming import selector_from, spoken
from batos.objects import MessageNotUnderstood, UvmObject, ancestors

__all__ = ["Missed", "mission_of"]

_METHODS = frozenset(("method", "recipe", TENTATIVE_KIND))


class Missed(Exception):  # noqa: N818 - carries a miss out of a transaction, never seen outside
    """A miss as plain data.

    Args:
        root: The image as the transaction sees it.
        miss: The miss.
        receiver: Who was sent the message that is being delivered.

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

    def __init__(self, root: Root, miss: MessageNotUnderstood, receiver: UvmObject) -> None:
        super().__init__(str(miss))
        learner = _stored(miss.receiver)
        self.address = address_of(learner)
        self.is_receiver = miss.receiver is receiver
        self.selector = miss.selector
        self.known = list(root.selectors(learner))
        self.taken_back = latest_taken_back(root, learner, miss.selector)
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
