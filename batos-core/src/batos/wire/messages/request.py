"""What a request is, and reading one from a body, with an error that names the field."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, ClassVar, Generic, TypeVar, get_args, get_type_hints

import msgspec
from msgspec import inspect

from batos.errors import ProtocolError, UsageError, near
from batos.plugins.cycle_event import CycleEvent

__all__ = [
    "Address",
    "Asking",
    "Nothing",
    "Notice",
    "Plain",
    "Request",
    "Response",
    "Text",
    "Told",
    "Values",
    "answer_of",
    "answered",
    "items_of",
    "must_be",
    "parts_of",
    "read",
]

Plain = dict[str, Any]
"""Plain data of any form."""
Values = dict[str, Any]
"""Values by name, such as slots or keyword arguments; what they are is up to their objects."""
Address = str | int
"""An object: its name, or its number."""
Text = Annotated[str, msgspec.Meta(min_length=1)]
"""A text that must not be empty."""

A = TypeVar("A")
A_co = TypeVar("A_co", covariant=True)
R = TypeVar("R", bound=msgspec.Struct)

_PATH = re.compile(r" - at (?:`key` in )?`\$(.*)`$")
_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d*)[^\]]*\]")
_LACKS = re.compile(r"^Object missing required field `(.*?)`")
_LENIENT = (inspect.DataclassType, inspect.TypedDictType)
_MAPS = (inspect.StructType, *_LENIENT)
_Map = inspect.StructType | inspect.DataclassType | inspect.TypedDictType
_UNKNOWN = re.compile(r"^Object contains unknown field `(.*?)`", re.DOTALL)


class Request(msgspec.Struct, Generic[A_co], forbid_unknown_fields=True, omit_defaults=True):
    """What is asked; its parameter is what it is answered with.

    On the wire a field that is as it is by default is left out: so one that a later minor version
    adds does not trouble an older kernel as long as nobody uses it.

    Attributes:
        TYPE: Its name in the header, such as ``object.send``.
    """

    TYPE: ClassVar[str] = ""


class Asking(Request[A_co], Generic[A_co], kw_only=True):
    """A request for which something may be learned, and in whose circumstances.

    Attributes:
        user: Who asks, for the record.
        attended: Whether a person waits at a terminal and can be asked.
        approve: The policy of approval for this request: ``auto``, ``ask`` or ``never``; empty
            leaves it to the objects and the configuration.
        discuss: Whether the personas discuss a method before it is written; null leaves it to the
            configuration.
    """

    user: str = ""
    attended: bool = False
    approve: str = ""
    discuss: bool | None = None


class Response(msgspec.Struct):
    """What a request is answered with; fields that are not known are passed over."""

    def to_plain(self) -> Plain:
        """Return the answer as plain data."""
        return msgspec.structs.asdict(self)


class Nothing(Response):
    """That it is done."""


class Notice(msgspec.Struct, omit_defaults=True):
    """What is told while a request is carried out.

    Attributes:
        TYPE: Its name in the header, such as ``cycle.event``.
    """

    TYPE: ClassVar[str] = ""


Told = Notice | CycleEvent
"""What is told while a request is carried out: of the core's own making, or of a cycle."""


@functools.cache
def answer_of(kind: type[Request[Any]]) -> Any:
    """Return what a request is answered with.

    That is a subclass of :class:`Response`, a dataclass or a typed dict, or a union of such dicts,
    which differ in what they hold as their ``kind``.
    """
    for base in getattr(kind, "__orig_bases__", ()):
        return base.__args__[0]
    raise TypeError(f"{kind.__name__} does not say what it is answered with.")


@functools.cache
def _by_kind(union: Any) -> Mapping[Any, type]:
    """Return what is in a union, by what each holds as its ``kind``."""
    return {
        word: each for each in get_args(union) for word in get_args(get_type_hints(each)["kind"])
    }


def answered(asked: Request[A], body: Plain) -> A:
    """Return the body of a reply as what the request is answered with.

    Raises:
        ProtocolError: It is something else.
    """
    kind = answer_of(type(asked))
    try:
        if isinstance(kind, UnionType):
            kind = _by_kind(kind)[body["kind"]]
        return msgspec.convert(body, kind, builtin_types=(bytes,))  # type: ignore[no-any-return]
    except (msgspec.ValidationError, KeyError, TypeError) as error:
        raise ProtocolError(f"The answer to {asked.TYPE} cannot be read: {error}.") from error


def read(kind: type[R], body: Mapping[str, Any]) -> R:
    """Return a message as the Struct that describes it.

    Raises:
        UsageError: It is none; the sentence names the field and says what it must be.
    """
    try:
        made = msgspec.convert(body, kind, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise _worded(kind, body, str(error)) from None
    for name, form in _lenient_fields(kind):
        _refuse_strangers(form, body.get(name), name)
    return made


@functools.cache
def _lenient_fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, inspect.Type], ...]:
    """Return the fields of a request in which the library passes over names that it does not know.

    It does so in dataclasses and typed dicts.
    """
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType), "a message is a Struct"
    return tuple(
        (field.encode_name, field.type)
        for field in info.fields
        if any(
            isinstance(each, _LENIENT) for each in (*parts_of(field.type), *items_of(field.type))
        )
    )


def _refuse_strangers(info: inspect.Type, value: Any, place: str) -> None:
    """Do nothing where each name in a value, which is of a type, is one that the type has.

    Raises:
        UsageError: One is not.
    """
    if isinstance(value, list):
        for inner in items_of(info):
            for item in value:
                _refuse_strangers(inner, item, place)
    for each in parts_of(info) if isinstance(value, dict) else ():
        if isinstance(each, _LENIENT):
            known = {field.encode_name: field.type for field in each.fields}
            for name, item in value.items():
                if name not in known:
                    raise _no_field(f"What stands in {place!r}", name, known)
                _refuse_strangers(known[name], item, name)


