"""A persona comes to life: its methods, its places in the cycle, and what is left out."""

import pytest

from batos.genesis import awaken
from batos.objects import Method, install_method
from batos.plugins import PluginSet
from batos.plugins.types import CodexEntry

GREET = 'def greet(self, name):\n    """Greet somebody."""\n    return "Hello " + name\n'


def change(session, work):
    session.change(work, note="test")


class TestBornMethods:
    def test_are_installed_with_their_provenance(self, session, m):
        awaken(session, PluginSet([m.plugin(m.alfred(methods=(GREET,)))]))
        with session.read() as root:
            method = root.method(root.find("alfred"), "greet")[1]
            assert method.provenance["origin"] == "persona"
            assert method.doc == "Greet somebody."
            assert root.find("alfred").send("greet", "Amy") == "Hello Amy"

    def test_a_newer_one_replaces_its_own_kind_only(self, session, m):
        awaken(session, PluginSet([m.plugin(m.alfred(methods=(GREET,)))]))
        newer = GREET.replace("Hello", "Hi")
        awaken(session, PluginSet([m.plugin(m.alfred(methods=(newer,)))]))
        with session.read() as root:
            assert root.method(root.find("alfred"), "greet")[1].version == 2
        learned = Method(
            selector="greet",
            source=GREET.replace("Hello", "Yo"),
            signature="(self, name)",
            provenance={"origin": "written"},
        )
        change(session, lambda root: install_method(root.find("alfred"), learned))
        newest = GREET.replace("Hello", "Good day")
        awaken(session, PluginSet([m.plugin(m.alfred(methods=(newest,)))]))
        with session.read() as root:
            assert root.find("alfred").send("greet", "Amy") == "Yo Amy"

    @pytest.mark.parametrize(
        "source",
        [
            "def greet(self):\n    return open('x')\n",
            "import os\n",
            "def greet(self:\n",
        ],
    )
    def test_a_bad_one_leaves_the_image_as_before(self, session, m, snapshot, caplog, source):
        awaken(session, m.small_plugins())
        before = snapshot()
        bad = m.small_plugins_with(m.alfred(methods=(source,), title="New"))
        [report] = [each for each in awaken(session, bad) if each.done != "kept"]
        assert (report.name, report.done) == ("persona-alfred", "refused")
        assert "of persona 'alfred' was refused by the guardian" in report.summary
        assert report.summary in caplog.text
        assert snapshot() == before

    @pytest.mark.parametrize(
        ("name", "fields", "why"),
        [
            ("memory", {}, "another object of that name"),
            ("wren", {"serves": {"SYNTHESISING": "persona"}}, "which is no state of the cycle"),
            ("wren", {"serves": {"SYNTHESIZING": "judge"}}, "as 'judge', which there is not"),
            ("wren", {"slots": {"parents": 1}}, "'wren' cannot come to life: Parents are"),
        ],
    )
    def test_a_persona_that_cannot_live_here_keeps_nobody_out(self, session, m, name, fields, why):
        codex = (CodexEntry(prompt="Who are you?", response="Nobody."),)
        bad = m.plugin(m.persona(name, codex=codex, **fields), name="bad")
        reports = awaken(session, m.small_plugins(bad))
        [refused] = [each for each in reports if each.done == "refused"]
        assert why in refused.summary
        with session.read() as root:
            assert f"codex-{name}" not in root.genesis
            assert "persona-robin" in root.genesis


class TestPlaces:
    """Who works in the states of the cycle."""

    @staticmethod
    def place(session, state="synthesizing", name="persona"):
        with session.read() as root:
            return root.find(f"state_{state}").slots.get(name)

    def test_are_taken_by_those_who_serve(self, session, m):
        awaken(session, m.small_plugins())
        assert self.place(session) == "brick"
        assert self.place(session, "validating", "judge") == "robin"
        assert self.place(session, "delegating") is None

    def test_nobody_is_driven_out_by_who_comes_later(self, session, m):
        awaken(session, m.small_plugins())
        serves = {"SYNTHESIZING": "persona", "DELEGATING": "persona"}
        later = m.plugin(m.persona("ace", serves=serves), name="ace")
        awaken(session, m.small_plugins(later))
        assert self.place(session) == "brick"
        assert self.place(session, "delegating") == "ace"

    def test_of_an_image_of_the_version_before_stay(self, session, m):
        awaken(session, m.small_plugins())

        def as_it_was(root):
            state = root.find("state_synthesizing")
            state.persona, state.born = "alfred", {**state.born, "persona": "alfred"}
            root.genesis["states"]["digest"] = ""

        change(session, as_it_was)
        awaken(session, m.small_plugins())
        assert self.place(session) == "alfred"

    def test_what_a_person_says_stays(self, session, m):
        awaken(session, m.small_plugins())
        change(session, lambda root: setattr(root.find("state_synthesizing"), "persona", "robin"))
        awaken(session, m.small_plugins_with(m.brick(title="Newer")))
        assert self.place(session) == "robin"
