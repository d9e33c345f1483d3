"""What a writer is shown: one conversation for every persona and state.

The system message is the same for all missions of a kind, so that a backend has read it before; it
states the dialect, with what is offered taken from the guardian's own tables. The texts around
these parts are slots of the persona that asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from batos.guardian.dialect import BUILTINS, FACADES
from batos.inference import Message, neutral, skeleton
from batos.learning.model.contract import Contract
from batos.memory import Hit
from batos.memory.words import words_of
from batos.objects import UNSET, Example, example_line, value_line

__all__ = [
    "STOPS",
    "contract_text",
    "examples_text",
    "fill",
    "head_text",
    "method_messages",
    "offered_text",
    "recipes_text",
    "skeleton_text",
    "task_parts",
    "tidy",
]

STOPS = ("\n# Task", "\ndef ", "\nclass ", "\n\n\n", "\n```", "\n>>>", "\nprint(")
"""Where a method ends when a base model goes on writing."""

_SHOWN_EXAMPLES = 2
_MOST_EXAMPLES = 12
_LONGEST_RECIPE = 900
_LONGEST_SLOT = 120
_MOST_SLOTS = 20
_METHOD = "Task: {task}\n\n{examples}\n\n{slots}\n\nBegin with `{head}`"
_REPAIR = "That does not work:\n{feedback}\n\nBegin with `{head}`"
"""What is asked by a persona that has a system message and no texts of these kinds."""
_ABOUT = ("object", "worked")
"""Texts that only missions on the object are shown."""
_BLANKS = re.compile(r"\n{3,}")


def fill(template: str, parts: Mapping[str, str]) -> str:
    """Return a template with its ``{placeholders}`` filled; other braces stay as they are.

    What fills them comes from others, and can neither bring placeholders of its own nor the marks
    by which a model tells speakers apart.
    """
    names = "|".join(map(re.escape, parts))
    return re.sub(rf"\{{({names})\}}", lambda found: neutral(parts[found[1]]), template)


def method_messages(
    prompts: Mapping[str, str],
    contract: Contract,
    *,
    state: Mapping[str, object],
    own: bool = False,
    related: str = "",
    said: str = "",
    fault: Mapping[str, str] | None = None,
) -> tuple[Message, ...]:
    """Return the conversation that asks for a method.

    Args:
        prompts: Texts of the persona that asks: ``system``, ``object`` and ``worked`` (what
            stands before missions on the object's slots and methods), ``method`` and ``repair``.
        contract: The mission.
        state: Slots of the receiver.
        own: Whether it is for an object of its own, rather than for all that there are.
        related: What else it understands (see :func:`related_text`).
        said: What was proposed before anything is written, as data.
        fault: For a repair: the ``source`` that was written, and the ``feedback`` on it.
    """
    on_slots = _is_on_slots(contract, state, own=own)
    # A model makes something of an object even where none matters.
    on_object = on_slots or bool(related) or "{object}" not in prompts["system"]
    about = {key: prompts.get(key, "").strip() if on_object else "" for key in _ABOUT}
    system = fill(prompts["system"], {"offered": offered_text(), **about})
    parts = {
        **task_parts(contract, state=state, own=own),
        "related": related,
        "said": said,
        "head": head_text(contract, on_object=on_object),
    }
    asked = tidy(fill(prompts.get("method", _METHOD), parts))
    messages = (Message("system", tidy(system)), Message("user", asked))
    if fault is None:
        return messages
    wrong = Message("assistant", f"```python\n{neutral(fault['source'].strip())}\n```")
    repair = Message("user", tidy(fill(prompts.get("repair", _REPAIR), {**parts, **fault})))
    return (*messages, wrong, repair)


def task_parts(
    contract: Contract, *, state: Mapping[str, object], own: bool = False
) -> dict[str, str]:
    """Return a mission as it is shown to whoever has to do with it, by placeholder.

    Args:
        contract: The mission.
        state: Slots of the receiver.
        own: Whether it is for an object of its own, rather than for all that there are.
    """
    on_slots = _is_on_slots(contract, state, own=own)
    return {
        "task": contract.text,
        "examples": examples_text(contract),
        "slots": _slots_text(state, contract) if on_slots else "",
        "used": f"It is used as: {contract.used}" if contract.used else "",
    }


def related_text(known: Mapping[str, str], contract: Contract) -> str:
    """Return what the receiver understands already and the mission speaks of, two at most.

    Args:
        known: Sources of its methods, by selector.
        contract: The mission.
    """
    words = set(words_of(contract.text))
    near = [
        source.strip()
        for selector, source in known.items()
        if selector != contract.selector
        and len(source) <= _LONGEST_RECIPE
        and set(words_of(selector.replace("_", " "))) <= words
    ]
    return "\n\n".join(["The object understands already:", *near[:2]]) if near else ""


def offered_text() -> str:
    """Return the names that methods may use without an import, as the guardian has them."""
    modules = ", ".join(name for name in FACADES if name.islower())
    special = ", ".join(name for name in ("now()", "today()") if name[:-2] in BUILTINS)
    return f"{modules}, {special}"


def head_text(contract: Contract, *, on_object: bool) -> str:
    """Return how the method is to begin: its whole first line, as far as that is known."""
    names = (*(("self",) if on_object else ()), *(() if contract.is_open else contract.parameters))
    return f"def {contract.selector}({', '.join(names)}" + ("" if contract.is_open else "):")


def tidy(text: str) -> str:
    """Return a text without the gaps that empty parts leave."""
    return _BLANKS.sub("\n\n", text).strip()


def examples_text(contract: Contract) -> str:
    """Return the examples of a contract, a line each; nothing where there is none."""
    shown = [example_line(contract.selector, each) for each in contract.examples[:_MOST_EXAMPLES]]
    return "\n".join(["It must hold that:", *shown]) if shown else ""


def _is_on_slots(contract: Contract, state: Mapping[str, object], *, own: bool) -> bool:
    words = set(re.findall(r"\w+", contract.text))
    return bool(own or contract.slots or contract.stateful or words.intersection(state))


def _slots_text(state: Mapping[str, object], contract: Contract) -> str:
    """Return the slots of the receiver with their values in short, those that are named first."""
    begun = {name: value for each in contract.examples[:1] for name, value in each.state.items()}
    slots = {**state, **begun}
    # A slot that the mission does not speak of would only be played with.
    words = set(re.findall(r"\w+", contract.text))
    named = [name for name in slots if name in contract.slots or name in words]
    # Of those that are not named, long texts and tables say too little for their length.
    shown = named or [name for name in slots if len(value_line(slots[name])) <= _LONGEST_SLOT]
    lines = []
    for name in shown[:_MOST_SLOTS]:
        text = value_line(slots[name])
        short = text if len(text) <= _LONGEST_SLOT else f"{text[:_LONGEST_SLOT]}…"
        lines.append(f"self.{name} = {short}")
    return "\n".join(["The object's slots now:", *lines]) if lines else ""


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
    """Return the task and its examples as comments, for a base model to go on from."""
    lines = [f"# Task: {contract.doc[:1].upper()}{contract.doc[1:]}"]
    lines += [f"# {example_line(contract.selector, example)}" for example in contract.examples[:4]]
    if contract.used:
        lines.append(f"# Used as: {contract.used}")
    return "\n".join(lines)


def skeleton_text(contract: Contract) -> str:
    """Return the head of the method, for a base model to go on from."""
    doc = contract.doc[:1].upper() + contract.doc[1:]
    return skeleton(contract.selector, contract.parameters, f"{doc}.")
