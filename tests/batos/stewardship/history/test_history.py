"""Undo, redo, revert, diff and history of what a living image has learned."""

import threading

import pytest

from batos.errors import (
    AuditRefusedError,
    GuardianError,
    MissionFailedError,
    QuarantinedError,
    SlotError,
    UnknownNameError,
    UsageError,
)
from batos.learning.model.brief import MissionBrief
from batos.objects import Example, Method, UvmObject, install_method, methods_of
from batos.stewardship.health.quarantine import put_into_quarantine


def kinds(image, address):
    return [each["event"] for each in image.history.of(address)["events"]]


class TestUndo:
    def test_undo_keeps_later_learning(self, image):
        (change,) = image.history.undo(["genesis.treble"])
        assert (change["address"], change["before"], change["after"]) == ("genesis.treble", 1, 0)
        assert image.send("genesis", "square", 6) == 36
        with pytest.raises(UnknownNameError):
            image.deliver("genesis", "treble", (1,), learn=False)

    def test_the_latest_change_is_meant_where_none_is_named(self, image):
        assert image.history.undo()[0]["address"] == "genesis.square"
        assert image.history.undo()[0]["address"] == "genesis.treble"
        with pytest.raises(UsageError, match="nothing to undo"):
            image.history.undo()

    def test_a_fresh_image_has_nothing_to_undo_or_redo(self, home):
        fresh = home.open()
        for move in (fresh.history.undo, fresh.history.redo):
            with pytest.raises(UsageError, match="There is nothing to"):
                move()

    def test_one_is_named_without_a_list_and_events_by_number(self, image):
        assert image.history.undo("genesis.treble")[0]["after"] == 0
        assert image.history.redo("genesis.treble")[0]["after"] == 1
        number = image.history.of("genesis.square")["events"][-1]["number"]
        assert image.history.undo([number])[0]["address"] == "genesis.square"

    def test_the_log_of_transactions_names_what_was_meant(self, image):
        image.history.undo()
        image.history.undo(["genesis.treble"])
        image.history.redo(["genesis.treble", "genesis.square"])
        notes = [each["note"] for each in image.history.transactions(3)]
        assert notes == [
            "Redo of genesis.treble, redo of genesis.square",
            "Undo of genesis.treble",
            "Undo of genesis.square",
        ]

    def test_whoever_does_it_is_a_name_in_a_line(self, image):
        image.history.undo("genesis.treble", user="amy\n\tof the " + "x" * 100_000)
        image.history.redo("genesis.treble", user=" ")
        undone, redone = image.history.of("genesis.treble")["events"][-2:]
        assert undone["user"].startswith("amy of the xxx")
        assert (len(undone["user"]), redone["user"]) == (80, "user")

    def test_it_goes_back_to_the_version_before(self, image, v):
        for answer in (1, 2):
            v.install(image, v.word(answer))
        assert image.history.undo(["genesis.word"])[0]["after"] == 1
        assert image.send("genesis", "word") == 1

    def test_it_is_on_record_and_undoable(self, image):
        undone = image.history.undo(["genesis.treble"], user="amy")[0]
        assert kinds(image, "genesis.treble") == ["install", "undo"]
        event = image.history.of("genesis.treble")["events"][-1]
        assert (event["user"], event["of"], event["version"]) == ("amy", 1, 0)
        again = image.history.undo([str(undone["event"])])[0]
        assert (again["kind"], again["of"], again["after"]) == ("redo", 1, 1)
        assert image.send("genesis", "treble", 2) == 6
        back = image.history.undo([f"#{again['event']}"])[0]
        assert (back["kind"], back["after"]) == ("undo", 0)
        assert kinds(image, "genesis.treble") == ["install", "undo", "redo", "undo"]

    def test_redo_after_undo(self, image):
        image.history.undo(["genesis.treble"])
        (change,) = image.history.redo()
        assert (change["address"], change["kind"], change["after"]) == ("genesis.treble", "redo", 1)
        assert image.send("genesis", "treble", 2) == 6
        with pytest.raises(UsageError, match="nothing to redo"):
            image.history.redo()

    def test_it_survives_a_pack_and_a_restart(self, home, image, v):
        v.install(image, v.word(1))
        v.install(image, v.word(2))
        image.history.undo(["genesis.word"])
        image.history.undo(["genesis.treble"])
        image.session.database.pack()
        image.close()
        again = home.open()
        assert again.send("genesis", "word") == 1
        assert again.history.of("genesis.word")["versions"] == [1, 2]
        assert again.history.redo(["genesis.word", "genesis.treble"])[0]["after"] == 2
        assert again.send("genesis", "word") == 2
        assert again.send("genesis", "treble", 5) == 15

    def test_several_at_once_or_none(self, image):
        commits = image.session.metrics.commits
        changes = image.history.undo(["genesis.treble", "genesis.square"])
        assert [each["address"] for each in changes] == ["genesis.treble", "genesis.square"]
        assert image.session.metrics.commits == commits + 1
        image.history.redo(["genesis.square", "genesis.treble"])
        with pytest.raises(UnknownNameError):
            image.history.undo(["genesis.treble", "genesis.nothing"])
        assert image.send("genesis", "treble", 1) == 3

    def test_the_same_twice_is_refused(self, image):
        with pytest.raises(UsageError, match="named twice"):
            image.history.undo(["genesis.treble", "genesis.treble"])

    def test_callers_are_named(self, image, v):
        v.install(image, "def asks(self, n):\n    return self.treble(n) + 1\n")
        v.install(image, "def sends(self, n):\n    return self.send('treble', n)\n", "robin")
        (change,) = image.history.undo(["genesis.treble"])
        assert change["callers"] == ["genesis.asks", "robin.sends"]
        (change,) = image.history.redo(["genesis.treble"])
        assert change["callers"] == ["genesis.asks", "robin.sends"]

    def test_what_was_taken_away_is_learned_again(self, image, home, m, v):
        image.history.undo(["genesis.treble"])
        v.learn(image, "treble", v.TREBLE)
        assert image.history.of("genesis.treble")["current"] == 2
        assert image.send("genesis", "treble", 2) == 6

    def test_a_method_from_before_there_was_a_history(self, image, v):
        def past_history(root):
            method = Method(selector="word", source=v.word(1), signature="(self)")
            install_method(root.find("genesis"), method)

        image.session.change(past_history, note="test")
        (line,) = image.history.of("genesis.word")["events"]
        assert (line["number"], line["event"], line["current"]) == (0, "install", True)
        assert image.history.undo(["genesis.word"])[0]["after"] == 0
        assert image.history.redo(["genesis.word"])[0]["after"] == 1

    def test_two_threads_take_back_one_step_each(self, image, v):
        for answer in range(6):
            v.install(image, v.word(answer))
        errors = []

        def work():
            try:
                image.history.undo(["genesis.word"])
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert image.send("genesis", "word") == 1
        assert kinds(image, "genesis.word") == ["install"] * 6 + ["undo"] * 4

    def test_undo_beside_learning(self, image, v):
        v.install(image, v.word(0))
        errors = []

        def undo():
            try:
                for _ in range(5):
                    image.history.undo(["genesis.word"])
                    image.history.redo(["genesis.word"])
            except BaseException as error:
                errors.append(error)

        def teach():
            try:
                for number in range(5):
                    v.install(image, f"def other_{number}(self):\n    return {number}\n")
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=work) for work in (undo, teach)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert image.send("genesis", "word") == 0
        assert [image.send("genesis", f"other_{n}") for n in range(5)] == [0, 1, 2, 3, 4]


