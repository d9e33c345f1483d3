"""Conversations that have outgrown a prompt, summed up while nobody waits."""

from __future__ import annotations

from batos.counting import counted
from batos.dialogue.talk import summaries
from batos.dialogue.who import steward_of
from batos.errors import BatosError, CancelledError
from batos.heartbeat.work import Found, SpentError, Work

__all__ = ["recap"]

_SECONDS = 120.0


def recap(work: Work) -> Found:
    """Have the steward sum up what prompts have no room for any more, a stretch at a time."""
    host, pace = work.organs.host, work.pace
    steward = steward_of(host)
    done, state = 0, "done"
    left_out: dict[tuple[str, str], str] = {}
    while stretch := _next(work, left_out):
        if steward is None or not host.thinker.describe(steward.role):
            return Found("No model answers.", state="skipped")
        try:
            pace.go_on()
        except SpentError:
            state = "part"
            break
        if not pace.may_ask(1):
            state = "part"
            break
        work.tell(f"a conversation of {stretch.user}")
        asked = steward.asks(summaries.request(stretch, seconds=_SECONDS))
        with pace.way.lent(pace.cancel) as token:
            try:
                pace.calls += 1
                answer = host.thinker.think(steward.role, asked, cancel=token)
            except CancelledError:
                pace.cancel.raise_if_cancelled()
                continue
            except BatosError as error:
                left_out[stretch.user, stretch.name] = error.message
                continue
        summary = summaries.summary_in(answer.text)
        if not summary:
            left_out[stretch.user, stretch.name] = "The model says nothing of it."
            continue
        done += host.session.change(
            lambda root, stretch=stretch, summary=summary: summaries.keep(root, stretch, summary),  # type: ignore[misc]  # default arguments bind them
            note="A conversation is summed up",
            user="heartbeat",
        )
    lines = tuple(f"One of {user} is not summed up: {why}" for (user, _), why in left_out.items())
    text = f"{counted(done, 'stretch', 'stretches')} of conversations summed up."
    if not (done or lines):
        text = "No conversation has outgrown what is shown of it."
    return Found(text, lines, {"summed_up": done, "left_out": len(left_out)}, state)


def _next(work: Work, left_out: dict[tuple[str, str], str]) -> summaries.Stretch | None:
    with work.organs.host.session.read() as root:
        waiting = summaries.due(root)
    return next((each for each in waiting if (each.user, each.name) not in left_out), None)
