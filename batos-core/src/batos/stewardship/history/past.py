"""The image as it was: to look at, and to ask; never to change."""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
from collections.abc import Iterator
from typing import Any

from batos.errors import UnknownNameError
from batos.guardian.running.backtrace import backtrace, located
from batos.image import Root, Session
from batos.objects import MessageNotUnderstood, address_of, ensure_plain
from batos.objects.portable import export_value
from batos.objects.surroundings import Watch
from batos.stewardship.browsing import describe_address, list_objects
from batos.wire.messages.objects import ObjectLine
from batos.wire.messages.shown import Shown

__all__ = ["Past"]


class Past:
    """One moment of an image.

    Args:
        session: The image.
        at: The moment.
        watch: Told which message is being carried out.
    """

    def __init__(
        self, session: Session, at: dt.datetime | bytes, watch: Watch | None = None
    ) -> None:
        self._session = session
        self._at = at
        self._watch = watch

    def show(self, address: str) -> Shown:
        """Return what an object, a method or a cycle was then.

        Raises:
            UnknownNameError: There was no such thing.
            PastError: The image was not born, or what was there is not kept.
        """
        with self._session.read(at=self._at) as root:
            return describe_address(root, address)

    def objects(self) -> list[ObjectLine]:
        """Return the named objects of then, a line each.

        Raises:
            PastError: The image was not born, or what was there is not kept.
        """
        with self._session.read(at=self._at) as root:
            return list_objects(root)

    def send(self, receiver: str | int, selector: str, /, *args: Any, **kwargs: Any) -> Any:
        """Send a message to an object of then; nothing is learned, nothing is changed.

        Args:
            receiver: Address of the object.
            selector: Name of the message.
            args: Positional arguments, plain data.
            kwargs: Keyword arguments, plain data.

        Raises:
            UnknownNameError: There was no such object, or nobody understood the message.
            SlotError: An argument is not plain data.
            GuardianError: The method failed or was stopped.
            PastError: It was to change something, the image was not born, or what was there is
                not kept.
        """
        for position, value in enumerate((*args, *kwargs.values())):
            ensure_plain(value, f"argument {position + 1}")
        with self._session.read(at=self._at) as root:
            obj = root.find(receiver)
            with self._watched(root, f"{receiver}.{selector}"):
                try:
                    found = root.space.deliver(
                        obj, selector, copy.deepcopy(args), copy.deepcopy(kwargs)
                    )
                    return export_value(found)
                except MessageNotUnderstood as miss:
                    known = list(root.selectors(miss.receiver))
                    who = address_of(miss.receiver)
                    unknown = UnknownNameError(
                        "selector",
                        miss.selector,
                        known,
                        hint=f"{who} did not understand it then, and nothing is learned in the "
                        "past.",
                    )
                    if running := backtrace(miss):
                        located(unknown, running)
                    raise unknown from None

    @contextlib.contextmanager
    def _watched(self, root: Root, note: str) -> Iterator[None]:
        if self._watch is None:
            yield
            return
        root.space.pad = self._watch.begin(note)
        try:
            yield
        finally:
            self._watch.end()