class TestRefused:
    @pytest.mark.parametrize(
        ("address", "match"),
        [
            ("genesis", "no change of genesis"),
            ("", "no object named"),
            (".", "does not name a method"),
            ("genesis.", "does not name a method"),
            ("genesis.purpose", "is a value"),
            ("genesis.trebl", "no method named"),
            ("nobody.treble", "no object named"),
            ("robin.treble", "from genesis|no method named"),
            ("99", "no change 99"),
            ("#0", "no change 0"),
        ],
    )
    def test_what_cannot_be_taken_back_says_so(self, image, address, match):
        for move in (image.history.undo, image.history.redo):
            with pytest.raises(UsageError, match=match):
                move([address])

    def test_an_inherited_method_is_named_where_it_is(self, image):
        image.session.change(
            lambda root: root.add("child", UvmObject(parents=(root.find("genesis"),))) and None,
            note="test",
        )
        with pytest.raises(UsageError, match="child has 'treble' from genesis") as told:
            image.history.undo(["child.treble"])
        assert "genesis.treble" in told.value.hint
        assert image.history.of("child.treble")["address"] == "genesis.treble"

    def test_a_change_that_others_came_after(self, image, v):
        v.install(image, v.word(1))
        v.install(image, v.word(2))
        first, _ = image.history.of("genesis.word")["events"]
        with pytest.raises(UsageError, match="came after it"):
            image.history.undo([str(first["number"])])

    def test_a_mark_is_no_change(self, image):
        quarantine(image, "treble")
        mark = image.history.of("genesis.treble")["events"][-1]
        assert mark["event"] == "quarantine"
        with pytest.raises(UsageError, match="is no change of a method"):
            image.history.undo([str(mark["number"])])

    def test_a_value_in_the_slot_stays(self, image):
        image.history.undo(["genesis.treble"])
        image.session.change(
            lambda root: setattr(root.find("genesis"), "treble", "a value"), note="test"
        )
        with pytest.raises(SlotError, match="holds a value"):
            image.history.redo(["genesis.treble"])


