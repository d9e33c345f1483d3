"""Asking the steward's model which command a sentence gives, where rules leave a doubt.

What it is shown is data of the steward's prototype: the prompt ``command``, worlds with sentences
and what they mean (the slot ``shown``), and what people have set right since (``corrections``).
They stand before the sentence and are the same for every one, so that a backend reads them once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from batos.dialogue.conversations import Turn
from batos.dialogue.understanding.grounding import numbers_in
from batos.dialogue.understanding.repertoire import Offer
from batos.dialogue.understanding.sentences import Meant, is_same, meant_in
from batos.errors import BackendError
from batos.inference import CancelToken, CompletionRequest, Thinker, neutral
from batos.learning.cycle.views import PersonaView
from batos.learning.model.commands import Call, word_of
from batos.memory.words import words_of

__all__ = ["ACTIONS", "CORRECTIONS", "SHOWN", "ahead", "asked_steward", "means", "set_right"]

ACTIONS: Mapping[str, str] = {
    "learn_new_method": "learn",
    "make_new_object": "make",
    "remember_fact": "remember",
    "recall_fact": "recall",
    "answer_question": "talk",
    "manage_system": "do",
    "ask_back": "ask back",
    "refuse_harmful": "refuse",
}
"""What the model is offered beside methods, and the word of the command that it stands for. The
names are prompts: called ``do`` and ``make`` they drew every call."""
SHOWN = "shown"
"""Slot of the steward with worlds: ``methods``, lines such as ``list.add(item)``, and
``sentences``: each an array of the sentence, the action, and its arguments."""
CORRECTIONS = "corrections"
"""Slot of the steward with sentences that people have set right, in the same form."""
_LATEST = 8
"""Corrections that are shown."""
_LONGEST = 600
"""Characters of a sentence that is read."""
_BEFORE = 200
"""Characters of a sentence that was said before."""
_ENOUGH = 3
"""Telling words of a sentence that says what is meant. For those the model is not offered to ask
back, which it took for what it could not place at once."""
_TOKENS = 120


def asked_steward(
    thinker: Thinker,
    steward: PersonaView,
    text: str,
    offers: Sequence[Offer],
    *,
    seconds: float,
    turns: Sequence[Turn] = (),
    without: str = "",
    cancel: CancelToken | None = None,
) -> tuple[str, tuple[Any, ...]] | None:
    """Return the action that a sentence means, and its arguments; None for no readable answer.

    Args:
        thinker: Answers.
        steward: Whose prompts and sentences are shown.
        text: The sentence.
        offers: The methods that may be meant.
        seconds: How long the model may take.
        turns: What the person said before, the latest last.
        without: An action that cannot be meant.
        cancel: Stops the work.

    Returns:
        An address or one of :data:`ACTIONS`, with values as the model wrote them.

    Raises:
        CancelledError: It was cancelled.
    """
    is_telling = len(words_of(text)) >= _ENOUGH
    own = [each for each, word in ACTIONS.items() if not (is_telling and word == "ask back")]
    actions = [each for each in (*(each.address for each in offers), *own) if each != without]
    request = CompletionRequest(
        prompt=_prompt(steward, text, offers, turns),
        max_tokens=_TOKENS,
        json_schema=_schema(actions, " ".join([*(each.said for each in turns), text])),
        deadline_s=seconds,
    )
    try:
        said = thinker.think(steward.role, steward.asks(request), cancel=cancel).text
        # A backend that does not bind its answers may go on behind it.
        answer, _ = json.JSONDecoder().raw_decode(said.lstrip())
        action, args = answer["action"], answer["args"]
    except (BackendError, ValueError, RecursionError, KeyError, TypeError):
        return None  # no model, none in time, or one that babbles
    if action not in actions or not isinstance(args, list):
        return None
    return action, tuple(args)


def ahead(steward: PersonaView) -> CompletionRequest:
    """Return a request by which a backend reads what stands before every sentence."""
    return CompletionRequest(prompt=_before(steward), max_tokens=1)


def set_right(steward: PersonaView, text: str) -> Meant | None:
    """Return what people have said that a sentence means, the latest of it; None for nothing."""
    found = list(meant_in(steward.slots.get(CORRECTIONS)))
    return next((each for each in reversed(found) if is_same(each.said, text)), None)


def means(action: str, args: Sequence[Any] = ()) -> str:
    """Return an answer as the model is to write it."""
    return json.dumps({"action": action, "args": list(args)}, ensure_ascii=False)


def _prompt(steward: PersonaView, text: str, offers: Sequence[Offer], turns: Sequence[Turn]) -> str:
    corrected = list(_sentences(steward.slots.get(CORRECTIONS)))[-_LATEST:]
    before = filter(None, map(_said_before, turns))
    asked = f"{_quoted(text)} => "
    here = "\n".join([_menu([each.line for each in offers]), *corrected, *before, asked])
    return f"{_before(steward)}\n\n{here}"


def _before(steward: PersonaView) -> str:
    """Return what stands before every sentence."""
    parts = [steward.prompts["command"].strip()]
    for world in _mappings(steward.slots.get(SHOWN)):
        methods = [str(each) for each in world.get("methods", ())]
        parts.append("\n".join([_menu(methods), *_sentences(world.get("sentences"))]))
    return "\n\n".join(parts)


def _said_before(turn: Turn) -> str:
    """Return what a person said before, with what it came to; answers are data of the image.

    They are not shown: what an object holds decides nothing.
    """
    match turn.command:
        case None:
            return ""
        case Call(args=args) as call:
            return f"{_quoted(turn.said, _BEFORE)} => {means(call.address, args)}"
    action = next((name for name, word in ACTIONS.items() if word == word_of(turn.command)), "")
    return f"{_quoted(turn.said, _BEFORE)} => {means(action)}"


def _menu(methods: Iterable[str]) -> str:
    return f"Methods: {', '.join(methods) or 'none'}"


def _sentences(given: object) -> Iterator[str]:
    for each in meant_in(given):
        yield f"{_quoted(each.said)} => {means(each.action, each.args)}"


def _mappings(given: object) -> Iterable[Mapping[str, Any]]:
    for each in given if isinstance(given, (list, tuple)) else ():
        if isinstance(each, Mapping):
            yield each


def _quoted(text: str, longest: int = _LONGEST) -> str:
    """Return a sentence as a line of data, in which nothing can end it."""
    return json.dumps(neutral(" ".join(text.split())[:longest]), ensure_ascii=False)


def _schema(actions: Sequence[str], text: str) -> dict[str, Any]:
    """Return what binds the answer; numbers are those of the sentence, so that none runs on."""
    plain: list[Mapping[str, Any]] = [{"type": "string"}, {"type": "boolean"}]
    said = sorted(each for each in numbers_in(text) if each >= 0 or "-" in text)
    if said:
        plain.append({"enum": [int(each) if each == int(each) else each for each in said]})
    value = {"anyOf": [*plain, {"type": "array", "items": {"anyOf": plain}}]}
    return {
        "type": "object",
        "properties": {
            "action": {"type": "string", "enum": list(actions)},
            "args": {"type": "array", "items": value, "maxItems": 6},
        },
        "required": ["action", "args"],
        "additionalProperties": False,
    }
