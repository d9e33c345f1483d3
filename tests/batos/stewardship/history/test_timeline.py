"""The past of a method in lines, and its versions beside each other."""

import pytest

from batos.errors import UsageError
from batos.objects import Example


class TestDiff:
    def test_the_last_two_versions(self, image, v):
        for answer in (1, 2, 3):
            v.install(image, v.word(answer))
        found = image.history.diff("genesis.word")
        assert (found["a"], found["b"]) == (2, 3)
        assert found["diff"].splitlines() == [
            "--- genesis.word version 2",
            "+++ genesis.word version 3",
            "@@ -1,2 +1,2 @@",
            " def word(self):",
            "-    return 2",
            "+    return 3",
        ]

    def test_any_two(self, image, v):
        for answer in (1, 2, 3):
            v.install(image, v.word(answer))
        assert "-    return 1" in image.history.diff("genesis.word", 1, 3)["diff"]
        assert "-    return 3" in image.history.diff("genesis.word", 3, 1)["diff"]
        assert image.history.diff("genesis.word", 1)["b"] == 3
        assert image.history.diff("genesis.word", 2, 2)["diff"] == ""

    def test_of_what_was_taken_away(self, image, v):
        for answer in (1, 2):
            v.install(image, v.word(answer))
        for _ in range(2):
            image.history.undo(["genesis.word"])
        assert image.history.diff("genesis.word")["a"] == 1

    def test_one_version_has_nothing_to_be_compared_with(self, image):
        with pytest.raises(UsageError, match="no version before 1"):
            image.history.diff("genesis.treble")
        with pytest.raises(UsageError, match="no version 7"):
            image.history.diff("genesis.treble", 1, 7)


class TestOf:
    def test_every_event_has_a_line(self, image, v):
        outcome = v.learn(image, "cube", (Example(args=(2,), result=4), *v.SQUARE))
        (event,) = image.history.of("genesis.cube")["events"]
        assert event["cycle"] == outcome.cycle
        assert event["cause"] == "cube a figure"
        assert len(event["transaction"]) == 16
        assert event["sha256"] == image.show("genesis.cube")["sha256"]
        assert event["current"] is True

    def test_only_the_line_of_the_present_is_marked(self, image, v):
        for answer in (1, 2):
            v.install(image, v.word(answer))
        image.history.undo(["genesis.word"])
        found = image.history.of("genesis.word")
        assert [each["current"] for each in found["events"]] == [False, False, True]
        image.history.undo(["genesis.word"])
        found = image.history.of("genesis.word")
        assert (found["current"], [each["current"] for each in found["events"]]) == (0, [False] * 4)

    def test_all_changes_newest_first(self, image):
        image.history.undo(["genesis.treble"])
        found = image.history.events(2)
        assert [each["event"] for each in found] == ["undo", "install"]
        assert [each["address"] for each in found] == ["genesis.treble", "genesis.square"]

    def test_a_born_method_is_there(self, home, m):
        from batos.plugins import PluginSet

        born = m.alfred(methods=("def greet(self):\n    return 'hello'\n",))
        image = home.open(plugins=PluginSet([m.plugin(born, m.brick(), m.robin())]))
        (event,) = image.history.of("alfred.greet")["events"]
        assert (event["event"], event["user"]) == ("genesis", "genesis")
        with pytest.raises(UsageError, match="nothing to undo"):
            image.history.undo()
        assert image.history.undo(["alfred.greet"])[0]["after"] == 0


class TestValues:
    """A value that was set by hand is taken back by its own address."""

    def test_by_its_name_and_back_again(self, image):
        image.shaping.set("robin.tone", "dry")
        image.shaping.set("robin.tone", "warm")
        image.history.undo("robin.tone")
        assert image.show("robin")["slots"]["tone"] == "dry"
        image.history.redo("robin.tone")
        assert image.show("robin")["slots"]["tone"] == "warm"
        image.shaping.unset("robin.tone")
        image.history.undo("robin.tone")
        assert image.show("robin")["slots"]["tone"] == "warm"

    def test_what_was_changed_since_comes_first(self, image):
        image.shaping.set("robin.tone", "dry")
        image.shaping.set("robin.title", "Another")
        with pytest.raises(UsageError, match="Something else of robin was changed") as told:
            image.history.undo("robin.tone")
        assert "batos undo robin" in told.value.hint
        image.history.undo("robin.title")
        image.history.undo("robin.tone")

    def test_what_nobody_set_by_hand_is_no_change(self, image):
        with pytest.raises(UsageError, match="is a value"):
            image.history.undo("robin.title")
