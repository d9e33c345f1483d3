"""Parts for testing against BAT OS: backends that answer without a model."""

from batos.testing.backends import EchoBackend, ScriptedBackend

__all__ = ["EchoBackend", "ScriptedBackend"]
