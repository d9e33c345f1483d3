"""Asking a model what words mean, where rules leave a doubt."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from batos.errors import BackendError, UsageError
from batos.inference import READER, CancelToken, CompletionRequest, Message, Thinker, neutral
from batos.learning.model.brief import MissionBrief
from batos.learning.request.language import Reading, read_request
from batos.learning.request.literals import Literal as Value
from batos.learning.request.literals import find_literals
from batos.learning.request.naming import spoken
from batos.objects import Example, is_slot_name

__all__ = ["Understood", "names_action", "understand"]

_SECONDS = 20.0
_NAMES = (
    ("items", "value"),
    ("toggle", "action"),
    ("colour", "value"),
    ("count_words", "action"),
    ("first_name", "value"),
    ("wake_up", "action"),
)
"""What stands before a name as earlier turns. Of 20 names of values and 20 of actions the 1.5B
took all values for values and 2 actions, the 0.5B all and 3."""


def names_action(thinker: Thinker, selector: str, cancel: CancelToken) -> bool:
    """Return whether a selector names something to do, and no value that an object has.

    Only an unmistakable answer takes it for a value. Without a model nothing could be written
    that does it, so that it is taken for one as well.

    Args:
        thinker: Answers.
        selector: The name of a message that came without arguments.
        cancel: Stops the work.

    Raises:
        CancelledError: It was cancelled.
    """
    text = "You tell whether a word that is sent to an object names an action or a value."
    turns = [Message("system", text)]
    for name, kind in _NAMES:
        turns += [Message("user", spoken(name)), Message("assistant", kind)]
    asked = CompletionRequest(
        messages=(*turns, Message("user", neutral(spoken(selector)))),
        max_tokens=4,
        grammar='root ::= "action" | "value"',
        deadline_s=_SECONDS,
    )
    try:
        answer = thinker.think(READER, asked, cancel=cancel)
    except BackendError:
        return False
    return answer.text.strip().lower() != "value"


_LONGEST = 2_000
"""Characters of a sentence that is read; a longer one is no doubt but a text."""
_TOKENS = 400
_AROUND = 2
"""Words before a number that is an example's, and between it and what it gives."""
_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
_SYSTEM = """\
You read what a person types to a system that learns methods (small functions). Answer with JSON.
kind: "method" if the person wants something that can be done again with other values, else "talk" \
(a question, a greeting, a remark).
english: the same in plain English; what the person gives as an example is written as \
VALUE -> VALUE, with the values exactly as they were typed.
name: the method's name, snake_case, in English.
parameters: names of what it takes."""
_SHOTS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    (
        "Schreib mir etwas, das ein Wort verdoppelt, z. B. wird aus 'ab' dann 'abab'",
        "method",
        "repeats a word twice; 'ab' -> 'abab'",
        "repeat_word",
        ("word",),
    ),
    ("Was machst du gerade?", "talk", "What are you doing?", "", ()),
    (
        "Une fonction qui dit si un âge suffit : moins de 18 ans donne 'non'; 20 donne 'oui'",
        "method",
        "tells whether an age is enough: less than 18 years must give 'non'; 20 -> 'oui'",
        "is_old_enough",
        ("age",),
    ),
    (
        "out of [5, 6] and 2 I want [7, 8]",
        "method",
        "adds a number to each of a list; [5, 6], 2 -> [7, 8]",
        "add_to_each",
        ("numbers", "number"),
    ),
    ("how much is 4 plus 5?", "talk", "How much is 4 plus 5?", "", ()),
    (
        "Quita el último valor de la ranura pila y devuélvelo",
        "method",
        "takes the last value off the slot pila and returns it",
        "take_last",
        (),
    ),
)
"""Earlier turns: sentences, and how they are read."""


