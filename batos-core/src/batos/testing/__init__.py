"""Parts for testing: backends without a model, the kit that all backends pass, trying a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from batos.testing.backends import EchoBackend, ScriptedBackend
from batos.testing.packs import faults_of_pack

if TYPE_CHECKING:
    from batos.testing.suite import BackendSuite

__all__ = ["BackendSuite", "EchoBackend", "ScriptedBackend", "faults_of_pack"]


def __getattr__(name: str) -> Any:
    # The kit needs pytest, which nobody else does; and its assertions should tell what they saw.
    if name != "BackendSuite":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import pytest

    pytest.register_assert_rewrite("batos.testing.suite")
    from batos.testing.suite import BackendSuite

    return BackendSuite
