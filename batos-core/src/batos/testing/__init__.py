"""Parts for testing against BAT OS: backends that answer without a model, and trying a pack."""

from batos.testing.backends import EchoBackend, ScriptedBackend
from batos.testing.packs import faults_of_pack

__all__ = ["EchoBackend", "ScriptedBackend", "faults_of_pack"]
