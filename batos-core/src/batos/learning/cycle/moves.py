"""Where a thought goes next: what the prototypes in the image say, and where they do not decide.

Anybody may change the moves in the image. None of them leads past VALIDATING, nor past a person
who must be asked.
"""

from __future__ import annotations

from batos.errors import BatosError
from batos.image import Root
from batos.learning.cycle.host import Host
from batos.learning.cycle.manner import MOST_QUESTIONS, asked_before
from batos.learning.cycle.views import FAILED_VIEW, WAITING_VIEW, StateView, state_view
from batos.learning.model.causes import Cause
from batos.learning.model.machine import FINAL
from batos.learning.model.question import Question
from batos.learning.model.thought import Thought

__all__ = ["asking", "gated", "next_state", "start", "viewed"]


def start(host: Host, root: Root, thought: Thought) -> str:
    """Return the first state of a cycle, which is FAILED where nothing may be learned."""
    refusal = host.oversight.forbidden(root, thought.brief)
    found = root.objects.get("state_machine")
    begin = found.slots.get("start") if found is not None else None
    if refusal:
        thought.fail(refusal, Cause.POLICY)
        return "FAILED"
    if not isinstance(begin, str):
        thought.fail(
            "The state machine's prototype in the image does not say where to start.",
            Cause.STATES,
        )
        return "FAILED"
    return begin


def viewed(root: Root, thought: Thought, name: str) -> StateView:
    """Return the view of the next state, which is FAILED where the image does not have it."""
    try:
        view = state_view(root, name)
    except BatosError as error:
        if name == "WAITING":  # an image from before there was such a state
            view = WAITING_VIEW
        else:
            thought.fail(error.message, Cause.STATES)
            view = FAILED_VIEW
    asks = view.name == "WAITING" and thought.question is not None
    if view.name in ("COMPLETE", "WAITING") and thought.chosen is None and not asks:
        # A move that was changed in the image leads past VALIDATING; nothing enters that way.
        thought.fail("No method was validated.", Cause.STATES)
        return viewed(root, thought, "FAILED")
    return view


def next_state(thought: Thought, view: StateView, answer: str) -> str:
    """Return where an answer of a state leads."""
    following = view.moves.get(answer)
    if following is None:
        thought.fail(
            f"The state {view.name} has no move for {answer!r} in the image.", Cause.STATES
        )
        return "FAILED"
    return str(following)


def asking(host: Host, thought: Thought, view: StateView) -> str:
    """Return where a question leads: to a person, unless enough was asked."""
    question = thought.question
    if question is None or len(asked_before(thought)) >= MOST_QUESTIONS:
        thought.fail(
            "The candidates do not agree in what they answer, and nobody can be asked again.",
            Cause.UNDECIDED,
        )
        return "FAILED"
    thought.chosen = None  # the answer chooses
    _tell_question(host, thought, question, view.name)
    following = view.moves.get("question")
    # A move that was changed in the image does not lead past whoever must be asked.
    return str(following) if following in FINAL - {"COMPLETE"} else "WAITING"


def gated(host: Host, thought: Thought, view: StateView) -> str:
    """Return where a validated method goes: into the image, or to a person first."""
    if thought.question is not None:
        _tell_question(host, thought, thought.question, view.name)
    try:
        answer = host.oversight.gate(host.session, thought)
    except BatosError as error:
        thought.fail_by(error)
        return "FAILED"
    if answer == "passed":
        return "COMPLETE"
    thought.cause = Cause.POLICY
    following = view.moves.get(answer)
    # A move that was changed in the image does not lead past whoever must be asked.
    if following in FINAL - {"COMPLETE"}:
        return str(following)
    return "WAITING" if answer == "ask" else "FAILED"


def _tell_question(host: Host, thought: Thought, question: Question, state: str) -> None:
    """Tell what a person is asked; without a chosen candidate the cycle waits for it."""
    data = {**question.to_plain(), "waits": thought.chosen is None}
    host.tell(thought, "question", question.wording(), state=state, data=data)
