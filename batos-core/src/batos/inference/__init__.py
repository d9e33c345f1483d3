"""Inference: the contract of a backend, requests and answers, and code taken out of answers."""

from batos.inference.availability import Availability, free_memory, graphics_card
from batos.inference.backend import (
    Backend,
    BatchBackend,
    CancelToken,
    Capabilities,
    DescribedBackend,
    EmbeddingBackend,
    FileBackend,
    Progress,
    no_progress,
)
from batos.inference.extract import ExtractionError, extract_class, extract_method
from batos.inference.neutral import neutral
from batos.inference.options import BackendOptions
from batos.inference.promptlog import PromptLog
from batos.inference.prompts import prompt_hash, prompt_text, render_messages, skeleton
from batos.inference.requests import (
    Chunk,
    Completion,
    CompletionRequest,
    DoneChunk,
    FinishReason,
    Message,
    TextChunk,
    chunk_from_plain,
    chunk_to_plain,
)
from batos.inference.residency import (
    Budget,
    Footprint,
    ModelStatus,
    Place,
    Residency,
    SizedBackend,
    Swap,
)
from batos.inference.shelf import ModelChoice, ModelEntry, ModelShelf
from batos.inference.stops import StopScanner
from batos.inference.thinker import DEFAULT_ROLE, READER, LocalThinker, Thinker

__all__ = [
    "DEFAULT_ROLE",
    "READER",
    "Availability",
    "Backend",
    "BackendOptions",
    "BatchBackend",
    "Budget",
    "CancelToken",
    "Capabilities",
    "Chunk",
    "Completion",
    "CompletionRequest",
    "DescribedBackend",
    "DoneChunk",
    "EmbeddingBackend",
    "ExtractionError",
    "FileBackend",
    "FinishReason",
    "Footprint",
    "LocalThinker",
    "Message",
    "ModelChoice",
    "ModelEntry",
    "ModelShelf",
    "ModelStatus",
    "Place",
    "Progress",
    "PromptLog",
    "Residency",
    "SizedBackend",
    "StopScanner",
    "Swap",
    "TextChunk",
    "Thinker",
    "chunk_from_plain",
    "chunk_to_plain",
    "extract_class",
    "extract_method",
    "free_memory",
    "graphics_card",
    "neutral",
    "no_progress",
    "prompt_hash",
    "prompt_text",
    "render_messages",
    "skeleton",
]
