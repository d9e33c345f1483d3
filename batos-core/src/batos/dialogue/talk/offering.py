"""*What can you do?*: answered from what lives in the image, without a model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from batos.dialogue.understanding.repertoire import Offer, repertoire
from batos.learning.cycle.views import persona_view
from batos.learning.request.naming import spoken

if TYPE_CHECKING:
    from batos.image import Root

__all__ = ["offering"]

_OBJECTS = 12
_METHODS = 8
"""Methods of an object that are told."""


def offering(root: Root, personas: Iterable[str]) -> str:
    """Return what the image can do: its objects with their methods, who lives in it, examples.

    Args:
        root: The image.
        personas: Who lives in it.
    """
    offers: dict[str, list[Offer]] = {}
    for each in repertoire(root, "").offers:
        offers.setdefault(each.object, []).append(each)
    lines = ["These objects answer to you:"] if offers else ["Nothing has been learned yet."]
    lines += [f"  {name}: {_listed(found)}" for name, found in list(offers.items())[:_OBJECTS]]
    if len(offers) > _OBJECTS:
        lines.append(f"  … and {len(offers) - _OBJECTS} more: batos objects")
    if every := [each for found in offers.values() for each in found]:
        lines.append(f'Say it in your words, such as "{_example(every)}".')
    lines += [
        "What I cannot do I learn: \"write a method that reverses a text; 'abc' gives 'cba'\".",
        'I make things: "make me a reading list: add(title), done(title), unread()".',
        'I remember what you tell me: "remember that I like tea"; "what do I like?"',
    ]
    views = [persona_view(root, name) for name in personas]
    if views:
        who = ", ".join(f"{each.name.upper()} ({each.slots.get('title', '')})" for each in views)
        lines.append(f"To talk with: {who}.")
    return "\n".join(lines)


def _listed(offers: list[Offer]) -> str:
    told = [each.line.partition(".")[2] for each in offers[:_METHODS]]
    more = len(offers) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")


def _example(offers: list[Offer]) -> str:
    """Return an order that is read without a model: the method's name, and where it is."""
    offer = next((each for each in offers if each.object != "genesis"), offers[0])
    values = " and ".join(f"'{each}'" for each in offer.parameters)
    order = f"{spoken(offer.selector)} {values}".strip()
    return order if offer.object == "genesis" else f"{order} on the {spoken(offer.object)}"
