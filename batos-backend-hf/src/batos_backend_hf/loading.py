"""Bringing a model's folder into the memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, BitsAndBytesConfig, GenerationConfig

from batos.errors import BackendError, ModelFileError
from batos_backend_hf.chat import turn_ends
from batos_backend_hf.memory import is_out_of_memory, no_memory, returning
from batos_backend_hf.options import HfOptions
from batos_backend_hf.weights import check_room, device_of, is_quantised

__all__ = ["LoadedModel", "load_model"]


@dataclass(frozen=True, kw_only=True)
class LoadedModel:
    """A model in the memory.

    Attributes:
        model: The library's model, which computes logits.
        tokenizer: The library's tokenizer.
        window: Tokens that prompt and answer may have together.
        ends: Tokens that end an answer.
        facts: What it is, for provenance.
    """

    model: Any
    tokenizer: Any
    window: int
    ends: frozenset[int]
    facts: Mapping[str, str]


def load_model(folder: Path, options: HfOptions) -> LoadedModel:
    """Return the model of a folder, loaded as the options say.

    Raises:
        ModelFileError: The folder holds no model that the library can load.
        BackendError: There is no room for it, or no such device.
    """
    device = device_of(options)
    if options.threads:
        torch.set_num_threads(options.threads)
    try:
        check_room(folder, options.weights, device)
        tokenizer = AutoTokenizer.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False
        )
        with returning():
            model = AutoModelForCausalLM.from_pretrained(
                folder,
                dtype=torch.float32 if options.weights == "fp32" else torch.bfloat16,
                device_map={"": device},
                use_safetensors=True,  # a pickle runs code when it is read
                local_files_only=True,
                trust_remote_code=False,
                **_quantisation(folder, options),
            )
    except BackendError:
        raise
    except Exception as error:  # whatever the library meets in a folder that it cannot load
        if is_out_of_memory(error):
            raise no_memory() from error
        raise ModelFileError(
            f"The model in {str(folder)!r} cannot be loaded: {error}.",
            hint="Its files may be damaged, without *.safetensors, or of a kind that this version "
            "of transformers does not know without code of others, which is never run.",
        ) from error
    ends = _ends(model.generation_config.eos_token_id, tokenizer)
    # How a model's makers like it to be sampled is not what a request asks for.
    model.generation_config = GenerationConfig()
    text = model.config.get_text_config()
    made_for = int(getattr(text, "max_position_embeddings", None) or options.n_ctx)
    return LoadedModel(
        model=model,
        tokenizer=tokenizer,
        window=min(options.n_ctx, made_for),
        ends=ends,
        facts={
            "quantisation": _kind(model, options),
            "architecture": str(text.model_type),
            "device": str(model.device),
            **({"adapter": Path(options.adapter).name} if options.adapter else {}),
        },
    )


def _quantisation(folder: Path, options: HfOptions) -> dict[str, BitsAndBytesConfig]:
    """Return how the weights are quantised; nothing, not even None, where they lie there so.

    A None takes away what the folder says of its own quantisation (transformers 5.24).
    """
    if options.weights != "nf4" or is_quantised(folder):
        return {}
    config = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.bfloat16,
    )
    return {"quantization_config": config}


def _kind(model: Any, options: HfOptions) -> str:
    given = getattr(model.config, "quantization_config", None)
    kind = getattr(given, "bnb_4bit_quant_type", None) or getattr(given, "quant_method", None)
    return str(kind or options.weights)


def _ends(told: int | list[int] | None, tokenizer: Any) -> frozenset[int]:
    """Return the tokens that end an answer, by the model, the tokenizer and the template."""
    ends = set([told] if isinstance(told, int) else told or ())
    if tokenizer.eos_token_id is not None:
        ends.add(int(tokenizer.eos_token_id))
    return frozenset(ends | turn_ends(tokenizer))
