"""Parts for testing: backends without a model, the kits of backends and personas, trying a pack."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

from batos.testing.backends import EchoBackend, ScriptedBackend
from batos.testing.packs import faults_of_pack

if TYPE_CHECKING:
    from batos.testing.persona_faults import faults_of_persona
    from batos.testing.personas import PersonaSuite
    from batos.testing.suite import BackendSuite

__all__ = [
    "BackendSuite",
    "EchoBackend",
    "PersonaSuite",
    "ScriptedBackend",
    "faults_of_pack",
    "faults_of_persona",
]

_KITS = {
    "BackendSuite": "batos.testing.suite",
    "PersonaSuite": "batos.testing.personas",
    "faults_of_persona": "batos.testing.persona_faults",
}


def __getattr__(name: str) -> Any:
    # A kit needs pytest, which nobody else does; and its assertions should tell what they saw.
    if name not in _KITS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name.endswith("Suite") and _KITS[name] not in sys.modules:
        import pytest

        pytest.register_assert_rewrite(_KITS[name])
    return getattr(importlib.import_module(_KITS[name]), name)