def quarantine(image, selector, cause="deaths"):
    def work(root):
        genesis = root.find("genesis")
        method = methods_of(genesis)[selector]
        put_into_quarantine(root, genesis, method, cause=cause, reason="it hung")

    image.session.change(work, note="test")


class TestQuarantine:
    def test_a_version_in_quarantine_can_be_taken_back_and_comes_back_as_it_was(self, image):
        quarantine(image, "treble")
        image.history.undo(["genesis.treble"])
        assert image.quarantine() == []
        (change,) = image.history.redo(["genesis.treble"])
        assert change["quarantined"]
        with pytest.raises(QuarantinedError):
            image.send("genesis", "treble", 1)
        assert [each["address"] for each in image.quarantine()] == ["genesis.treble"]

    def test_undo_of_what_replaced_it_warns(self, image, v):
        quarantine(image, "treble")
        v.install(image, "def treble(self, number):\n    return number + number + number\n")
        assert image.send("genesis", "treble", 2) == 6
        assert image.history.undo(["genesis.treble"])[0]["quarantined"]

    def test_a_version_that_the_rules_of_today_refuse_goes_there(self, image, v):
        def old(root):
            method = Method(
                selector="word",
                source="def word(self):\n    return open('x')\n",
                signature="(self)",
            )
            install_method(root.find("genesis"), method)

        image.session.change(old, note="test")
        v.install(image, v.word(1))
        (change,) = image.history.undo(["genesis.word"])
        assert change["quarantined"]
        assert [each["cause"] for each in image.quarantine()] == ["rules"]

    def test_quarantine_and_lift_are_on_record(self, image):
        quarantine(image, "treble")
        image.lift("genesis.treble")
        assert kinds(image, "genesis.treble") == ["install", "quarantine", "lift"]
        assert image.history.undo(["genesis.treble"])[0]["after"] == 0


