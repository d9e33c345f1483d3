"""Vectors of texts: the mean of what a model's last layer holds."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from batos_backend_hf.loading import LoadedModel

__all__ = ["text_vector"]


def text_vector(loaded: LoadedModel, ids: Sequence[int]) -> list[float]:
    """Return the vector of a text, of length 1.

    Args:
        loaded: The model.
        ids: Tokens of the text.
    """
    with torch.inference_mode():
        tokens = torch.tensor([list(ids)], device=loaded.model.device)
        states = loaded.model.base_model(input_ids=tokens, use_cache=False).last_hidden_state
        mean = states[0].float().mean(0)
        return [float(each) for each in torch.nn.functional.normalize(mean, dim=0)]
