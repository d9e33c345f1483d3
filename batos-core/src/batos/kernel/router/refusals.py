"""Saying no to a message: the answer, and what to say of a type that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from batos.errors import BatosError, UsageError, near
from batos.kernel.base.links import Peer
from batos.kernel.base.outbox import Entry
from batos.wire.codec import decode_body, encode_body, encode_header
from batos.wire.faults import (
    BodyInvalidError,
    UnknownTargetError,
    UnknownTypeError,
    error_to_body,
)
from batos.wire.founding import PREFIX
from batos.wire.messages.frame import MAGIC, MAX_BODY, Header
from batos.wire.messages.kernel import (
    CancelJob,
    Hello,
    KernelStatus,
    ListJobs,
    Ping,
    Resume,
    ShutDown,
)
from batos.wire.messages.request import read

__all__ = ["read_own", "refuse", "unknown_target", "unknown_type"]

_Said = TypeVar("_Said", bound=msgspec.Struct)

_OWN = tuple(
    each.TYPE for each in (CancelJob, Hello, KernelStatus, ListJobs, Ping, Resume, ShutDown)
)
"""What the kernel answers to whoever asks."""


def read_own(kind: type[_Said], raw: bytes, limit: int = MAX_BODY) -> _Said:
    """Return what is said to the kernel itself, of which it opens the body.

    Raises:
        BodyInvalidError: It is something else; the sentence names the field.
        LimitExceededError: It is longer than ``limit`` bytes.
    """
    try:
        return read(kind, decode_body(raw, limit))
    except UsageError as error:
        raise BodyInvalidError(error.message, hint=error.hint) from error


def refuse(
    peer: Peer, header: Header | None, error: BatosError, *, inc: str, retry_after_ms: int = 0
) -> None:
    """Answer a message with an error."""
    answer = Header(
        kind="err",
        type=header.type if header else "",
        re=header.id if header else "",
        inc=inc,
    )
    body = encode_body(error_to_body(error, retry_after_ms=retry_after_ms))
    peer.deliver(Entry([MAGIC, encode_header(answer), body]))


def unknown_target(name: str, members: Sequence[str]) -> UnknownTargetError:
    """Return the error for a gram to somebody who is not on the bus.

    Args:
        name: To whom.
        members: Who is.
    """
    return UnknownTargetError(
        f"Nobody on the bus is called {name!r}.",
        hint=near(name.casefold(), map(str.casefold, members))
        or "'batos engines' lists who is; 'batos engine' runs a persona.",
        details={"target": name, "known": list(members[:50])},
    )


def unknown_type(type_: str, types: Iterable[str]) -> UnknownTypeError:
    """Return the error for a type of message that nobody answers.

    Args:
        type_: The type.
        types: What the workers answer.
    """
    known = [*types, *_OWN]
    if type_.startswith(f"{PREFIX}."):
        name = type_.removeprefix(f"{PREFIX}.")
        known = [t.removeprefix(f"{PREFIX}.") for t in known if t.startswith(f"{PREFIX}.")]
        return UnknownTypeError(
            f"There is no command {name!r}.", hint=near(name, known), details={"type": type_}
        )
    return UnknownTypeError(
        f"Nobody answers {type_!r}.",
        hint=near(type_, known),
        details={"type": type_, "known": known[:50]},
    )