class TestRevertKeepsWhatIsAsked:
    """An older version that comes back must do what people have asked of the present one."""

    @pytest.fixture
    def changed(self, image, v):
        """The second version of ``word`` was asked for something that the first does not do."""
        v.install(image, v.word(1), examples=[Example(args=(), result=1)])
        v.install(image, v.word(2), examples=[Example(args=(), result=2), Example(origin="recipe")])
        return image

    def test_one_that_does_not_is_refused_with_the_way_out(self, home, image, v):
        v.install(image, "def f(self, n):\n    return n\n")
        v.install(image, "def f(self, n):\n    return n * 3\n", examples=v.TREBLE)
        with pytest.raises(GuardianError) as caught:
            image.history.revert("genesis.f", 1)
        assert caught.value.message == (
            "Version 1 of genesis.f does not do what is asked by now. It must hold that f(3) == 9, "
            "as for version 2 of genesis.f, but it gave 3."
        )
        assert "--drop-example 1" in caught.value.hint
        assert image.send("genesis", "f", 7) == 21
        assert image.history.revert("genesis.f", 1, drop_examples=("1", "f(4) == 12"))["to"] == 1
        assert image.show("genesis.f")["examples"] == []

    def test_one_that_does_takes_the_examples_over(self, image, v):
        v.install(image, "def f(self, n):\n    return n * 3\n", examples=v.TREBLE[:1])
        v.install(image, "def f(self, n):\n    return n + n + n\n", examples=v.TREBLE[1:])
        done = image.history.revert("genesis.f", 1)
        assert (done["version"], done["replaces"]) == (3, 2)
        assert [each["result"] for each in image.show("genesis.f")["examples"]] == [9, 12]

    def test_two_that_contradict_each_other_are_both_named(self, changed):
        with pytest.raises(UsageError, match=r"word\(\) == 1 contradicts word\(\) == 2") as caught:
            changed.history.revert("genesis.word", 1)
        assert "version 2 of genesis.word" in caught.value.message
        assert "--drop-example 1" in caught.value.hint
        done = changed.history.revert("genesis.word", 1, drop_examples=("all",))
        assert (done["version"], changed.send("genesis", "word")) == (3, 1)

    def test_an_example_that_is_not_there_cannot_be_taken_off(self, changed):
        with pytest.raises(UsageError, match="has no example '2'"):
            changed.history.revert("genesis.word", 1, drop_examples=("2",))

    def test_after_an_undo_there_is_nothing_to_be_kept(self, changed):
        changed.history.undo("genesis.word")
        changed.history.undo("genesis.word")
        assert changed.history.revert("genesis.word", 1)["replaces"] == 0


class TestRevert:
    def test_an_older_version_becomes_the_newest(self, image, v):
        for answer in (1, 2, 3):
            v.install(image, v.word(answer))
        done = image.history.revert("genesis.word", 1, user="amy")
        assert done == {"address": "genesis.word", "version": 4, "to": 1, "replaces": 3}
        assert image.send("genesis", "word") == 1
        shown = image.show("genesis.word")
        assert shown["version"] == 4
        assert shown["provenance"]["reverted"]["by"] == "amy"
        assert kinds(image, "genesis.word") == ["install"] * 3 + ["revert"]
        assert image.history.undo(["genesis.word"])[0]["after"] == 3
        assert image.send("genesis", "word") == 3

    def test_also_of_what_was_taken_away(self, image, v):
        image.history.undo(["genesis.treble"])
        assert image.history.revert("genesis.treble", 1)["version"] == 2
        assert image.send("genesis", "treble", 2) == 6
        assert "method:genesis.treble" in v.documents(image)

    def test_after_a_pack(self, home, image, v):
        for answer in (1, 2):
            v.install(image, v.word(answer))
        image.session.database.pack()
        image.close()
        again = home.open()
        again.history.revert("genesis.word", 1)
        assert again.send("genesis", "word") == 1

    def test_the_guardian_judges_it_anew(self, image, v):
        def old(root):
            method = Method(
                selector="word",
                source="def word(self):\n    return open('x')\n",
                signature="(self)",
            )
            install_method(root.find("genesis"), method)

        image.session.change(old, note="test")
        v.install(image, v.word(1))
        with pytest.raises(AuditRefusedError):
            image.history.revert("genesis.word", 1)
        assert image.send("genesis", "word") == 1

    def test_a_version_in_quarantine_does_not_come_back_this_way(self, image, v):
        quarantine(image, "treble")
        v.install(image, "def treble(self, number):\n    return number + number + number\n")
        with pytest.raises(QuarantinedError, match=r"Version 1 of genesis\.treble is in quar"):
            image.history.revert("genesis.treble", 1)

    @pytest.mark.parametrize(("to", "match"), [(1, "is version 1 already"), (9, "no version 9")])
    def test_what_cannot_be_reverted_says_so(self, image, to, match):
        with pytest.raises(UsageError, match=match):
            image.history.revert("genesis.treble", to)


