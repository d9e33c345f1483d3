"""What the head of a GGUF file tells of a model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from batos.errors import ModelFileError
from batos.inference.files.gguf import read_gguf_head

__all__ = ["GgufInfo", "read_gguf"]

# llama.h, enum llama_ftype; the ones that are met.
_FILE_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K",
    11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S",
    17: "Q5_K_M", 18: "Q6_K", 30: "IQ4_XS", 32: "BF16", 38: "MXFP4",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class GgufInfo:
    """What the head of a model file tells.

    Attributes:
        architecture: Such as ``qwen2``; empty if the file does not say.
        name: The model's own name; empty if the file does not say.
        quantisation: Such as ``Q4_K_M``; empty if unknown.
        context_length: Tokens the model was trained to see; 0 if the file does not say.
        chat_template: Whether the file has a chat template.
        size: Bytes of the file.
    """

    architecture: str
    name: str
    quantisation: str
    context_length: int
    chat_template: bool
    size: int


def read_gguf(path: Path) -> GgufInfo:
    """Return what the head of a model file tells.

    Raises:
        ModelFileError: The file is missing, not a GGUF file, cut off, or damaged in its head.
    """
    head = read_gguf_head(path)
    facts = head.facts
    architecture = str(facts.get("general.architecture", ""))
    try:
        context_length = int(facts.get(f"{architecture}.context_length", 0))
    except (ArithmeticError, TypeError, ValueError) as error:
        raise ModelFileError(
            f"The model file {str(path)!r} is damaged in its head.", hint="Download it again."
        ) from error
    return GgufInfo(
        architecture=architecture,
        name=str(facts.get("general.name", "")),
        quantisation=_FILE_TYPES.get(facts.get("general.file_type", -1), ""),
        context_length=context_length,
        chat_template="tokenizer.chat_template" in facts,
        size=head.size,
    )
