"""``conversation``: twenty turns; what was told first is asked for last, and when words come."""

from __future__ import annotations

import time
from collections.abc import Sequence
from statistics import median
from typing import Any

from batos.evals.nursery import Nursery
from batos.living import LivingImage
from batos.plugins import CycleEvent
from benchmarks.homes import facts_of, isolated_nursery
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import share

__all__ = ["TOLD", "TURNS", "run"]

TOLD = (
    ("My dog is called Rex.", "What is my dog called?", "rex"),
    ("I was born in Leeds.", "Where was I born?", "leeds"),
    ("My sister Anna plays the cello.", "Which instrument does my sister play?", "cello"),
    ("We move to Norway in May.", "Which country do we move to?", "norway"),
    ("I am allergic to nuts.", "What am I allergic to?", "nuts"),
)
"""What is told in turns 1 to 5, what is asked in turns 16 to 20, and a word of the right answer."""
_BETWEEN = (
    "Why do people feel sad in autumn?",
    "How should I begin a task that is too big for me?",
    "What makes a walk in the rain pleasant?",
    "Why is it hard to say no to a friend?",
    "What do you think of early mornings?",
    "How can I become calm before an exam?",
    "Why do old houses make sounds at night?",
    "What should I do on a long train ride?",
    "How do I get better at listening?",
    "Why do songs stay in the head?",
)
TURNS: Sequence[str] = (
    *(said for said, _, _ in TOLD),
    *_BETWEEN,
    *(question for _, question, _ in TOLD),
)
_FIRST_WORD_S = 1.5


def run(options: Options) -> Result:
    """Hold the conversation with the model of the environment, in a newborn image."""
    firsts: list[float] = []
    rows: list[dict[str, Any]] = []
    with isolated_nursery(options.say) as home:
        with home.image() as image:
            options.say("Reading what stands before every sentence…")
            for number, text in enumerate(TURNS, 1):
                # As the worker does while the person reads and writes.
                read_s = _read_ahead(home, image)
                answer, first_s = _said(image, text)
                options.say(f"{number}. {text} — {answer}")
                rows.append(
                    {
                        "turn": number,
                        "said": text,
                        "answer": answer,
                        "first_s": first_s,
                        "ahead_s": read_s,
                    }
                )
                if first_s is not None:
                    firsts.append(first_s)
        facts = facts_of(home)
    last = [str(row["answer"]).lower() for row in rows[-len(TOLD) :]]
    right = [word in answer for answer, (_, _, word) in zip(last, TOLD, strict=True)]
    return Result(
        name="conversation",
        figures=(
            Figure(
                name="of what was told in turns 1 to 5, right in turns 16 to 20",
                value=share(sum(right), len(right)),
                unit="%",
                at_least=1.0,
            ),
            Figure(
                name="first word of talk, median",
                value=median(firsts[1:]),
                unit="s",
                below=_FIRST_WORD_S,
            ),
            Figure(
                name="read ahead between two turns, median",
                value=median(row["ahead_s"] for row in rows[1:]),
                unit="s",
            ),
            Figure(name="first word of talk, slowest", value=max(firsts[1:]), unit="s"),
            Figure(name="first word of the first talk", value=firsts[0], unit="s"),
        ),
        rows=rows,
        facts=facts,
    )


def _read_ahead(home: Nursery, image: LivingImage) -> float:
    begun = time.perf_counter()
    for beginning in image.orchestrator.beginnings():
        home.thinker.think(beginning.persona.role, beginning.ways[0])
    return time.perf_counter() - begun


def _said(image: LivingImage, text: str) -> tuple[str, float | None]:
    """Return the answer to a sentence, and after how many seconds its first word came."""
    begun, came = time.perf_counter(), []

    def listener(event: CycleEvent) -> None:
        if event.kind == "talk.text" and event.text.strip():
            came.append(time.perf_counter() - begun)

    reply = image.ask(text, conversation="twenty", listener=listener)
    answer = reply.text if reply.value is None else f"{reply.text} {reply.value}"
    return answer, came[0] if came else None
