"""Requests: a sentence of daily life is understood in a world of its own, and nothing is done.

What the orchestrator would do is compared with what the line means: the command, and for calls
the object, the method and its arguments.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from batos.dialogue.understanding.understanding import Understood
from batos.errors import BatosError
from batos.evals.judging import TOLERANCE
from batos.evals.lines import Line
from batos.evals.nursery import Nursery
from batos.evals.results import Result
from batos.learning.model.commands import Call, Learn, Make, Remember, word_of
from batos.living import LivingImage
from batos.objects import same

__all__ = ["measure_request", "read_ahead"]

_FIRST = "genesis"


def read_ahead(home: Nursery) -> None:
    """Have what stands before every sentence read, so that no line pays for that."""
    with home.image() as image:
        for beginning in image.orchestrator.beginnings()[:1]:
            home.thinker.think(beginning.persona.role, beginning.ways[0])


def measure_request(home: Nursery, line: Line) -> Result:
    """Have a sentence understood, and judge what it would come to.

    Args:
        home: Where images come from.
        line: The sentence, its world and what it means.
    """
    with home.image() as image:
        problem = _populate(image, line.world)
        use = home.metered()
        begun = time.monotonic()
        try:
            found = None if problem else image.orchestrator.understanding.read(line.text)
        except BatosError as error:
            found, problem = None, error.message
        seconds = time.monotonic() - begun
        unasked = found is not None and _changes_unasked(image, line, found)
    if found is not None:
        problem = _problem(line, found)
    return Result(
        id=line.id,
        line=line.number,
        digest=line.digest,
        kind=line.kind,
        status="wrong" if problem else "right",
        problem=problem,
        command=line.command,
        reader=found.by if found is not None else "",
        unasked=unasked,
        model_calls=found.calls if found is not None else len(use.asked),
        prompt_tokens=use.prompt_tokens,
        completion_tokens=use.completion_tokens,
        seconds=round(seconds, 3),
        model_seconds=round(use.model_seconds, 3),
    )


def _populate(image: LivingImage, world: Mapping[str, Mapping[str, Sequence[str]]]) -> str:
    """Bring the objects of a world to life; return why that cannot be, or an empty text."""
    try:
        for name, methods in world.items():
            if name != _FIRST:
                image.shaping.new(name)
            for selector, parameters in methods.items():
                image.handwork.define(f"{name}.{selector}", _stub(name, selector, parameters))
    except BatosError as error:
        return f"The world cannot be: {error.message}"
    return ""


def _stub(name: str, selector: str, parameters: Sequence[str]) -> str:
    """Return a method of a signature; one that takes something keeps it, unless it is a function.

    So what is sent to an object changes it, as it does in daily life.
    """
    head = f"def {selector}({', '.join(('self', *parameters))}):"
    given = f"[{', '.join(parameters)}]"
    keeps = f"\n    self.kept = {given}" if parameters and name != _FIRST else ""
    return f"{head}{keeps}\n    return {given}\n"


def _problem(line: Line, found: Understood) -> str:
    """Return how what was understood differs from what is meant, or an empty text."""
    command = found.command
    told = command.line if isinstance(command, Call) else word_of(command)
    wanted = line.command if line.command != "call" else f"{line.object}.{line.selector}{line.args}"
    if word_of(command) != line.command:
        return f"{told}, not {wanted}"
    if not isinstance(command, Call):
        return ""
    is_same = (command.object, command.selector) == (line.object, line.selector) and same(
        list(line.args), list(command.args), relative=TOLERANCE
    )
    return "" if is_same else f"{told}, not {wanted}"


def _changes_unasked(image: LivingImage, line: Line, found: Understood) -> bool:
    """Return whether something would change at once that the sentence does not ask for."""
    command = found.command
    if not found.is_safe or word_of(command) == line.command:
        return False
    if isinstance(command, (Learn, Make, Remember)):
        return True
    if not isinstance(command, Call):
        return False
    with image.session.read() as root:
        _, method = root.method(root.find(command.object), command.selector)
    return bool(getattr(method, "mutator", False))
