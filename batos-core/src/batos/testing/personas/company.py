"""Who stands beside a persona on trial: a house in which the places that it leaves are filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from batos.errors import BackendError
from batos.inference import CompletionRequest, prompt_text
from batos.learning.model.machine import JUDGE, PERSONA
from batos.plugins import PersonaSpec, hookimpl

__all__ = ["BUILT", "SAID", "SELECTOR", "Company", "Model", "company_of"]

SAID = "Sharp tools and patience knot a text, says the kit."
"""What the model says to everything that is talk."""
BUILT = "Patience first: begin a text with a short rope and one loop."
"""What it says where it has heard that before."""
SELECTOR = "knot_for_the_kit"
"""A method that nobody has."""
_SOURCE = f'''\
def {SELECTOR}(self, text):
    """Knot a text."""
    return text[1:] + "-kit-" + text[:1]
'''
_VOICES = {
    "first_voice": "Open with what it means.",
    "second_voice": 'He said: "{heard}". Build on it. {words}',
}


@dataclass(frozen=True)
class Company:
    """A plugin that brings personas.

    Attributes:
        personas: They.
    """

    personas: tuple[PersonaSpec, ...]

    @hookimpl
    def batos_personas(self) -> Iterable[PersonaSpec]:
        """Return the personas."""
        return self.personas


class Model:
    """Answers what personas ask as a model would: a name, a verdict, a method, or a sentence.

    Attributes:
        name: The persona to whom requests are routed.
        verdict: What a judge says.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.verdict = "allow"

    def __call__(self, request: CompletionRequest) -> str:
        """Return the answer to a request.

        Raises:
            BackendError: It asks what a sentence means, which rules are to say here.
        """
        if request.json_schema:
            raise BackendError("The kit reads no sentences.")
        if request.grammar:
            return self.verdict if '"veto"' in request.grammar else self.name
        text = prompt_text(request)
        if f"def {SELECTOR}(" in text:
            return _SOURCE
        return BUILT if SAID in text else SAID


def company_of(persona: PersonaSpec) -> Company:
    """Return who is needed beside a persona: a steward, a writer, a judge, and the other voice."""
    free = {
        state: place
        for state, place in (("SYNTHESIZING", PERSONA), ("VALIDATING", JUDGE))
        if persona.serves.get(state) != place
    }
    found = [] if persona.role == "steward" else [_steward()]
    if "SYNTHESIZING" in free:
        system = "You write one Python function. Offered: {offered}."
        serves = {"SYNTHESIZING": PERSONA}
        found.append(_member("writer", role="coder", prompts={"system": system}, serves=serves))
    if "VALIDATING" in free:
        veto, serves = "Mission: {mission}\nVerdict:", {"VALIDATING": JUDGE}
        found.append(_member("judge", prompts={"veto": veto}, serves=serves))
    voices = [key for key in _VOICES if not persona.prompts.get(key)]
    if len(voices) == 1:
        found.append(_member("voice", prompts={key: _VOICES[key] for key in voices}))
    return Company(tuple(found))


def _steward() -> PersonaSpec:
    prompts = {
        "route": "{examples}\n{request} ->",
        "synthesis": "Task: {task}\n{said}\nBegin with `{head}`",
    }
    return _member("steward", role="steward", prompts=prompts, takes=("is all well?",))


def _member(
    name: str,
    *,
    prompts: Mapping[str, str],
    role: str = "default",
    serves: Mapping[str, str] | None = None,
    takes: tuple[str, ...] = (),
) -> PersonaSpec:
    return PersonaSpec(
        name=f"kit_{name}",
        title=f"The {name} of the kit",
        role=role,
        identity=f"KIT_{name.upper()} stands beside.",
        prompts=prompts,
        serves=serves or {},
        takes=takes,
    )
