"""What comes from outside: models, plugins, parcels, and the wire."""

from __future__ import annotations

from batos.errors.base import BatosError, ExitCode

__all__ = [
    "AdapterError",
    "BackendError",
    "DeadlineError",
    "KernelNotRunningError",
    "KeyRefusedError",
    "ModelFileError",
    "PluginError",
    "PortInUseError",
    "PromptTooLongError",
    "ProtocolError",
    "SignerUnknownError",
    "TravelError",
    "UpgradeError",
    "WireError",
]


class BackendError(BatosError):
    """An inference backend cannot answer."""

    code = "backend"
    exit_code = ExitCode.BACKEND


class ModelFileError(BackendError):
    """A model file is missing, damaged or not a model."""

    code = "backend.model"


class AdapterError(BackendError):
    """An adapter is missing, damaged, or made for another model."""

    code = "backend.adapter"


class PromptTooLongError(BackendError):
    """The prompt does not fit the model's context window."""

    code = "backend.prompt_too_long"


class DeadlineError(BackendError):
    """The time given for an answer ran out."""

    code = "deadline.expired"


class PluginError(BatosError):
    """A plugin is missing, broken or incompatible."""

    code = "plugin"
    exit_code = ExitCode.PLUGIN


class TravelError(BatosError):
    """A parcel of methods or objects cannot be made, read or taken."""

    code = "travel"


class SignerUnknownError(TravelError):
    """A parcel is signed by a key that nobody has said to trust."""

    code = "travel.signer"


class UpgradeError(BatosError):
    """An upgrade cannot be begun, or a step of it went wrong."""

    code = "upgrade"


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
