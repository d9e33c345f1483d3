"""Every error that BAT OS expects, in one tree.

An expected error is one sentence for a person, with a hint where something can be done about
it, and the exit code of the command line. Anything else is a bug and keeps its traceback.

::

    BatosError                          1
    ├── UsageError                      2
    │   └── UnknownNameError            2   no such object, selector, command (with a near match)
    │       ├── NoSlotError             2   a slot was to be read that is not there
    │       └── TakenBackError          2   a method was taken back, and nobody asks for it
    ├── ConfigError                     2
    │   └── DiskError                   2   a folder cannot be written: full, or for reading only
    ├── ImageError                      3
    │   ├── ImageMissingError           3
    │   ├── ImageLockedError            3
    │   ├── ImageDamagedError           3
    │   ├── ObjectSetAsideError         3   loading the object has ended workers
    │   ├── PastError                   3   the past is read only, or not kept so far back
    │   ├── ImageUnreachableError       3   the server that keeps the image is away
    │   └── SlotError                   1   a name or value that cannot live in a slot
    ├── GuardianError                   1
    │   ├── AuditRefusedError           1   the source was refused, with findings
    │   ├── BudgetExceededError         1   fuel, size or time ran out in a method
    │   ├── QuarantinedError            1   the method is kept, but not run
    │   └── MethodError                 1   a method raised; type, text and place
    ├── BackendError                    4
    │   ├── ModelFileError              4
    │   ├── PromptTooLongError          4
    │   └── DeadlineError               4
    ├── CancelledError                  130
    ├── PluginError                     5
    ├── MissionFailedError              1   a cycle ended FAILED
    ├── LearningLimitError              1   too much is being learned at once
    ├── ApprovalPendingError            7   what was learned waits for a person's word
    ├── QuestionPendingError            7   a cycle waits for a person's answer
    ├── TravelError                     1   a parcel of methods or objects cannot be taken
    │   └── SignerUnknownError          1   nobody has said that its signer is trusted
    └── WireError                       6
        ├── KernelNotRunningError       6
        ├── KeyRefusedError             6
        ├── ProtocolError               6
        └── PortInUseError              6
"""

from __future__ import annotations

import difflib
import errno
import os
from collections.abc import Iterable
from enum import IntEnum
from typing import Any

__all__ = [
    "ApprovalPendingError",
    "AuditRefusedError",
    "BackendError",
    "BatosError",
    "BudgetExceededError",
    "CancelledError",
    "ConfigError",
    "DeadlineError",
    "DiskError",
    "ExitCode",
    "GuardianError",
    "ImageDamagedError",
    "ImageError",
    "ImageLockedError",
    "ImageMissingError",
    "ImageUnreachableError",
    "KernelNotRunningError",
    "KeyRefusedError",
    "LearningLimitError",
    "MethodError",
    "MissionFailedError",
    "ModelFileError",
    "NoSlotError",
    "ObjectSetAsideError",
    "PastError",
    "PluginError",
    "PortInUseError",
    "PromptTooLongError",
    "ProtocolError",
    "QuarantinedError",
    "QuestionPendingError",
    "SignerUnknownError",
    "SlotError",
    "TakenBackError",
    "TravelError",
    "UnknownNameError",
    "UsageError",
    "WireError",
    "near",
]


class ExitCode(IntEnum):
    """Exit codes of the command line."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    IMAGE = 3
    BACKEND = 4
    PLUGIN = 5
    KERNEL = 6
    WAITING = 7
    INTERRUPTED = 130


_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""What the system says of a disk on which there is no room."""
_LONGEST_NAME = 200
"""Characters of a name that an error repeats."""
_MANY_NAMES = 1_000
"""Names that are compared with a misspelt one."""


def near(name: str, known: Iterable[str]) -> str:
    """Return a ``did you mean`` sentence for a misspelt name, or an empty text."""
    names = list(known)
    if len(names) > _MANY_NAMES:
        # To compare all of them takes a minute for 500,000; slips are seldom in the first letter.
        names = [each for each in names if each[:1] == name[:1]][:_MANY_NAMES]
    match = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return f"Did you mean {match[0]!r}?" if match else ""


