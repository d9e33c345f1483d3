r"""Python's regular expressions, written so that the library ``regex`` reads them in one way only.

The two agree on most patterns. Where they do not, a method shall get what :mod:`re` gives: in
``regex`` a mark or a joiner belongs to a word and ``²`` does not, ``{e}`` allows errors, and
``[[:alpha:]]`` is a class. So the pattern is parsed by ``re``, which also says what is wrong with
it, and what it means is written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from batos.guardian.dialect.quiet import quiet_compiler

__all__ = ["Spellings", "respelled"]

_LARGEST = 4_000
"""Nodes of a compiled pattern: ``regex`` writes out each round that a repeat has to have."""

_WORD = {False: r"\p{L}\p{N}_", True: "A-Za-z0-9_"}
_CATEGORIES = {
    False: {"DIGIT": r"\p{Nd}", "SPACE": r"\s\x1c-\x1f", "WORD": _WORD[False]},
    True: {"DIGIT": "0-9", "SPACE": r" \t-\r", "WORD": _WORD[True]},
}
"""What a category has in it, by whether it is limited to ASCII."""

_PLACES = {
    "AT_BEGINNING": "^",
    "AT_BEGINNING_STRING": r"\A",
    "AT_END": "$",
    "AT_END_STRING": r"\Z",
}
_UNBOUNDED = re._constants.MAXREPEAT  # type: ignore[attr-defined]  # no stub has it
_PORTION = 256
"""Characters that a repeat takes in one step."""
_REPEATS = {"MAX_REPEAT": "", "MIN_REPEAT": "?", "POSSESSIVE_REPEAT": "+"}
_LETTERS = {re.IGNORECASE: "i", re.MULTILINE: "m", re.DOTALL: "s"}


class Spellings(NamedTuple):
    """A pattern in the syntax of ``regex``, spelled in two ways that mean the same.

    Attributes:
        plain: For texts that are not long.
        patient: For others: no step goes over more than a portion of the text.
        flags: The flags of :mod:`re` that the pattern has.
    """

    plain: str
    patient: str
    flags: int


def respelled(pattern: str, flags: int) -> Spellings:
    """Return a pattern in the syntax of ``regex``.

    Raises:
        re.error: The pattern is broken, or too large.
    """
    try:
        with quiet_compiler():
            parsed = re._parser.parse(pattern, flags)  # type: ignore[attr-defined]
        if _nodes(parsed) > _LARGEST:
            raise re.error("the pattern is too large", pattern[:40])
        names = {number: name for name, number in parsed.state.groupdict.items()}
        made = parsed.state.flags
        plain, patient = (
            _Spelling(names, in_portions).sequence(parsed, bool(made & re.ASCII))
            for in_portions in (False, True)
        )
        return Spellings(plain, patient, made)
    except (RecursionError, OverflowError):
        raise re.error("the pattern is nested too deeply", pattern[:40]) from None


def _nodes(items: Any) -> int:
    """Return about how many nodes a sequence has once ``regex`` has compiled it."""
    count = 0
    for name, argument in items:
        if str(name) in _REPEATS:
            low, high, body = argument
            count += (low + (high > low)) * _nodes(body) + 1
        else:
            count += 1 + sum(_nodes(part) for part in _parts(argument))
        if count > _LARGEST:
            break
    return count


def _parts(argument: Any) -> Iterable[Any]:
    """Return the sequences within the argument of a node."""
    if isinstance(argument, re._parser.SubPattern):  # type: ignore[attr-defined]
        return [argument]
    if isinstance(argument, (tuple, list)):
        return [part for each in argument for part in _parts(each)]
    return []


class _Spelling:
    """Writes the nodes of one pattern.

    Args:
        names: Names of its groups, by number.
        in_portions: Whether long repeats of one character are written as repeats of portions.
    """

    def __init__(self, names: dict[int, str], in_portions: bool) -> None:
        self._names = names
        self._in_portions = in_portions

    def sequence(self, items: Any, ascii_only: bool) -> str:
        """Return the text of a sequence of nodes."""
        return "".join(self._node(str(name), argument, ascii_only) for name, argument in items)

    def _node(self, name: str, argument: Any, ascii_only: bool) -> str:
        if name in _REPEATS:
            low, high, body = argument
            repeated = f"(?:{self.sequence(body, ascii_only)})"
            if self._in_portions and high - low > _PORTION and _is_character(body):
                return _portions(repeated, low, high, _REPEATS[name])
            most = "" if high is _UNBOUNDED else high
            return f"{repeated}{{{low},{most}}}{_REPEATS[name]}"
        if name == "SUBPATTERN":
            return self._group(argument, ascii_only)
        if name == "BRANCH":
            branches = (self.sequence(branch, ascii_only) for branch in argument[1])
            return f"(?:{'|'.join(branches)})"
        if name == "ATOMIC_GROUP":
            return f"(?>{self.sequence(argument, ascii_only)})"
        if name in {"ASSERT", "ASSERT_NOT"}:
            direction, body = argument
            behind = "<" if direction < 0 else ""
            sign = "=" if name == "ASSERT" else "!"
            return f"(?{behind}{sign}{self.sequence(body, ascii_only)})"
        if name == "GROUPREF_EXISTS":
            number, yes, no = argument
            other = f"|{self.sequence(no, ascii_only)}" if no is not None else ""
            return f"(?({number}){self.sequence(yes, ascii_only)}{other})"
        if name == "AT":
            return _place(str(argument), ascii_only)
        return _single(name, argument, ascii_only)

    def _group(self, argument: Any, ascii_only: bool) -> str:
        number, on, off, body = argument
        ascii_only = bool(on & re.ASCII) or (ascii_only and not on & re.UNICODE)
        text = self.sequence(body, ascii_only)
        if number is not None:
            name = self._names.get(number)
            return f"(?P<{name}>{text})" if name else f"({text})"
        added = "".join(letter for flag, letter in _LETTERS.items() if on & flag)
        taken = "".join(letter for flag, letter in _LETTERS.items() if off & flag)
        return f"(?{added}{'-' if taken else ''}{taken}:{text})"


def _is_character(items: Any) -> bool:
    """Whether a sequence is one character: ``regex`` takes all repeats of it in one step."""
    if len(items) != 1:
        return False
    name, argument = str(items[0][0]), items[0][1]
    if name == "SUBPATTERN":
        return argument[0] is None and _is_character(argument[3])
    if name == "BRANCH":
        return all(map(_is_character, argument[1]))
    if name == "ATOMIC_GROUP":
        return _is_character(argument)
    if name in _REPEATS:
        return tuple(argument[:2]) == (1, 1) and _is_character(argument[2])
    return name in {"LITERAL", "NOT_LITERAL", "ANY", "IN"}


def _portions(one: str, low: int, high: int, kind: str) -> str:
    """Return the text of a repeat of one character that takes it by the portion.

    It is tried with the same lengths in the same order as a plain repeat: what is not a whole
    number of portions comes last, so that it is given back, or taken, character by character.
    With an upper bound some lengths are tried twice; a portion that *has* to be there so many times
    would be written out by ``regex`` for each of them.
    """
    if kind == "+":
        return f"(?>{_portions(one, low, high, '')})"
    least = f"{one}{{{low}}}" if low else ""
    whole = f"(?:{one}{{{_PORTION}}})"
    if high is _UNBOUNDED:
        return f"{least}{whole}*{kind}{one}{{0,{_PORTION - 1}}}{kind}"
    count, rest = divmod(high - low, _PORTION)
    return f"{least}{whole}{{0,{count - 1}}}{kind}{one}{{0,{_PORTION + rest}}}{kind}"


def _single(name: str, argument: Any, ascii_only: bool) -> str:
    """Return the text of a node that matches one character, a group again, or nothing."""
    if name == "LITERAL":
        return _character(argument)
    if name == "NOT_LITERAL":
        return f"[^{_character(argument)}]"
    if name == "ANY":
        return "."
    if name == "IN":
        return _set(argument, ascii_only)
    if name == "GROUPREF":
        return rf"\g<{argument}>"
    if name == "FAILURE":
        return "(?!)"
    raise re.error(f"a pattern may not have {name.lower()}")


def _place(name: str, ascii_only: bool) -> str:
    if name in _PLACES:
        return _PLACES[name]
    word = _WORD[ascii_only]
    before, after = f"(?<=[{word}])", f"(?=[{word}])"
    not_before, not_after = f"(?<![{word}])", f"(?![{word}])"
    if name == "AT_BOUNDARY":
        return f"(?:{not_before}{after}|{before}{not_after})"
    return f"(?:{not_before}{not_after}|{before}{after})"


def _set(parts: list[Any], ascii_only: bool) -> str:
    """Return the text of a set; a set within a set would have another meaning."""
    negated = str(parts[0][0]) == "NEGATE"
    inside, others = "", []
    for name, argument in parts[negated:]:
        if str(name) == "LITERAL":
            inside += _character(argument)
        elif str(name) == "RANGE":
            inside += f"{_character(argument[0])}-{_character(argument[1])}"
        else:
            category = str(argument).removeprefix("CATEGORY_")
            members = _CATEGORIES[ascii_only][category.removeprefix("NOT_")]
            if category.startswith("NOT_"):
                others.append(f"[^{members}]")
            else:
                inside += members
    if not others:
        return f"[{'^' if negated else ''}{inside}]"
    either = "|".join([f"[{inside}]"] * bool(inside) + others)
    return f"(?:(?!{either})(?s:.))" if negated else f"(?:{either})"


def _character(code: int) -> str:
    return rf"\U{code:08x}"
