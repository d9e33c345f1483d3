"""Plugins: what may be contributed, how it is declared, and how it is found.

What stands in ``__all__`` is all that an author of plugins needs. Importing this package is light:
no database, no socket, no model; what needs more is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from batos.lazy import attributes_of
from batos.plugins.cycle_event import CycleEvent
from batos.plugins.hookspecs import PluginHooks, hookimpl, hookspec
from batos.plugins.loader import load_plugins
from batos.plugins.persona_files import load_persona
from batos.plugins.pluginset import PluginInfo, PluginSet, PluginState
from batos.plugins.types import (
    BackendSpec,
    CodexEntry,
    EmbedderContext,
    EmbedderSpec,
    GenesisStep,
    GuardianRuleSpec,
    HealthCheck,
    HealthReport,
    PersonaSpec,
    SkillPackSpec,
)

if TYPE_CHECKING:
    from batos.guardian.audit.audit import audit
    from batos.guardian.audit.findings import Finding
    from batos.guardian.audit.subject import Subject
    from batos.image import Root
    from batos.inference import (
        Availability,
        Backend,
        BackendOptions,
        BatchBackend,
        CancelToken,
        Capabilities,
        Chunk,
        CompletionRequest,
        DescribedBackend,
        DoneChunk,
        EmbeddingBackend,
        FileBackend,
        FinishReason,
        Footprint,
        Message,
        ModelChoice,
        ModelEntry,
        ModelShelf,
        Progress,
        SizedBackend,
        StopScanner,
        TextChunk,
        Thinker,
        render_messages,
    )
    from batos.memory import Embedder, likeness, words_of

__all__ = [
    "Availability",
    "Backend",
    "BackendOptions",
    "BackendSpec",
    "BatchBackend",
    "CancelToken",
    "Capabilities",
    "Chunk",
    "CodexEntry",
    "CompletionRequest",
    "CycleEvent",
    "DescribedBackend",
    "DoneChunk",
    "Embedder",
    "EmbedderContext",
    "EmbedderSpec",
    "EmbeddingBackend",
    "FileBackend",
    "Finding",
    "FinishReason",
    "Footprint",
    "GenesisStep",
    "GuardianRuleSpec",
    "HealthCheck",
    "HealthReport",
    "Message",
    "ModelChoice",
    "ModelEntry",
    "ModelShelf",
    "PersonaSpec",
    "PluginHooks",
    "PluginInfo",
    "PluginSet",
    "PluginState",
    "Progress",
    "Root",
    "SizedBackend",
    "SkillPackSpec",
    "StopScanner",
    "Subject",
    "TextChunk",
    "Thinker",
    "audit",
    "hookimpl",
    "hookspec",
    "likeness",
    "load_persona",
    "load_plugins",
    "render_messages",
    "words_of",
]

_HOMES = {
    "Availability": "batos.inference",
    "Backend": "batos.inference",
    "BackendOptions": "batos.inference",
    "BatchBackend": "batos.inference",
    "CancelToken": "batos.inference",
    "Capabilities": "batos.inference",
    "Chunk": "batos.inference",
    "CompletionRequest": "batos.inference",
    "DescribedBackend": "batos.inference",
    "DoneChunk": "batos.inference",
    "Embedder": "batos.memory",
    "EmbeddingBackend": "batos.inference",
    "FileBackend": "batos.inference",
    "Finding": "batos.guardian.audit.findings",
    "FinishReason": "batos.inference",
    "Footprint": "batos.inference",
    "Message": "batos.inference",
    "ModelChoice": "batos.inference",
    "ModelEntry": "batos.inference",
    "ModelShelf": "batos.inference",
    "Progress": "batos.inference",
    "Root": "batos.image",
    "SizedBackend": "batos.inference",
    "StopScanner": "batos.inference",
    "Subject": "batos.guardian.audit.subject",
    "TextChunk": "batos.inference",
    "Thinker": "batos.inference",
    "audit": "batos.guardian.audit.audit",
    "likeness": "batos.memory",
    "render_messages": "batos.inference",
    "words_of": "batos.memory",
}
"""Where that is which is loaded when it is first used."""

__getattr__ = attributes_of(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
