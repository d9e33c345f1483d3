"""Reading a description that spells no method: a model says which ones are meant."""

from __future__ import annotations

import json

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from batos.errors import BackendError
from batos.inference import READER, CancelToken, CompletionRequest, Message, Thinker, neutral
from batos.learning.model.planned import Planned
from batos.objects import is_slot_name

__all__ = ["read_plan"]

_TOKENS = 300
_MOST = 8
_SYSTEM = """\
You read what a person wants an object of a program to do, and say which methods it has. Answer \
with JSON. Each method has a name (snake_case, a verb or what it gives), the names of its \
parameters, and what it does in a few words: begin with "gives" or "tells whether" where something \
is given back. Only what the person asks for."""
_SHOTS = (
    (
        "a jar where I can put coins in, take some out if there are enough, and see how many",
        [
            ("put", ["coins"], "puts coins in"),
            ("take", ["coins"], "takes coins out and tells whether there were enough"),
            ("count", [], "gives how many coins are in it"),
        ],
    ),
    (
        "Ein Telefonbuch, in dem man Nummern speichert und nach Namen sucht",
        [
            ("store", ["name", "number"], "stores the number of a name"),
            ("number_of", ["name"], "gives the number of a name, or nothing"),
        ],
    ),
)


class _Method(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=40)
    parameters: list[str] = Field(max_length=5)
    does: str = Field(max_length=200)


class _Plan(BaseModel):
    model_config = ConfigDict(extra="forbid")

    methods: list[_Method] = Field(max_length=_MOST)


def read_plan(
    thinker: Thinker, text: str, *, seconds: float, cancel: CancelToken
) -> tuple[Planned, ...]:
    """Return the methods that a description means; none where that cannot be read.

    Args:
        thinker: Answers.
        text: The description, in any language that the model reads.
        seconds: Time that it may take.
        cancel: Stops the work.

    Raises:
        CancelledError: It was cancelled.
    """
    turns = [Message("system", _SYSTEM)]
    for shown, methods in _SHOTS:
        said = _Plan(methods=[_Method(name=n, parameters=p, does=d) for n, p, d in methods])
        turns += [Message("user", shown), Message("assistant", said.model_dump_json())]
    asked = CompletionRequest(
        messages=(*turns, Message("user", neutral(text.strip()))),
        max_tokens=_TOKENS,
        json_schema=_Plan.model_json_schema(),
        deadline_s=seconds,
    )
    try:
        plan = _Plan.model_validate(json.loads(thinker.think(READER, asked, cancel=cancel).text))
    except (BackendError, ValidationError, ValueError, RecursionError):
        return ()  # no model, none in time, or one that babbles
    found = {
        each.name: Planned(each.name, tuple(each.parameters), each.does.strip())
        for each in plan.methods
        if is_slot_name(each.name) and all(map(is_slot_name, each.parameters))
    }
    return tuple(found.values())
