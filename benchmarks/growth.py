"""``growth``: what cycles leave behind in an image, and what retention and packing make of it."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

from batos.config import load_config
from batos.guardian.audit.audit import audit
from batos.image import Root, Session
from batos.image.history import install
from batos.inference import CancelToken, LocalThinker
from batos.learning.cycle.chronicle import Chronicle
from batos.learning.model.brief import MissionBrief
from batos.learning.model.candidate import Candidate
from batos.learning.model.circumstances import unheard
from batos.learning.model.thought import CycleBudget, Thought
from batos.learning.records.cycles import keep_record, open_record
from batos.learning.records.owners import Owner, this_owner
from batos.learning.records.remembering import remember
from batos.learning.request.drawing import draw_up
from batos.living import LivingImage
from batos.objects import Example, Method, UvmObject
from batos.plugins import PluginSet
from benchmarks.homes import environment, temporary_folder
from benchmarks.results import Figure, Options, Result

__all__ = ["Writer", "run"]

_CYCLES = 10_000
_STEPS = 10
_STRAIGHT = 1.1
_SOURCE = (
    "def treble_{0}(self, number):\n"
    '    """Treble a number."""\n'
    "    total = number * {1}\n"
    "    return total\n"
)
_MOVES = ("DECOMPOSING", "DELEGATING", "SYNTHESIZING", "VALIDATING", "FAILED")


def run(options: Options) -> Result:
    """Write many cycles, and look at the file after each tenth of them."""
    cycles = options.pick(_CYCLES, _CYCLES // 100)
    step = max(1, cycles // _STEPS)
    with temporary_folder() as folder:
        loaded = load_config(
            {"retention.cycles": 0, "retention.trail": 0}, environment(folder / "home")
        )
        file = folder / "image.fs"
        with LivingImage.open(
            file.as_uri(), loaded=loaded, thinker=LocalThinker({}, {}), plugins=PluginSet()
        ) as image:
            options.say(f"writing {cycles} cycles")
            rows = _write(image.session, file, cycles, step)
            begun = time.monotonic()
            asked = image.status()
            status_s = time.monotonic() - begun
            options.say("packing")
            packed = _packed(image.session, file)
            kept = cycles // 10
            options.say(f"keeping {kept} of them")
            image.retention.configure(cycles=kept, trail=kept * 10)
            begun = time.monotonic()
            image.retention.prune()
            pruned_s = time.monotonic() - begun
            pruned = _packed(image.session, file)
            methods = options.pick(1_000, 20)
            options.say(f"installing {methods} methods")
            _install(image.session, methods)
            written = file.stat().st_size - pruned
            kept_bytes = _packed(image.session, file) - pruned
    first, last = rows[0]["bytes_per_cycle"], rows[-1]["bytes_per_cycle"]
    return Result(
        name="growth",
        figures=(
            Figure(
                name=f"bytes a cycle, the last tenth of {cycles} by the first",
                value=last / first,
                unit="times",
                below=_STRAIGHT,
            ),
            Figure(name="bytes a cycle, written", value=last, unit="bytes"),
            Figure(name="the same after packing", value=packed / cycles, unit="bytes"),
            Figure(name="status of that image", value=status_s, unit="s"),
            Figure(name=f"removing all but {kept}", value=pruned_s, unit="s"),
            Figure(name="the file after that, packed", value=pruned, unit="bytes"),
            Figure(name="bytes a learned method, written", value=written / methods, unit="bytes"),
            Figure(name="the same, packed", value=kept_bytes / methods, unit="bytes"),
        ),
        rows=rows,
        facts={"cycles": cycles, "entries": asked["trail"]},
        notes=(
            "The cycles are those of a mission that fails after one candidate; nobody thinks.",
            "A learned method comes with its event, its examples and its place in the memory.",
        ),
    )


def _write(session: Session, file: Path, cycles: int, step: int) -> list[dict[str, Any]]:
    writer = Writer(session)
    rows = []
    size = file.stat().st_size
    for start in range(0, cycles, step):
        begun = time.monotonic()
        for number in range(start, start + step):
            writer.write(number)
        grown = file.stat().st_size
        rows.append(
            {
                "cycles": start + step,
                "bytes": grown,
                "bytes_per_cycle": (grown - size) / step,
                "ms_per_cycle": (time.monotonic() - begun) * 1000 / step,
            }
        )
        size = grown
    return rows


def _install(session: Session, methods: int) -> None:
    """Install methods, twenty to an object, as a cycle does at its end."""
    verdict = audit(_SOURCE.format(0, 3)).to_plain()

    def learn(root: Root, number: int) -> None:
        name, selector = f"learner_{number // 20}", f"treble_{number}"
        holder = root.objects.get(name) or root.add(name, UvmObject())
        method = Method(
            selector=selector,
            source=_SOURCE.format(number, 3),
            signature="(self, number)",
            doc="Treble a number.",
            examples=(Example(args=(3,), result=9).to_plain(),),
            provenance={"origin": "written", "mission": "treble a number that somebody gives"},
            verdict=verdict,
        )
        install(root, holder, method, user="bench")
        remember(root, holder, selector)

    for number in range(methods):
        session.change(partial(learn, number=number), note=f"treble_{number}")


def _packed(session: Session, file: Path) -> int:
    """Pack an image and return the bytes of its file."""
    session.database.pack()
    return file.stat().st_size


class Writer:
    """Writes the records of cycles as the runner does, without thinking.

    Args:
        session: The image.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._owner: Owner = this_owner()
        self._verdict = audit(_SOURCE.format(0, 3))

    def write(self, number: int) -> str:
        """Write one cycle that ends FAILED, and return its id."""
        brief = MissionBrief(
            selector=f"treble_{number}",
            text="treble a number that somebody gives",
            examples=(Example(args=(3,), result=9), Example(args=(5,), result=15)),
        )
        cycle = f"{number * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFF:012x}"  # spread as real ids are
        thought = Thought(cycle, brief, CycleBudget(24, 120.0), CancelToken())
        record = Chronicle(cycle, unheard)
        self._session.change(lambda root: open_record(root, thought, self._owner), note="a cycle")
        for state in _MOVES:
            self._move(thought, record, state, number)
        return cycle

    def _move(self, thought: Thought, record: Chronicle, state: str, number: int) -> None:
        if state == "DECOMPOSING":
            record.entries.append(record.event(thought, "started", thought.brief.text).to_plain())
        if state == "DELEGATING":
            thought.contract = draw_up(thought.brief)
            plain = thought.contract.to_plain()
            event = record.event(thought, "contract", plain["doc"], data=plain)
            record.entries.append(event.to_plain())
        if state == "VALIDATING":
            source = _SOURCE.format(number, 2)
            thought.candidates = [
                Candidate(source, "written", verdict=self._verdict, problem="It gave 6.")
            ]
            record.entries.append(record.event(thought, "code", source, state=state).to_plain())
        event = record.event(thought, "state", "What happens there.", state=state)
        record.entries.append(event.to_plain())
        self._session.change(
            lambda root: keep_record(
                root,
                thought,
                state,
                history=record.history,
                entries=record.entries,
                owner=self._owner,
                seq=record.seq,
            ),
            note=f"a move to {state}",
        )
        record.passed(state, 0.01)