class TestTransactions:
    def test_a_message_is_taken_back(self, image, v):
        image.learn(MissionBrief(selector="push_item", args=(1,)))
        image.send("genesis", "push_item", 1)
        image.send("genesis", "push_item", 2)
        latest = image.history.transactions(1)[0]
        assert latest["note"] == "genesis.push_item"
        v.install(image, v.word(1))
        image.history.undo_transaction(latest["id"])
        assert image.show("genesis.items")["value"] == [1]
        assert image.send("genesis", "word") == 1

    @pytest.mark.parametrize(("limit", "least"), [(-1, 0), (0, 0), (1, 1), (10**30, 4)])
    def test_any_number_of_them_is_asked_for(self, image, limit, least):
        found = image.history.transactions(limit)
        assert len(found) >= least
        assert limit > 1 or len(found) == least

    def test_the_steps_of_a_cycle_are_told_only_when_asked_for(self, image):
        image.learn(MissionBrief(selector="push_item", args=(1,)))
        image.send("genesis", "push_item", 1)
        with pytest.raises(MissionFailedError):
            image.learn(MissionBrief(selector="no_such_thing", text="xyzzy"))
        notes = [each["note"] for each in image.history.transactions(100)]
        every = [each["note"] for each in image.history.transactions(100, steps=True)]
        assert notes[0] == "genesis.push_item"
        assert notes[1].endswith(": COMPLETE push_item")
        assert [note for note in every if note in notes] == notes
        told = {note.split(":")[-1].split()[0] for note in every if note not in notes}
        assert {"DECOMPOSING", "DELEGATING", "VALIDATING", "FAILED"} <= told
        assert not any(note.startswith("Cycle ") and "COMPLETE" not in note for note in notes)

    def test_an_install_is_not(self, image, v):
        v.install(image, v.word(1))
        with pytest.raises(UsageError, match="changed methods"):
            image.history.undo_transaction(image.history.transactions(1)[0]["id"])

    @pytest.mark.parametrize("name", ["", "x", "12", "10m ago", "2026-01-01T10:00:00", "g" * 16])
    def test_what_is_no_id_is_refused(self, image, name):
        with pytest.raises(UsageError):
            image.history.undo_transaction(name)


def test_the_document_goes_and_comes(image, v):
    assert v.documents(image) >= {"method:genesis.treble", "method:genesis.square"}
    image.history.undo(["genesis.treble"])
    assert "method:genesis.treble" not in v.documents(image)
    assert "method:genesis.square" in v.documents(image)
    image.history.redo(["genesis.treble"])
    assert "method:genesis.treble" in v.documents(image)


def test_the_older_versions_document_comes_back(image, v):
    v.install(image, v.word("old"))
    image.history.undo(["genesis.treble"])
    image.history.redo(["genesis.treble"])
    with image.session.read() as root:
        document = root.memory["catalog"].get("method:genesis.treble")
        assert document.meta["source"] == image.show("genesis.treble")["source"]
        assert document.meta["verified"] == 2
        assert document.title == "Treble a figure"


def test_what_is_undone_is_what_it_was_word_for_word(image):
    def told():
        with image.session.read() as root:
            found = root.memory["catalog"].get("method:genesis.treble")
            return found.title, found.text, found.meta

    before = told()
    image.history.undo(["genesis.treble"])
    image.history.redo()
    assert told() == before


def test_nobody_delegates_to_what_was_taken_away(image, v):
    image.history.undo(["genesis.treble"])
    outcome = v.learn(image, "treble", v.TREBLE, receiver="robin")
    assert outcome.origin != "delegated"
