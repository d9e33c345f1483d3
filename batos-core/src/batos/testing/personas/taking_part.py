"""Where a persona takes part: requests that are routed to it, talk, and the cycles of learning."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from batos.learning.cycle.views import OWN_PLACEHOLDERS
from batos.learning.model.machine import JUDGE
from batos.plugins import CycleEvent, PersonaSpec
from batos.testing.personas.base import Inhabited, PersonaBase, speakers
from batos.testing.personas.company import SAID, SELECTOR

__all__ = ["TakingPartTests"]

_TALK = "tell me about the colour of candles"
_MISSION = "write a method that knots a text; 'ab' gives 'b-kit-a', 'xyz' gives 'yz-kit-x'"
_UNFILLED = tuple(f"{{{name}}}" for name in OWN_PLACEHOLDERS)


class TakingPartTests(PersonaBase):
    """What a persona does with others, none of whom knows it."""

    def test_requests_are_routed_to_it(self, house: Inhabited, spec: PersonaSpec) -> None:
        """Who routes may name it and is shown what it takes; what it is named for, it answers.

        If this fails: sentences that are for it stand in ``takes``. A steward's prompt ``route``
        has ``{examples}``, so that it learns of personas that its author has never heard of.
        """
        reply = house.image.ask(_TALK)
        assert spec.name in speakers(reply)
        [routing, *_] = house.asked()
        for sentence in spec.takes:
            assert f"{sentence} -> {spec.name}" in routing

    def test_it_speaks_in_its_own_words(self, house: Inhabited, spec: PersonaSpec) -> None:
        """Its prompt ``talk`` stands before what was said, with nothing in it left unfilled.

        If this fails: without a prompt ``talk`` its identity stands there.
        """
        reply = house.image.ask(_TALK)
        assert SAID in reply.text
        _, *spoken = house.asked()
        assert any(_begins(spec) in text for text in spoken)
        assert not any(mark in text for text in spoken for mark in _UNFILLED)

    def test_it_answers_to_its_name(self, house: Inhabited, spec: PersonaSpec) -> None:
        """A sentence that begins with its name is for it alone, and nobody routes.

        If this fails: its name has to be a word that a sentence can begin with.
        """
        assert speakers(house.image.ask(f"{spec.name.upper()}, {_TALK}")) == [spec.name]
        assert _begins(spec) in house.asked()[-1]

    def test_it_takes_its_turn_in_the_contrapunto(
        self, house: Inhabited, spec: PersonaSpec
    ) -> None:
        """With ``first_voice`` it opens, with ``second_voice`` it builds on what was said.

        If this fails: the prompt of a second voice has ``{heard}``, what the first one said.
        """
        voices = [key for key in ("first_voice", "second_voice") if spec.prompts.get(key)]
        if len(voices) != 1:
            pytest.skip("it has no prompt of one of the two voices")
        heard = speakers(house.image.ask(_TALK))
        assert len(heard) == 2
        assert heard.index(spec.name) == ("first_voice", "second_voice").index(voices[0])
        house.asked()

    def test_it_learns_for_itself(self, house: Inhabited, spec: PersonaSpec) -> None:
        """A cycle gives it a method, which it understands then, and which is undone.

        If this fails: a persona with prompts for methods writes its own; look at these.
        """
        with self._learned(house, spec.name) as writer:
            own = spec.prompts.get("method")
            assert writer == (spec.name if own else writer)
            assert house.image.send(spec.name, SELECTOR, "xyz") == "yz-kit-x"

    def test_it_writes_where_a_person_names_it(self, house: Inhabited, spec: PersonaSpec) -> None:
        """With prompts for methods it works in SYNTHESIZING, as soon as a slot says so.

        If this fails: a prompt has a placeholder that nothing fills, or asks for no function.
        """
        if not any(spec.prompts.get(key) for key in ("system", "method")):
            pytest.skip("it has no prompts to write methods with")
        house.image.shaping.set("state_synthesizing.persona", spec.name)
        with self._learned(house, "genesis") as writer:
            assert writer == spec.name
            assert not any(mark in text for text in house.asked() for mark in _UNFILLED)
        house.image.history.undo("state_synthesizing.persona")

    def test_it_has_a_voice_in_a_discussion(self, house: Inhabited, spec: PersonaSpec) -> None:
        """With a prompt ``discuss`` it says how a method is to work, before it is written.

        If this fails: what it says has to be about the task, which is ``{task}`` in its prompt.
        """
        if not spec.prompts.get("discuss"):
            pytest.skip("it has no prompt 'discuss'")
        heard: list[CycleEvent] = []
        with self._learned(house, "genesis", discuss=True, listener=heard.append):
            voices = [each.data for each in heard if each.kind == "cycle.voice"]
        [own] = [each for each in voices if each["persona"] == spec.name]
        assert own["left_out"] == ""

    def test_it_judges_where_it_serves_as_judge(self, house: Inhabited, spec: PersonaSpec) -> None:
        """Its veto keeps a method out, and its name is told.

        If this fails: its prompt ``veto`` has to be answered with ``allow`` or ``veto``.
        """
        if JUDGE not in spec.serves.values():
            pytest.skip("it does not serve as judge")
        house.model.verdict = "veto"
        try:
            reply = house.image.ask(_MISSION, selector=SELECTOR, approve="auto")
        finally:
            house.model.verdict = "allow"
        house.asked()
        assert reply.kind == "failed"
        assert f"{spec.name.upper()} vetoed" in reply.text

    @contextlib.contextmanager
    def _learned(self, house: Inhabited, receiver: str, **more: Any) -> Iterator[str]:
        """Have an object learn a method, yield who wrote it, and take it back."""
        image = house.image
        reply = image.ask(_MISSION, receiver=receiver, selector=SELECTOR, approve="auto", **more)
        assert reply.kind == "learned", reply.text
        try:
            yield image.history.why(f"{receiver}.{SELECTOR}")["persona"]
        finally:
            image.history.undo(f"{receiver}.{SELECTOR}")
            house.asked()


def _begins(spec: PersonaSpec) -> str:
    """Return how its words begin: the text of its prompt before the first placeholder."""
    return (spec.prompts.get("talk") or spec.identity).strip().partition("{")[0]
