"""How a persona lives in an image: born, changed by a person, there after restarts and upgrades."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from batos.genesis.personas import born_with
from batos.learning.cycle.views import persona_view
from batos.plugins import CodexEntry, PersonaSpec, load_plugins
from batos.testing.personas.base import Inhabited, PersonaBase, opened, speakers
from batos.testing.personas.company import Company, Model, company_of

__all__ = ["DwellingTests"]

_MINE = "as a person wants it"


class DwellingTests(PersonaBase):
    """The prototype that genesis makes of what an author has written down."""

    def test_genesis_makes_a_prototype_of_it(self, house: Inhabited, spec: PersonaSpec) -> None:
        """Every text is a slot, every method is understood, every golden pair is in the memory.

        If this fails: ``batos genesis`` tells why a persona was left out.
        """
        image = house.image
        states = {line["name"]: line["state"] for line in image.personas()}
        assert states.get(spec.name) == "active", states
        with image.session.read() as root:
            obj = root.find(spec.name)
            slots, understood = dict(obj.slots), set(root.selectors(obj))
            codex = [
                document.title
                for document in root.memory["catalog"].documents("codex")
                if document.meta.get("persona") == spec.name
            ]
        given = born_with(spec)
        assert {name: slots.get(name) for name in given} == given
        assert sorted(codex) == sorted(entry.prompt for entry in spec.codex)
        assert len(understood) >= len(spec.methods)

    def test_every_slot_is_changed_and_taken_back(
        self, house: Inhabited, spec: PersonaSpec
    ) -> None:
        """What a person sets counts at once, stands in the history, and is undone.

        If this fails: something of the persona is not kept in its slots.
        """
        image = house.image
        for slot, value in born_with(spec).items():
            address, new = f"{spec.name}.{slot}", _other(value)
            event = image.shaping.set(address, new, user="kit")["event"]
            assert self._slot(house, spec, slot) == new
            assert event in [each["number"] for each in image.history.events(limit=4)]
            image.history.undo(address, user="kit")
            assert self._slot(house, spec, slot) == value

    def test_a_changed_tone_is_heard(self, house: Inhabited, spec: PersonaSpec) -> None:
        """A prompt that names ``{tone}``, or another of its own slots, has it as it is now.

        If this fails: a prompt repeats what is a slot, instead of naming it.
        """
        image = house.image
        image.shaping.set(f"{spec.name}.prompt_talk", "You speak: {tone}.")
        image.shaping.set(f"{spec.name}.tone", _MINE)
        with image.session.read() as root:
            said = persona_view(root, spec.name).prompts["talk"]
        image.history.undo(f"{spec.name}.tone")
        image.history.undo(f"{spec.name}.prompt_talk")
        assert said == f"You speak: {_MINE}."

    def test_what_a_person_changed_outlives_restarts_and_upgrades(
        self, spec: PersonaSpec, tmp_path: Path
    ) -> None:
        """A newer package renews what nobody has changed, and leaves alone what somebody has.

        If this fails: something writes to the prototype beside genesis.
        """
        newer = replace(
            spec,
            title="Somebody newer",
            tone="newer",
            codex=(*spec.codex, CodexEntry(prompt="What is new?", response="This.")),
        )
        with opened(tmp_path, _bringing(spec), Model(spec.name)) as house:
            house.image.shaping.set(f"{spec.name}.tone", _MINE)
        for brought, title in ((spec, spec.title), (newer, newer.title)):
            with opened(tmp_path, _bringing(brought), Model(spec.name)) as house:
                assert self._slot(house, spec, "tone") == _MINE
                assert self._slot(house, spec, "title") == title
                documents = house.image.status()["documents"]
        assert documents["codex"] == len(newer.codex)

    def test_it_stays_whole_when_its_package_is_gone(
        self, spec: PersonaSpec, tmp_path: Path
    ) -> None:
        """The image opens without the package, says that it is gone, and the persona still speaks.

        If this fails: a slot holds something that only the package can read.
        """
        with opened(tmp_path, _bringing(spec), Model(spec.name)):
            pass
        alone = load_plugins((), own={"company": company_of(spec)}, environ={})
        with opened(tmp_path, alone, Model(spec.name)) as house:
            states = {line["name"]: line["state"] for line in house.image.personas()}
            assert states[spec.name] == "orphaned"
            reply = house.image.ask("tell me about the colour of candles")
            assert spec.name in speakers(reply)

    @staticmethod
    def _slot(house: Inhabited, spec: PersonaSpec, slot: str) -> Any:
        with house.image.session.read() as root:
            return root.find(spec.name).slots[slot]


def _bringing(spec: PersonaSpec) -> Any:
    """Return plugins of which one brings a persona, as a package of some version would."""
    own = {"company": company_of(spec), "package": Company((spec,))}
    return load_plugins((), own=own, environ={})


def _other(value: Any) -> Any:
    """Return another value of the same kind."""
    return type(value)([_MINE]) if isinstance(value, (list, tuple)) else _MINE