def _no_field(whose: str, name: str, known: Iterable[str]) -> UsageError:
    return UsageError(f"{whose} has no field {name!r}.", hint=near(name, known))


def _worded(kind: type[msgspec.Struct], body: Mapping[str, Any], problem: str) -> UsageError:
    """Return an error in the words of this program for one of the library."""
    found = _PATH.search(problem)
    place = _Place(kind, body)
    for step in _STEP.finditer(found[1] if found else ""):
        if step[1] is None:
            place.enter_item(step[2])
        else:
            place.enter(step[1])
    if lacks := _LACKS.match(problem):
        place.enter(lacks[1])
        return UsageError(f"The field {lacks[1]!r} must be {must_be(place.info)}; it is missing.")
    if unknown := _UNKNOWN.match(problem):
        return _no_field(place.whose, unknown[1], [each.encode_name for each in place.fields])
    if not place.name:
        return UsageError(f"{place.whose} is not what was expected: {problem}.")
    if place.value == "":
        return UsageError(f"The field {place.name!r} is empty.")
    return UsageError(f"The field {place.name!r} must be {must_be(place.info)}.")


_DIGITS = 9
"""Digits of a place in a list that a message can hold."""


class _Place:
    """Where in a message something is wrong, walked to from the outside.

    Attributes:
        name: The field that is told about.
        info: What it must be.
        value: What is there.
        fields: The fields of the map that was entered last.
        whose: That map, as the beginning of a sentence.
    """

    def __init__(self, kind: type[msgspec.Struct], body: Any) -> None:
        self.name = ""
        self.value = body
        self.info = inspect.type_info(kind)
        self.whose = f"The request {getattr(kind, 'TYPE', '') or kind.__name__}"
        self.fields: tuple[inspect.Field, ...] = ()
        self._open(self.info)

    def enter(self, name: str) -> None:
        """Go into a field."""
        for field in self.fields:
            if field.encode_name == name:
                self.value = self.value.get(name) if isinstance(self.value, dict) else None
                self.name, self.info = name, field.type
                self._open(field.type)
                return

    def enter_item(self, number: str) -> None:
        """Go into an item of the field, whose number is known where it is a list."""
        # A hostile name of a field may look like a place in a list.
        if isinstance(self.value, list) and len(number) < _DIGITS and number.isdigit():
            self.value = dict(enumerate(self.value)).get(int(number))
        for inner in items_of(self._here):
            self._open(inner)

    def _open(self, info: inspect.Type) -> None:
        self._here = info
        if maps := [each for each in parts_of(info) if isinstance(each, _MAPS)]:
            self.fields = _fields_of(maps, self.value)
            if self.name:
                self.whose = f"What stands in {self.name!r}"


def _fields_of(maps: Sequence[_Map], value: Any) -> tuple[inspect.Field, ...]:
    """Return the fields of a map; where it may be one of several, of the one that it says it is."""
    kinds = [each for each in maps if isinstance(each, inspect.StructType) and each.tag_field]
    name = kinds[0].tag_field if kinds else None
    if name is None:
        return maps[-1].fields
    said = value.get(name) if isinstance(value, dict) else None
    own = next((each.fields for each in kinds if each.tag == said), ())
    return (
        inspect.Field(name, name, inspect.LiteralType(tuple(each.tag for each in kinds))),
        *own,
    )


def parts_of(info: inspect.Type) -> tuple[inspect.Type, ...]:
    """Return what a value may be: the types of a union, or the one."""
    if isinstance(info, inspect.Metadata):
        return parts_of(info.type)
    return info.types if isinstance(info, inspect.UnionType) else (info,)


def items_of(info: inspect.Type) -> Iterator[inspect.Type]:
    """Yield what the items of a value may be, where it is a list or a map."""
    for each in parts_of(info):
        if isinstance(each, (inspect.ListType, inspect.VarTupleType)):
            yield each.item_type
        elif isinstance(each, inspect.DictType):
            yield each.value_type


def must_be(info: inspect.Type) -> str:
    """Return in words what a field must be."""
    words = [text for each in parts_of(info) if (text := _words(each))]
    return " or ".join(dict.fromkeys(words))


_SIMPLE: Mapping[type[inspect.Type], str] = {
    inspect.StrType: "a text",
    inspect.BoolType: "true or false",
    inspect.IntType: "a whole number",
    inspect.FloatType: "a number",
    inspect.BytesType: "bytes",
    inspect.TupleType: "a list",
    inspect.StructType: "a map",
    inspect.DataclassType: "a map",
    inspect.TypedDictType: "a map",
    inspect.AnyType: "a value",
}


def _words(info: inspect.Type) -> str:
    match info:
        case inspect.StrType(max_length=int(most)):
            return f"a text of at most {most} characters"
        case inspect.IntType(ge=int(least)):
            return f"a whole number of at least {least}"
        case inspect.LiteralType(values=values):
            return " or ".join(map(repr, values))
        case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
            return f"a list{_of(item)}"
        case inspect.DictType(value_type=item):
            return f"a map{_of(item)}"
    return _SIMPLE.get(type(info), "")


def _of(item: inspect.Type) -> str:
    words = _words(item)
    for article in ("a ", "an "):
        if words.startswith(article) and " of " not in words and words != "a value":
            return f" of {words.removeprefix(article)}s"
    return ""
