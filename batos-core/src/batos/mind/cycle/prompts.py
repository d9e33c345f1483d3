"""What a model is shown: related recipes, the contract, the skeleton to fill.

A small base model continues a file of methods better than it follows instructions, so the prompt
is such a file. The template around these parts is a slot of the persona that asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from batos.inference import neutral, skeleton
from batos.memory import Hit
from batos.mind.evidence.contract import Contract
from batos.objects import UNSET, Example, example_line

__all__ = ["STOPS", "contract_text", "fill", "recipes_text", "skeleton_text"]

STOPS = ("\n# Task", "\ndef ", "\nclass ", "\n\n\n", "\n```", "\n>>>", "\nprint(")
"""Where a method ends when a model goes on writing."""

_SHOWN_EXAMPLES = 2
_LONGEST_RECIPE = 900


def fill(template: str, parts: Mapping[str, str]) -> str:
    """Return a template with its ``{placeholders}`` filled; other braces stay as they are.

    What fills them comes from others, and can neither bring placeholders of its own nor the marks
    by which a model tells speakers apart.
    """
    names = "|".join(map(re.escape, parts))
    return re.sub(rf"\{{({names})\}}", lambda found: neutral(parts[found[1]]), template)


def recipes_text(hits: Sequence[Hit]) -> str:
    """Return related methods as complete functions, the most related one last.

    What stands nearest to the skeleton weighs most with a small model.
    """
    blocks = []
    for hit in reversed(hits):
        source = str(hit.meta.get("source", "")).strip()
        if not source or len(source) > _LONGEST_RECIPE:
            continue
        selector = str(hit.meta.get("selector", ""))
        lines = [f"# Task: {hit.title}"]
        for plain in list(hit.meta.get("examples", ()))[:_SHOWN_EXAMPLES]:
            example = Example.from_plain(plain)
            if example.result is not UNSET:
                lines.append(f"# {example_line(selector, example)}")
        blocks.append("\n".join([*lines, source]))
    return "\n\n\n".join(blocks)


def contract_text(contract: Contract) -> str:
    """Return the task and its examples as comments."""
    lines = [f"# Task: {contract.doc[:1].upper()}{contract.doc[1:]}"]
    lines += [f"# {example_line(contract.selector, example)}" for example in contract.examples[:4]]
    if contract.used:
        lines.append(f"# Used as: {contract.used}")
    return "\n".join(lines)


def skeleton_text(contract: Contract) -> str:
    """Return the head of the method, for the model to go on from."""
    doc = contract.doc[:1].upper() + contract.doc[1:]
    return skeleton(contract.selector, contract.parameters, f"{doc}.")