class BatosError(Exception):
    """Base of every expected error.

    Args:
        message: One sentence for a person.
        hint: What to do about it, or an empty text.
        details: Plain data for ``--json`` and the wire.

    Attributes:
        code: A stable dotted name, used on the wire and in ``--json``.
        exit_code: What the command line exits with.
    """

    code = "failure"
    exit_code = ExitCode.FAILURE

    def __init__(
        self, message: str, *, hint: str = "", details: dict[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details or {}


class UsageError(BatosError):
    """The request itself is wrong."""

    code = "usage"
    exit_code = ExitCode.USAGE


class UnknownNameError(UsageError):
    """There is no object, selector or command of that name.

    Args:
        kind: What was looked for, such as ``object``.
        name: The name as given.
        known: The names that exist, for the near match.
    """

    code = "unknown.name"

    def __init__(self, kind: str, name: str, known: Iterable[str] = (), *, hint: str = "") -> None:
        suggestion = " ".join(part for part in (near(name, known), hint) if part)
        shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
        super().__init__(
            f"There is no {kind} named {shown!r}.",
            hint=suggestion,
            details={"kind": kind, "name": name},
        )


class TakenBackError(UnknownNameError):
    """A method was taken back, and is not learned again until somebody asks for it.

    ``details`` has its ``address``, who has taken it back (``by``) and when (``at``).
    """

    code = "unknown.taken_back"

    def __init__(
        self, message: str, *, hint: str = "", details: dict[str, Any] | None = None
    ) -> None:
        BatosError.__init__(self, message, hint=hint, details=details)


class NoSlotError(UnknownNameError):
    """A slot was to be read that is not there, and no method was asked for."""

    code = "unknown.slot"

    def __init__(
        self, message: str, *, hint: str = "", details: dict[str, Any] | None = None
    ) -> None:
        BatosError.__init__(self, message, hint=hint, details=details)


class ConfigError(BatosError):
    """The configuration cannot be used."""

    code = "config"
    exit_code = ExitCode.USAGE


class DiskError(ConfigError):
    """A file cannot be written: the disk is full, or may only be read.

    Args:
        error: What the system says.
        place: What was to be written; what the system names when left out.
    """

    code = "disk"

    @staticmethod
    def fits(error: BaseException) -> bool:
        """Return whether an error is the disk's and no bug: full, for reading only, or broken."""
        own = (*_FULL, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
        return isinstance(error, OSError) and error.errno in own

    def __init__(self, error: OSError, place: str = "") -> None:
        named = place or str(error.filename or "")
        folder, name = os.path.split(named)
        if name.startswith("."):
            named = folder  # a draft, which means nothing to anybody
        where = f"{named!r} cannot be used" if named else "A file cannot be written"
        hint = "Set BATOS_HOME to a folder of yours that can be written."
        if error.errno in _FULL:
            hint = "Make room on the disk, or set BATOS_HOME to a folder on another one."
        super().__init__(f"{where}: {error.strerror or error}.", hint=hint)


class ImageError(BatosError):
    """The image cannot be used."""

    code = "image"
    exit_code = ExitCode.IMAGE


class ImageMissingError(ImageError):
    """There is no image at that place."""

    code = "image.missing"


class ImageLockedError(ImageError):
    """Another process has the image open."""

    code = "image.locked"


class ImageDamagedError(ImageError):
    """The image's files cannot be read."""

    code = "image.damaged"


class ImageUnreachableError(ImageError):
    """The server that keeps the image does not answer."""

    code = "image.unreachable"


class ObjectSetAsideError(ImageError):
    """The object is there, but loading it has ended workers."""

    code = "image.set_aside"


class PastError(ImageError):
    """The past cannot be changed, or was not kept so far back."""

    code = "image.past"


class SlotError(ImageError):
    """A name or a value cannot live in a slot."""

    code = "slot"
    exit_code = ExitCode.FAILURE


class GuardianError(BatosError):
    """The guardian refused or stopped something."""

    code = "guardian"


class AuditRefusedError(GuardianError):
    """The source of a method was refused; ``details["findings"]`` lists why."""

    code = "guardian.refused"


class BudgetExceededError(GuardianError):
    """A method used up its fuel, its time or its size limits."""

    code = "guardian.budget"


class QuarantinedError(GuardianError):
    """A method is in quarantine: kept and readable, but not run."""

    code = "guardian.quarantined"


class MethodError(GuardianError):
    """A method raised an error; its type, its text and its place cross the border.

    Args:
        kind: The name of the exception class, such as ``ValueError``.
        text: Its text, truncated.
        hint: What to do about it.
    """

    code = "method.error"

    def __init__(self, kind: str, text: str, *, hint: str = "") -> None:
        super().__init__(
            f"{kind}: {text}" if text else kind, hint=hint, details={"type": kind, "text": text}
        )

    # All of it is in the details, which cross the wire.

    @property
    def kind(self) -> str:
        """The name of the exception class."""
        return str(self.details.get("type", ""))

    @property
    def text(self) -> str:
        """Its text."""
        return str(self.details.get("text", ""))

    @property
    def object(self) -> str:
        """Address of the object whose method raised it; empty where that is not known."""
        return str(self.details.get("object", ""))

    @property
    def selector(self) -> str:
        """The method that raised it."""
        return str(self.details.get("selector", ""))

    @property
    def line(self) -> int:
        """The line of that method, from 1; 0 where that is not known."""
        return int(self.details.get("line", 0))

    @property
    def chain(self) -> list[dict[str, Any]]:
        """Who was running: ``object``, ``selector`` and ``line`` each, the outermost first."""
        return [dict(each) for each in self.details.get("chain", ())]


class BackendError(BatosError):
    """An inference backend cannot answer."""

    code = "backend"
    exit_code = ExitCode.BACKEND


class ModelFileError(BackendError):
    """A model file is missing, damaged or not a model."""

    code = "backend.model"


class PromptTooLongError(BackendError):
    """The prompt does not fit the model's context window."""

    code = "backend.prompt_too_long"


class DeadlineError(BackendError):
    """The time given for an answer ran out."""

    code = "deadline.expired"


class CancelledError(BatosError):
    """Somebody cancelled the work."""

    code = "cancelled"
    exit_code = ExitCode.INTERRUPTED


class PluginError(BatosError):
    """A plugin is missing, broken or incompatible."""

    code = "plugin"
    exit_code = ExitCode.PLUGIN


class MissionFailedError(BatosError):
    """A cognitive cycle ended FAILED; ``details`` holds what was tried."""

    code = "mission.failed"


class LearningLimitError(BatosError):
    """Too much is being learned, for one client or in all; it may be asked again later."""

    code = "learning.limit"


class ApprovalPendingError(BatosError):
    """What was learned is ready, and waits for a person's word before it is installed.

    ``details["cycle"]`` is the id of the waiting change.
    """

    code = "approval.pending"
    exit_code = ExitCode.WAITING


class QuestionPendingError(BatosError):
    """A cycle asks a person what its method must give, and waits for the answer.

    ``details`` holds the outcome, with the ``question``.
    """

    code = "question.pending"
    exit_code = ExitCode.WAITING


class TravelError(BatosError):
    """A parcel of methods or objects cannot be made, read or taken."""

    code = "travel"


class SignerUnknownError(TravelError):
    """A parcel is signed by a key that nobody has said to trust."""

    code = "travel.signer"


class WireError(BatosError):
    """The kernel could not be reached or did not understand."""

    code = "wire"
    exit_code = ExitCode.KERNEL


class KernelNotRunningError(WireError):
    """No kernel answers."""

    code = "kernel.down"


class KeyRefusedError(WireError):
    """The kernel does not know this key."""

    code = "wire.key"


class ProtocolError(WireError):
    """A frame broke the protocol."""

    code = "protocol.malformed"


class PortInUseError(WireError):
    """Another program listens on the kernel's port."""

    code = "port.in_use"
