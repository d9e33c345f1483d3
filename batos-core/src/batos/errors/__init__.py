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
    │   ├── AdapterError                4   an adapter is not there, damaged, or of another model
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
    ├── UpgradeError                    1   an upgrade cannot be begun, or a step went wrong
    └── WireError                       6
        ├── KernelNotRunningError       6
        ├── KeyRefusedError             6
        ├── ProtocolError               6
        └── PortInUseError              6
"""

from __future__ import annotations

from batos.errors.base import (
    BatosError,
    ExitCode,
    near,
)
from batos.errors.image import (
    ImageDamagedError,
    ImageError,
    ImageLockedError,
    ImageMissingError,
    ImageUnreachableError,
    ObjectSetAsideError,
    PastError,
    SlotError,
)
from batos.errors.learning import (
    ApprovalPendingError,
    CancelledError,
    LearningLimitError,
    MissionFailedError,
    QuestionPendingError,
)
from batos.errors.methods import (
    AuditRefusedError,
    BudgetExceededError,
    GuardianError,
    MethodError,
    QuarantinedError,
)
from batos.errors.outside import (
    AdapterError,
    BackendError,
    DeadlineError,
    KernelNotRunningError,
    KeyRefusedError,
    ModelFileError,
    PluginError,
    PortInUseError,
    PromptTooLongError,
    ProtocolError,
    SignerUnknownError,
    TravelError,
    UpgradeError,
    WireError,
)
from batos.errors.usage import (
    ConfigError,
    DiskError,
    NoSlotError,
    TakenBackError,
    UnknownNameError,
    UsageError,
)

__all__ = [
    "AdapterError",
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
    "UpgradeError",
    "UsageError",
    "WireError",
    "near",
]
