"""The contract of a method that is to be written: name, parameters, examples, what may change.

Everything that can be derived is derived; no model is asked for it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from batos.inference import neutral
from batos.learning.model.brief import MissionBrief
from batos.learning.model.contract import Contract, says_something
from batos.learning.request.naming import spoken
from batos.objects import UNSET, Example, is_slot_name

__all__ = ["draw_up", "named_by_call", "named_slots"]

_ISO_DATE = 10
_SLOTS = re.compile(
    r"""\b(?P<sure>the\s+|in\s+|to\s+|from\s+|of\s+)?slots?\s+(?P<named>(?:called|named)\s+)?
    [`'"]?(?P<first>[A-Za-z_]\w*)[`'"]?
    (?P<more>(?:\s*(?:,|\band\b|\bor\b)\s*[`'"]?\w+[`'"]?)*)""",
    re.VERBOSE,
)


def draw_up(
    brief: MissionBrief,
    *,
    state: Mapping[str, Any] | None = None,
    kept: Sequence[Example] = (),
) -> Contract:
    """Draw up the contract of a mission.

    Args:
        brief: The mission.
        state: The receiver's slots, for calls that come without a state of their own.
        kept: What people asked of the version that is there, and the next one must do as well.
    """
    old = tuple(filter(says_something, kept))
    examples = (*filter(says_something, brief.examples), *old)
    calls = tuple(each for each in (*brief.examples, *kept) if not says_something(each))
    if brief.args or brief.kwargs:
        seen = Example(
            args=brief.args, kwargs=dict(brief.kwargs), state=dict(state or {}), origin="call"
        )
        if not any(_same_call(seen, example) for example in examples):
            calls = (*calls, seen)
    if not examples and not calls and brief.message is not None and not brief.called_from:
        # A message that came without arguments is a call without any.
        calls = (Example(origin="call"),)
    names, keywords = _parameters((*examples, *calls), brief.text)
    parameters = brief.parameters or (*names, *keywords)
    words = spoken(brief.selector)
    doc = brief.text or words
    stateful = any(
        each.state or each.earlier or each.after is not UNSET
        for example in examples
        for each in example.claims
    )
    return Contract(
        selector=brief.selector,
        parameters=parameters,
        doc=neutral(" ".join(doc.split()).rstrip(".")[:300]),
        examples=examples,
        calls=calls,
        stateful=stateful,
        queries=tuple(dict.fromkeys(query for query in (brief.text, words) if query)),
        used=str(brief.called_from.get("code", "")),
        kept=len(old),
        text=(brief.whole or brief.text or words).strip(),
        slots=named_slots(brief.text, state or {}),
        # Calls are not shown to whoever writes: the names say how many there are.
        guessed=bool(names and examples) and not (keywords or calls or brief.parameters),
    )


def named_slots(text: str, state: Mapping[str, Any] = MappingProxyType({})) -> tuple[str, ...]:
    """Return the slots that a mission names, such as ``the slot log`` or ``self.log``.

    Args:
        text: The mission.
        state: The slots of the receiver; of a list of names only the first is taken unless it
            has the others.
    """
    found: dict[str, None] = {}
    for match in _SLOTS.finditer(text):
        if match["sure"] or match["named"] or match["first"] in state:
            found.setdefault(match["first"])
        more = re.findall(r"\w+", match["more"])
        found.update(dict.fromkeys(name for name in more if name in state))
    found.update(dict.fromkeys(re.findall(r"\bself\.([a-z]\w*)(?!\w*\()", text)))
    return tuple(name for name in found if is_slot_name(name))


def _same_call(one: Example, other: Example) -> bool:
    return one.args == other.args and dict(one.kwargs) == dict(other.kwargs)


def named_by_call(contract: Contract, brief: MissionBrief) -> Contract:
    """Return a contract whose parameters are those of the call site, where nothing else says any.

    Args:
        contract: The contract, after proven relatives were asked for theirs.
        brief: Its mission.
    """
    given = brief.called_from.get("arguments")
    if contract.parameters or contract.examples or not isinstance(given, (list, tuple)):
        return contract
    names: list[str] = []
    for name in given:
        wanted = name if isinstance(name, str) and is_slot_name(name) else "value"
        names.append(wanted if wanted not in names else _unused(f"{wanted}2", names))
    return replace(contract, parameters=tuple(names))


def _parameters(examples: Iterable[Example], text: str) -> tuple[list[str], list[str]]:
    """Return names for the parameters by the kinds of values they take, and the keywords."""
    columns: dict[int, list[Any]] = {}
    keywords: dict[str, None] = {}
    for example in examples:
        for call in (*example.earlier, example):
            if call.selector:
                continue
            for position, value in enumerate(call.args):
                columns.setdefault(position, []).append(value)
            keywords.update(dict.fromkeys(call.kwargs))
    names: list[str] = []
    for position in sorted(columns):
        names.append(_unused(_noun(columns[position], text.lower()), [*names, *keywords]))
    return names, list(keywords)


def _noun(column: list[Any], text: str) -> str:
    values = [value for value in column if value is not None]
    kinds = {type(value) for value in values}
    if kinds <= {bool} and kinds:
        return "flag"
    if kinds <= {int, float, bool} and kinds:
        return "number"
    if kinds <= {list, tuple, set} and kinds:
        return _plural(values, text)
    if kinds == {dict}:
        return "data"
    if kinds <= {dt.date, dt.datetime} and kinds:
        return "date"
    if kinds == {str}:
        if all(_is_iso_date(value) for value in values):
            return "date"
        longest = max(len(value) for value in values)
        for noun in ("word", "name", "letter", "sentence"):
            if noun in text and (longest == 1) == (noun == "letter"):
                return noun
        return "text"
    return "value"


def _plural(values: list[Any], text: str) -> str:
    parts = [part for value in values for part in value]
    if parts and all(isinstance(part, (int, float)) for part in parts):
        return "numbers"
    if parts and all(isinstance(part, str) for part in parts):
        return "names" if "names" in text else "words"
    return "items"


def _is_iso_date(value: str) -> bool:
    try:
        dt.date.fromisoformat(value[:_ISO_DATE])
    except ValueError:
        return False
    return len(value) == _ISO_DATE


def _unused(name: str, taken: list[str]) -> str:
    if name not in taken:
        return name
    others = {"text": "other", "number": "other", "numbers": "others", "items": "others"}
    candidate = others.get(name, f"{name}2")
    count = 2
    while candidate in taken:
        count += 1
        candidate = f"{name}{count}"
    return candidate
