"""Mission sets: the sentences, examples and hidden checks of this folder, read and validated."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["FOLDER", "Call", "Check", "Mission", "MissionSetError", "load_missions"]

FOLDER = Path(__file__).parent

_CALL_KEYS = {"args", "result", "result_json"}
_CHECK_KEYS = {"state", "after"}
_MISSION_KEYS = {"topic", "kind", "selector", "text", "examples", "hidden"}


class MissionSetError(ValueError):
    """A mission file says something that its format does not allow."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of the method and the result it must give."""

    args: tuple[Any, ...]
    result: Any


@dataclass(frozen=True, kw_only=True)
class Check:
    """Calls made in order on one fresh object.

    Attributes:
        state: Slots that the object is given before the first call.
        calls: The calls, at least one; a check fails with the first that fails.
        after: Slots and values that the object must have after the last call, or ``None`` if
            its slots are not looked at.
    """

    state: Mapping[str, Any]
    calls: tuple[Call, ...]
    after: Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Mission:
    """One mission as a user would give it, and the checks the user does not show.

    Attributes:
        topic: What it is about, for a report by topic.
        kind: ``function`` or ``state``.
        selector: The name under which the learned method is called.
        text: The sentence, without its examples.
        examples: Three checks of one call each, given with the sentence.
        hidden: The checks that decide whether the learned method is right.
    """

    topic: str
    kind: str
    selector: str
    text: str
    examples: tuple[Check, ...]
    hidden: tuple[Check, ...]


def load_missions(path: Path) -> tuple[Mission, ...]:
    """Return the missions of a file such as ``FOLDER / "everyday.toml"``, in its order.

    Raises:
        MissionSetError: The file departs from the format in README.md.
    """
    with path.open("rb") as stream:
        data = tomllib.load(stream)
    if set(data) != {"mission"}:
        raise MissionSetError(f"{path.name}: expected [[mission]] tables and nothing else")
    return tuple(_mission(table, path.name) for table in data["mission"])


def _mission(table: dict[str, Any], origin: str) -> Mission:
    where = f"{origin}: {table.get('selector', '?')}"
    _require(table, _MISSION_KEYS - {"kind"}, _MISSION_KEYS, where)
    kind = table.get("kind", "function")
    if kind not in ("function", "state"):
        raise MissionSetError(f"{where}: unknown kind {kind!r}")
    for key in ("topic", "selector", "text"):
        if not isinstance(table[key], str) or not table[key].strip():
            raise MissionSetError(f"{where}: {key} must be a text that is not empty")
    return Mission(
        topic=table["topic"],
        kind=kind,
        selector=table["selector"],
        text=table["text"],
        examples=tuple(_check(check, kind, where) for check in table["examples"]),
        hidden=tuple(_check(check, kind, where) for check in table["hidden"]),
    )


def _check(table: dict[str, Any], kind: str, where: str) -> Check:
    if kind == "function":
        return Check(state={}, calls=(_call(table, where),), after=None)
    state, after = table.get("state", {}), table.get("after")
    if "calls" in table:
        _require(table, {"calls"}, _CHECK_KEYS | {"calls"}, where)
        calls = tuple(_call(call, where) for call in table["calls"])
    else:
        calls = (_call({k: v for k, v in table.items() if k not in _CHECK_KEYS}, where),)
    if not calls:
        raise MissionSetError(f"{where}: a check without a call")
    return Check(state=state, calls=calls, after=after)


def _call(table: dict[str, Any], where: str) -> Call:
    _require(table, {"args"}, _CALL_KEYS, where)
    if ("result" in table) == ("result_json" in table):
        raise MissionSetError(f"{where}: give either result or result_json")
    if not isinstance(table["args"], list):
        raise MissionSetError(f"{where}: args must be an array")
    result = table["result"] if "result" in table else json.loads(table["result_json"])
    try:
        json.dumps([table["args"], result], allow_nan=False)
    except (TypeError, ValueError) as error:
        raise MissionSetError(f"{where}: only what JSON can hold ({error})") from error
    return Call(args=tuple(table["args"]), result=result)


def _require(table: dict[str, Any], needed: set[str], known: set[str], where: str) -> None:
    missing, extra = needed - set(table), set(table) - known
    if missing or extra:
        raise MissionSetError(f"{where}: missing {sorted(missing)}, unknown {sorted(extra)}")
