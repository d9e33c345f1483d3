"""Errors of the wire itself, and the way of every error over it.

The closed list of codes is the set of ``code`` attributes of the error tree: those of
:mod:`batos.errors`, and the following.

============================  ======================================================
``protocol.version``          wrong magic or unknown major version
``protocol.malformed``        a header that cannot be read
``limit.exceeded``            too many frames, or a frame that is too long
``body.invalid``              a body that is no map of plain values
``type.unknown``              nobody answers that type
``job.unknown``               no such job, or it is long over
``stale.incarnation``         meant for a kernel that is gone
``busy``                      too many open requests; try again after ``retry_after_ms``
``draining``                  the kernel is stopping
``request.repeated``          it was carried out before, and its answer is kept no more
``request.conflict``          its id belongs to another request
``engine.lost``               the worker died while it had the request
``engine.killed``             the worker was ended by this very request
``engine.unavailable``        the worker that would answer does not come up
``kernel.running``            another kernel serves this runtime folder
``target.unknown``            nobody on the bus has that name
``name.taken``                the name on the bus belongs to somebody else
``internal``                  a bug; ``incident`` names the traceback in the log
============================  ======================================================
"""

from __future__ import annotations

import secrets
from typing import Any

import msgspec

from batos.errors import BatosError, ExitCode, ProtocolError, UsageError, WireError
from batos.wire.messages.frame import MAX_BODY, ErrorBody
from batos.wire.values import to_wire, wire_text

__all__ = [
    "BodyInvalidError",
    "BusyError",
    "DrainingError",
    "EngineKilledError",
    "EngineLostError",
    "EngineUnavailableError",
    "InternalError",
    "KernelAlreadyRunningError",
    "LimitExceededError",
    "NameTakenError",
    "RequestConflictError",
    "RequestRepeatedError",
    "StaleIncarnationError",
    "UnknownJobError",
    "UnknownTargetError",
    "UnknownTypeError",
    "VersionMismatchError",
    "error_from_body",
    "error_to_body",
    "incident_body",
    "request_too_long",
]

_RETRYABLE = frozenset({"busy", "draining", "engine.lost", "learning.limit", "stale.incarnation"})


class VersionMismatchError(ProtocolError):
    """The other side speaks another protocol."""

    code = "protocol.version"


class LimitExceededError(ProtocolError):
    """A message is larger than the wire carries."""

    code = "limit.exceeded"
    exit_code = ExitCode.USAGE


class BodyInvalidError(ProtocolError):
    """A body is not a map of plain values, or lacks something."""

    code = "body.invalid"


class UnknownTypeError(UsageError):
    """Nobody answers messages of that type."""

    code = "type.unknown"


class UnknownJobError(UsageError):
    """There is no such job."""

    code = "job.unknown"


class StaleIncarnationError(WireError):
    """The request was meant for a kernel that is gone."""

    code = "stale.incarnation"


class BusyError(WireError):
    """Too much is open already."""

    code = "busy"


class DrainingError(WireError):
    """The kernel is stopping and takes no new work."""

    code = "draining"


class RequestRepeatedError(WireError):
    """A request with this id was carried out before, and its answer is no longer kept."""

    code = "request.repeated"


class RequestConflictError(WireError):
    """The id belongs to another request."""

    code = "request.conflict"


class EngineLostError(WireError):
    """The worker died while it had the request."""

    code = "engine.lost"


class EngineKilledError(WireError):
    """The worker ended because of the method that this request ran; ``details`` names it."""

    code = "engine.killed"


class EngineUnavailableError(WireError):
    """The worker that would answer does not come up."""

    code = "engine.unavailable"


class KernelAlreadyRunningError(WireError):
    """Another kernel serves this runtime folder."""

    code = "kernel.running"


class UnknownTargetError(UsageError):
    """Nobody on the bus has that name."""

    code = "target.unknown"


class NameTakenError(WireError):
    """The name on the bus belongs to somebody else."""

    code = "name.taken"


class InternalError(BatosError):
    """A bug on the other side; the traceback is in its log."""

    code = "internal"


def request_too_long(what: str, size: int | None = None) -> LimitExceededError:
    """Return the error of a request that the wire does not carry.

    Args:
        what: What is too long, as the beginning of a sentence.
        size: Its bytes, where they were counted.
    """
    counted = "more" if size is None else f"{size} bytes, and so more"
    return LimitExceededError(
        f"{what} has {counted} than the {MAX_BODY} bytes that one message carries.",
        hint="Send it in parts; or from a program that opens the image itself: batos.open().",
        details={"limit": MAX_BODY} | ({} if size is None else {"size": size}),
    )


def error_to_body(error: BatosError, *, retry_after_ms: int = 0) -> dict[str, Any]:
    """Return the body of the ``err`` message for an expected error."""
    body = ErrorBody(
        code=error.code,
        message=wire_text(error.message),
        hint=wire_text(error.hint),
        retryable=error.code in _RETRYABLE,
        retry_after_ms=retry_after_ms,
        details=to_wire(error.details),
        exit_code=int(error.exit_code),
    )
    return msgspec.to_builtins(body)  # type: ignore[no-any-return]


def incident_body(where: str) -> dict[str, Any]:
    """Return the body for a bug; the caller logs the traceback under its ``incident``."""
    incident = secrets.token_hex(4)
    body = ErrorBody(
        code=InternalError.code,
        message=f"Something went wrong inside the {where} (incident {incident}).",
        hint=f"This is a bug: please report it with the lines of incident {incident} in the log.",
        incident=incident,
    )
    return msgspec.to_builtins(body)  # type: ignore[no-any-return]


def error_from_body(body: dict[str, Any]) -> BatosError:
    """Return the error that an ``err`` body describes, as the class its code names.

    A code whose class this process does not know becomes its nearest known ancestor
    (``guardian.x`` a GuardianError), with code and exit code kept on the instance.
    """
    try:
        parsed = msgspec.convert(body, ErrorBody)
    except msgspec.ValidationError:
        return ProtocolError("The kernel sent an error that cannot be read.", details=body)
    classes = _classes()
    name = parsed.code
    while name and name not in classes:
        name = name.rpartition(".")[0]
    cls = classes.get(name, BatosError)
    # Subclasses may take other arguments; the wire carries what all of them keep.
    error = cls.__new__(cls)
    BatosError.__init__(error, parsed.message, hint=parsed.hint, details=parsed.details)
    error.code = parsed.code
    if parsed.incident:
        error.details.setdefault("incident", parsed.incident)
    if cls is BatosError and parsed.exit_code in set(ExitCode):
        error.exit_code = ExitCode(parsed.exit_code)
    return error


def _classes() -> dict[str, type[BatosError]]:
    """Return the error classes by code; the first to define a code keeps it."""
    found: dict[str, type[BatosError]] = {}
    queue: list[type[BatosError]] = [BatosError]
    while queue:
        cls = queue.pop(0)
        if "code" in vars(cls):
            found.setdefault(cls.code, cls)
        queue.extend(cls.__subclasses__())
    return found