class _Said(BaseModel):
    """What the model says of a sentence; its JSON schema binds the answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["method", "talk"]
    english: Annotated[str, StringConstraints(max_length=600)]
    name: Annotated[str, StringConstraints(max_length=40)]
    parameters: Annotated[
        tuple[Annotated[str, StringConstraints(max_length=30)], ...], Field(max_length=8)
    ]


@dataclass(frozen=True)
class Understood:
    """A sentence as rules and a model read it together.

    Attributes:
        reading: The reading.
        calls: Completions asked for.
        is_unread: Whether the model was asked in vain.
    """

    reading: Reading
    calls: int = 0
    is_unread: bool = False


def understand(
    text: str,
    thinker: Thinker,
    *,
    receiver: str = "genesis",
    asked_by: str = "user",
    selector: str = "",
    examples: Sequence[Example] = (),
    is_mission: bool = False,
    seconds: float = 60.0,
    cancel: CancelToken | None = None,
    on_doubt: Callable[[], None] = lambda: None,
) -> Understood:
    """Read a sentence by rules, and where they leave a doubt by a model as well.

    What rules read for certain stands. The model translates the sentence into English, which is
    read by the same rules again: an example that is found there counts where its values stand
    in the sentence as it was typed.

    Args:
        text: What the person typed.
        thinker: Answers.
        receiver: Who is to learn.
        asked_by: On whose behalf.
        selector: The name of the method, when the person chose one.
        examples: Further examples of the mission.
        is_mission: Whether the person asks for a method in any case.
        seconds: How long the model may take.
        cancel: Stops the work.
        on_doubt: Called before the model is asked.

    Raises:
        UsageError: The examples call several methods, or another one than is asked for.
        CancelledError: It was cancelled.
    """

    def ruled(words: str) -> Reading:
        return read_request(
            words, receiver=receiver, asked_by=asked_by, selector=selector, examples=examples
        )

    reading = ruled(text)
    plain = reading
    if plain.brief is None:
        plain = ruled(f"write a method to {text}")
        assert plain.brief is not None, "the sentence says that it wants a method"
        plain = replace(plain, brief=replace(plain.brief, whole=text.strip()))
    if is_mission:
        plain = replace(plain, is_foreign=reading.is_foreign)
        reading = replace(plain, is_doubtful=reading.is_doubtful and reading.is_foreign)
    if not reading.is_doubtful or len(text) > _LONGEST:
        return Understood(reading)
    on_doubt()
    said = _asked(text, thinker, seconds, cancel or CancelToken())
    if said is None:
        return Understood(reading, calls=1, is_unread=True)
    if said.kind == "talk" and reading.brief is None:
        return Understood(reading, calls=1)
    try:
        translated = ruled(f"write a method that {said.english}")
    except UsageError:  # the translation has calls of its own, which the person has not typed
        return Understood(reading, calls=1, is_unread=True)
    assert plain.brief is not None, "the sentence says that it wants a method"
    assert translated.brief is not None, "the sentence says that it wants a method"
    brief = plain.brief
    agreed = tuple(_agreed(text, brief.examples, translated.brief.examples))
    brief = replace(brief, whole=text.strip(), examples=(*brief.examples, *agreed))
    if reading.is_foreign:
        brief = replace(brief, text=translated.brief.text)
    return Understood(
        Reading("mission", _called(brief, said, is_named=plain.is_named or bool(selector))), calls=1
    )


def _asked(text: str, thinker: Thinker, seconds: float, cancel: CancelToken) -> _Said | None:
    """Return what the model says of a sentence; None where it says nothing that can be read."""
    turns = [Message("system", _SYSTEM)]
    for shown, kind, english, name, parameters in _SHOTS:
        said = _Said(kind=kind, english=english, name=name, parameters=parameters)
        turns += [Message("user", shown), Message("assistant", said.model_dump_json())]
    asked = CompletionRequest(
        messages=(*turns, Message("user", neutral(text.strip()))),
        max_tokens=_TOKENS,
        json_schema=_Said.model_json_schema(),
        deadline_s=seconds,
    )
    try:
        return _Said.model_validate(json.loads(thinker.think(READER, asked, cancel=cancel).text))
    except (BackendError, ValidationError, ValueError, RecursionError):
        return None  # no model, none in time, or one that babbles: the rules' reading stands


def _called(brief: MissionBrief, said: _Said, *, is_named: bool) -> MissionBrief:
    """Return a brief with the name and the parameters that a model gives, where they can be."""
    if not is_named and _NAME.fullmatch(said.name) and is_slot_name(said.name):
        brief = replace(brief, selector=said.name)
    names = tuple(said.parameters)
    taken = {len(each.args) for each in brief.examples if not each.kwargs}
    fits = taken <= {len(names)} and not any(each.kwargs for each in brief.examples)
    if brief.parameters or not fits or len({*names}) < len(names):
        return brief
    return replace(brief, parameters=names) if all(map(is_slot_name, names)) else brief


def _agreed(
    text: str, known: Sequence[Example], translated: Sequence[Example]
) -> Iterator[Example]:
    """Yield the examples of a translation whose values stand in the text in the same roles."""
    values = find_literals(text)
    for example in translated:
        if example.kwargs or example.earlier or example.claims != (example,):
            continue  # such forms are the same in every language, and were read already
        if any(example.args == each.args for each in known):
            continue
        count = len(example.args)
        wanted = [repr(each) for each in (*example.args, example.result)]
        for start in range(len(values) - count):
            row = values[start : start + count + 1]
            begin = values[start - 1].end if start else 0
            if wanted == [repr(each.value) for each in row] and _may_give(text, begin, row):
                yield replace(example, selector="")
                break


def _may_give(text: str, begin: int, row: Sequence[Value]) -> bool:
    """Return whether values may stand for themselves, and none is the border of a rule.

    A number in prose has words around it: *under 60 points you get 'F'*.

    Args:
        text: Where they stand.
        begin: Where the value before them ends.
        row: What is given, and what that gives.
    """
    if text[row[0].start] not in "+-.0123456789":
        return True
    before = re.split(r"[.,;:(!?]", text[begin : row[0].start])[-1]
    between = text[row[-2].end : row[-1].start]
    return len(before.split()) <= _AROUND and len(between.split()) <= _AROUND
