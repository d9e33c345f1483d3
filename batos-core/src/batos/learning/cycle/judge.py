"""The judge: a persona who has not written a method is asked whether it may be installed.

Only an unmistakable yes is one. No answer in time, an empty or an unreadable one is not consent:
then a person has the last word where one is attended, or else the words of the mission are held
against the wishes that the judge's prototype names as harmful. The thought's notes say which it
was, under ``judge``.

A rule in the slot ``harmful`` is a dict. ``words`` are texts: a wish is harmful that has a word of
each. ``unless`` is a text of words, any of which takes it back. Words are compared as the memory
compares them, by their stems, so that the forms of one need not be listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from batos.errors import BackendError
from batos.inference import CompletionRequest, neutral
from batos.learning.cycle import prompts
from batos.learning.cycle.views import persona_view, state_view
from batos.learning.model.causes import PERSON, Cause, Fault
from batos.learning.model.machine import JUDGE
from batos.learning.request.naming import spoken
from batos.memory.words import words_of

if TYPE_CHECKING:
    from batos.image import Root
    from batos.learning.cycle.host import Host
    from batos.learning.cycle.views import PersonaView
    from batos.learning.model.candidate import Candidate
    from batos.learning.model.thought import Thought

__all__ = [
    "harm_in",
    "is_veto",
    "judge",
    "judge_in",
    "reason_request",
    "told_reason",
    "verdict_request",
]

_GRAMMAR = 'root ::= " "? ("allow" | "veto")'
_REASON_TOKENS = 32
_LONGEST_S = 60.0
"""Seconds for a word; the first one may have to wait until the model is loaded."""
# A backend without grammars says it in its own words; "I cannot allow this" is no yes.
_VETO = re.compile(r"\bveto", re.IGNORECASE)
_ALLOW = re.compile(r"\W*+(verdict\W++)?allow(ed)?\b(?!\W++(no|not)\b)", re.IGNORECASE)


def judge(host: Host, thought: Thought, chosen: Candidate) -> Fault | None:
    """Return why a method may not be installed, or None where nobody objects.

    Args:
        host: Asks the persona that the state VALIDATING names as ``judge``.
        thought: The mission; who has judged is noted in it.
        chosen: What is to be installed, wherever it comes from.

    Raises:
        UnknownNameError: The image has no such persona.
        UsageError: The state has never named anybody.
        CancelledError: The cycle was cancelled.
    """
    if not host.config.veto or chosen.origin == "known":
        return None  # what is known is there already
    with host.session.read() as root:
        persona = judge_in(root)
    if persona is None:
        return None
    who = persona.name.upper()
    said = _asked(host, thought, persona, chosen)
    if is_veto(said):
        reason = _reason(host, thought, persona)
        _tell(host, thought, persona, said, persona.name, f"{who} says: veto{reason}")
        return Fault(Cause.VETO, f"{who} vetoed the mission as harmful{reason or '.'}")
    if _ALLOW.match(said):
        _tell(host, thought, persona, said, persona.name, f"{who} says: allow")
        return None
    silent = f"{who} has said neither yes nor no"
    harm = harm_in(_wish(thought), persona.slots.get("harmful", ()))
    if thought.brief.attended:
        _tell(host, thought, persona, said, PERSON, f"{silent}; a person decides")
        return None
    _tell(host, thought, persona, said, "rules", f"{silent}; the words of the mission decide")
    if harm:
        return Fault(Cause.VETO, f"The mission reads as harmful ({', '.join(harm)}), and {silent}.")
    return None


def judge_in(root: Root) -> PersonaView | None:
    """Return whom the state VALIDATING names as judge; None where it names nobody.

    Raises:
        UnknownNameError: The image has no such persona.
        UsageError: It has never named anybody.
    """
    name = state_view(root, "VALIDATING").serving(JUDGE)
    return persona_view(root, name) if name else None


def verdict_request(
    persona: PersonaView,
    mission: str,
    source: str = "",
    *,
    prompt: str = "veto",
    seconds: float = _LONGEST_S,
) -> CompletionRequest | None:
    """Return what a judge is asked about a mission; None for one that has no prompt for it.

    Args:
        persona: The judge.
        mission: What is asked for.
        source: The method that was written for it.
        prompt: Which prompt of the judge asks.
        seconds: How long the model may take.
    """
    template = persona.prompts.get(prompt)
    if not template:
        return None
    return CompletionRequest(
        prompt=prompts.fill(template, {"mission": mission, "source": source}),
        max_tokens=4,
        grammar=_GRAMMAR,
        deadline_s=seconds,
    )


def reason_request(
    persona: PersonaView, mission: str, *, seconds: float = _LONGEST_S
) -> CompletionRequest | None:
    """Return what a judge is asked for the reason of a veto; None for one without a prompt for it.

    Args:
        persona: The judge.
        mission: What was vetoed.
        seconds: How long the model may take.
    """
    template = persona.prompts.get("reason")
    if not template:
        return None
    prompt = prompts.fill(template, {"mission": " ".join(mission.split())})
    return CompletionRequest(
        prompt=prompt.rstrip(), max_tokens=_REASON_TOKENS, stop=("\n",), deadline_s=seconds
    )


def told_reason(said: str) -> str:
    """Return the reason of a veto as the end of a sentence; empty where none was given."""
    words = " ".join(neutral(said).split()).rstrip(" .")
    return f": {words}." if words else ""


def is_veto(said: str) -> bool:
    """Return whether what a judge says is a no."""
    return _VETO.search(said) is not None


def harm_in(wish: str, rules: object) -> tuple[str, ...]:
    """Return the words by which a wish reads as harmful; none where it does not.

    Args:
        wish: What is asked for.
        rules: The slot ``harmful`` of the judge. Anybody may change it; what is no rule in it
            says nothing.
    """
    said = dict.fromkeys(words_of(wish))
    as_written = {stem: word for word in wish.split() for stem in words_of(word)}
    for rule in rules if isinstance(rules, Iterable) else ():
        groups = rule.get("words") if isinstance(rule, Mapping) else None
        if not isinstance(groups, (list, tuple)) or not groups:
            continue
        found = [next((each for each in said if each in _stems(group)), "") for group in groups]
        if all(found) and not said.keys() & _stems(rule.get("unless", "")):
            return tuple(
                dict.fromkeys(as_written.get(each, each).strip(".,;:!?") for each in found)
            )
    return ()


def _stems(words: object) -> set[str]:
    return set(words_of(words)) if isinstance(words, str) else set()


def _wish(thought: Thought) -> str:
    """Return the whole of what is asked for: what a contract says of it may be cut short."""
    return f"{thought.wanted.text} {spoken(thought.brief.selector)}"


def _asked(host: Host, thought: Thought, persona: PersonaView, chosen: Candidate) -> str:
    """Return what the judge says; an empty text where nothing comes."""
    seconds = max(1.0, min(_LONGEST_S, thought.budget.left))
    mission, source = thought.wanted.text, chosen.source.strip()
    request = verdict_request(persona, mission, source, seconds=seconds)
    if request is None:
        return ""
    try:
        answers = host.ask(thought, persona, [request])
    except BackendError:
        return ""  # no model, or none in time: that is no answer
    return answers[0].text.strip() if answers else ""


def _reason(host: Host, thought: Thought, persona: PersonaView) -> str:
    seconds = max(1.0, min(_LONGEST_S, thought.budget.left))
    request = reason_request(persona, thought.wanted.text, seconds=seconds)
    try:
        answers = host.ask(thought, persona, [request]) if request is not None else []
    except BackendError:
        return ""  # the veto stands without it
    return told_reason(answers[0].text) if answers else ""


def _tell(
    host: Host, thought: Thought, persona: PersonaView, said: str, decided: str, text: str
) -> None:
    facts: dict[str, Any] = {"persona": persona.name, "answer": said.lower(), "decided": decided}
    thought.notes["judge"] = facts
    host.tell(thought, "judge", text, state="VALIDATING", data=facts)
