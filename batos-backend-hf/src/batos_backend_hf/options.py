"""The options of the backend, checked once when the backend is made."""

from __future__ import annotations

from typing import ClassVar, Literal, TypeAlias

from pydantic import Field

from batos.inference import BackendOptions

__all__ = ["HfOptions", "Role", "Weights"]

Role: TypeAlias = Literal["steward", "coder", "heart", "curator"]
Weights: TypeAlias = Literal["nf4", "bf16", "fp32"]


class HfOptions(BackendOptions):
    """Options of one backend."""

    provider: ClassVar[str] = "hf"

    model: str = Field(
        "",
        description="Name of a preset, a folder, a hub id such as owner/name, or the path of a "
        "GGUF file; empty takes the founding model of the role.",
    )
    role: Role = Field(
        "coder", description="The role whose founding model is taken where no model is named."
    )
    revision: str = Field(
        "main", min_length=1, description="Branch, tag or commit of a model of the hub."
    )
    weights: Weights = Field(
        "nf4",
        description="How the weights are held: 4-bit NF4 with double quantisation, or bf16, or "
        "fp32.",
    )
    adapter: str = Field(
        "",
        description="Folder of a LoRA adapter (PEFT) that answers where no other is asked for; "
        "empty takes none.",
    )
    adapters_dir: str = Field(
        "",
        description="Folder with a folder for each LoRA adapter, named like it; empty takes those "
        "of the image.",
    )
    device: str = Field(
        "", description="Where it is computed, such as cuda:1 or cpu; empty takes a GPU if any."
    )
    n_ctx: int = Field(
        8192,
        ge=256,
        description="Tokens that prompt and answer may have together; no more than the model was "
        "made for.",
    )
    parallel: int = Field(
        4,
        ge=1,
        le=64,
        description="Samples of one request that are drawn together; requests are answered one "
        "after the other.",
    )
    threads: int = Field(
        0, ge=0, description="Threads to compute with on a CPU; 0 takes what torch takes."
    )
    offline: bool = Field(
        False, description="Whether the hub is never asked, not even for what is not here."
    )
    cache_dir: str = Field(
        "",
        description="Folder under which models read from GGUF files live; empty takes the hub's "
        "own cache.",
    )
