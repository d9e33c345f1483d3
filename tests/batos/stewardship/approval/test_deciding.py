"""Yes, no, and another text."""

import threading
from dataclasses import replace

import pytest

from batos.errors import (
    AuditRefusedError,
    BatosError,
    GuardianError,
    MissionFailedError,
    UsageError,
)
from batos.guardian.audit.findings import Finding
from batos.image import history
from batos.objects import Example, Method
from batos.plugins import GuardianRuleSpec

MINE = "def treble(self, number):\n    return number + 2 * number\n"


def install(image, source, examples=(), holder="genesis"):
    """Put a method there as somebody else."""
    name = source.partition("(")[0].removeprefix("def ")

    def work(root):
        method = Method(
            selector=name,
            source=source,
            signature="(self, number)",
            examples=tuple(each.to_plain() for each in examples),
        )
        history.install(root, root.find(holder), method, user="somebody")

    image.session.change(work, note="somebody else")


class TestApprove:
    def test_installs_what_waited_with_who_said_so(self, waiting, m):
        image, number = waiting
        done = image.approvals.approve(number, by="amy", note="read it")
        assert done.outcome.status == "COMPLETE"
        assert done.message is None
        assert image.send("genesis", "treble", 7) == 21
        provenance = image.show("genesis.treble")["provenance"]
        assert provenance["approved_by"] == "amy"
        assert provenance["approval_note"] == "read it"
        assert provenance["approved_at"]
        assert provenance["cycle"] == number
        record = image.show(number)
        assert (record["state"], record["outcome"]["status"]) == ("COMPLETE", "COMPLETE")
        assert record["decision"]["by"] == "amy"
        assert m.states(image, number)[-2:] == ["WAITING", "COMPLETE"]
        assert image.approvals.waiting() == []

    def test_what_was_installed_at_once_says_so(self, home, m, w):
        image = home.open(m.Coder(w.RIGHT))
        image.learn(w.TRIPLE)
        assert image.show("genesis.treble")["provenance"]["approved_by"] == "policy: auto"

    def test_it_is_remembered_like_everything_learned(self, waiting):
        image, number = waiting
        image.approvals.approve(number)
        with image.session.read() as root:
            assert root.memory["catalog"].get("method:genesis.treble") is not None

    def test_is_one_transaction(self, waiting):
        image, number = waiting
        before = image.status()["commits"]
        image.approvals.approve(number)
        assert image.status()["commits"] - before == 1

    def test_is_told_to_the_trail_and_to_observers(self, home, m, w):
        heard = []
        watching = m.plugin(name="watching", observe=heard.append)
        image = home.open(m.Coder(w.RIGHT), plugins=m.small_plugins(watching))
        number = w.pending(image).details["cycle"]
        before = heard[-1]
        image.approvals.approve(number, by="amy")
        last = heard[-1]
        assert (last.kind, last.state, last.seq) == (
            "cycle.approved",
            "COMPLETE",
            before.seq + 1,
        )
        with image.session.read() as root:
            assert last.to_plain() in list(root.trail.values())
        assert "cycle.approved" in home.trail.read_text("utf-8")

    def test_twice_is_told(self, waiting):
        image, number = waiting
        image.approvals.approve(number, by="amy")
        for act in (image.approvals.approve, image.approvals.refuse, image.approvals.show):
            with pytest.raises(UsageError, match="was approved by amy already"):
                act(number)
        assert image.show("genesis.treble")["version"] == 1

    def test_of_two_at_once_one_wins(self, waiting):
        image, number = waiting
        together = threading.Barrier(4)
        ends = []

        def approve(name):
            together.wait()
            try:
                image.approvals.approve(number, by=name)
            except BatosError as error:
                ends.append(error)
            else:
                ends.append(None)

        threads = [threading.Thread(target=approve, args=(f"p{n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        lost = [end for end in ends if end is not None]
        assert len(lost) == 3
        assert all(isinstance(error, UsageError) for error in lost), lost
        assert all("already" in error.message for error in lost), lost
        assert image.show("genesis.treble")["version"] == 1
        approver = image.show("genesis.treble")["provenance"]["approved_by"]
        assert image.show(number)["decision"]["by"] == approver

    def test_a_method_that_came_meanwhile_stops_it(self, waiting):
        image, number = waiting
        install(image, "def treble(self, number):\n    return 0\n")
        with pytest.raises(UsageError, match="was learned by somebody else meanwhile") as caught:
            image.approvals.approve(number)
        assert "approvals diff" in caught.value.hint
        assert image.send("genesis", "treble", 7) == 0
        assert image.approvals.waiting()[0]["stale"]
        # An edit says that it is meant to replace what is there now.
        image.approvals.edit(number, image.approvals.show(number)["source"])
        image.approvals.approve(number)
        assert image.send("genesis", "treble", 7) == 21

    def test_a_method_that_was_changed_meanwhile_stops_it(self, home, m, w):
        image = home.open(m.Coder(w.RIGHT, "    return 10 * number\n"))
        image.learn(w.TRIPLE)
        examples = (replace(w.DOUBLED[0], result=30),)
        tenfold = replace(w.TRIPLE, examples=examples, drop_examples=("all",))
        number = w.pending(image, tenfold).details["cycle"]
        install(image, "def treble(self, number):\n    return 0\n")
        with pytest.raises(UsageError, match="was changed by somebody else meanwhile"):
            image.approvals.approve(number)

    def test_a_value_that_took_its_place_stops_it(self, waiting):
        image, number = waiting

        def put(root):
            root.find("genesis").treble = 3

        image.session.change(put, note="a test")
        with pytest.raises(UsageError, match="is a value of genesis by now"):
            image.approvals.approve(number)
        assert image.approvals.diff(number)["present"] is None

    @pytest.mark.parametrize("holder", ["genesis", "pllm"])
    def test_a_door_that_was_shut_meanwhile_stops_it(self, waiting, holder):
        image, number = waiting
        image.approvals.set_policy(holder, "never")
        with pytest.raises(UsageError, match=r"genesis takes no new methods: .* goes on waiting"):
            image.approvals.approve(number)
        assert [each["id"] for each in image.approvals.waiting()] == [number]
        image.approvals.set_policy(holder, "inherit")
        image.approvals.approve(number)
        assert image.send("genesis", "treble", 7) == 21

    def test_rules_of_today_judge_it(self, waiting, home, m):
        image, number = waiting
        image.close()

        def refuse(_subject):
            return [Finding("no_three", "error", 2, "It has a three.")]

        rule = m.plugin(
            GuardianRuleSpec(name="no_three", summary="None.", check=refuse), name="strict"
        )
        image = home.open(plugins=m.small_plugins(rule))
        with pytest.raises(AuditRefusedError, match="It has a three"):
            image.approvals.approve(number)
        assert image.approvals.show(number)["id"] == number

    def test_examples_are_run_again(self, home, m, w):
        image = home.open(m.Coder("    return self.factor() * number\n"))
        install(image, "def factor(self):\n    return 3\n")
        number = w.pending(image).details["cycle"]
        install(image, "def factor(self):\n    return 4\n")
        with pytest.raises(GuardianError, match="does not pass") as caught:
            image.approvals.approve(number)
        assert "treble(3) == 9" in caught.value.message
        assert image.approvals.show(number)["id"] == number

    def test_a_record_that_was_cleared_away_is_not_missed(self, waiting):
        image, number = waiting

        def forget(root):
            del root.cycles[number]

        image.session.change(forget, note="a test")
        assert image.approvals.approve(number).outcome.complete
        assert image.send("genesis", "treble", 7) == 21


class TestRefuse:
    def test_ends_the_cycle_with_the_reason(self, waiting, m):
        image, number = waiting
        before = m.world(image)
        outcome = image.approvals.refuse(number, by="amy", reason="it is dull")
        assert (outcome.status, outcome.reason) == ("FAILED", "refused by amy: it is dull")
        assert m.world(image) == before
        record = image.show(number)
        assert (record["state"], record["reason"]) == ("FAILED", "refused by amy: it is dull")
        assert m.states(image, number)[-2:] == ["WAITING", "FAILED"]
        assert image.approvals.waiting() == []

    def test_the_text_is_not_proposed_again(self, waiting, w):
        image, number = waiting
        image.approvals.refuse(number, by="amy", reason="it is dull")
        for options in ({}, {"approve": "auto"}):
            with pytest.raises(MissionFailedError, match="refused by amy: it is dull"):
                image.learn(w.TRIPLE, **options)
        image.approvals.allow("genesis.treble")
        assert image.learn(w.TRIPLE).complete

    def test_another_text_may_be_learned(self, home, m, w):
        says = [w.RIGHT]
        image = home.open(m.Coder(lambda _request: says[-1]))
        number = w.pending(image).details["cycle"]
        image.approvals.refuse(number)
        says.append(w.OTHER)
        assert image.learn(w.TRIPLE).source.endswith(w.OTHER)

    def test_a_proven_method_is_not_delegated_again(self, home, m):
        image = home.open(m.Coder("    return 3\n"))
        mission = "write a method that counts the vowels in a text; 'banana' gives 3"
        assert image.ask(mission, approve="ask").kind == "waiting"
        image.approvals.refuse("genesis.count_vowels")
        answer = image.ask(mission)
        assert answer.outcome.origin in ("written", "repaired", "failed", "combined", "adapted", "")
        if answer.outcome.complete:
            assert "aeiou" not in answer.outcome.source

    def test_the_same_text_may_be_learned_elsewhere(self, waiting, w):
        image, number = waiting
        image.approvals.refuse(number)
        assert image.learn(replace(w.TRIPLE, receiver="alfred")).complete

    def test_twice_is_told(self, waiting):
        image, number = waiting
        image.approvals.refuse(number, by="amy")
        with pytest.raises(UsageError, match="was refused by amy already"):
            image.approvals.approve(number)

    def test_nothing_to_allow_is_told(self, waiting):
        image, _ = waiting
        with pytest.raises(UsageError, match="Nothing was refused"):
            image.approvals.allow("genesis.treble")
        with pytest.raises(UsageError, match="does not name a method"):
            image.approvals.allow("genesis")


class TestEdit:
    def test_the_new_text_waits_and_is_on_record(self, waiting):
        image, number = waiting
        shown = image.approvals.edit(number, MINE, by="amy")
        assert (shown["source"], shown["origin"]) == (MINE, "edited")
        assert shown["edits"][0]["by"] == "amy"
        image.approvals.approve(number, by="bob")
        assert image.show("genesis.treble")["source"] == MINE
        provenance = image.show("genesis.treble")["provenance"]
        assert provenance["origin"] == "edited"
        assert (provenance["edited_by"], provenance["approved_by"]) == ("amy", "bob")
        assert provenance["model"]

    def test_the_same_text_is_no_edit(self, waiting):
        image, number = waiting
        shown = image.approvals.edit(number, image.approvals.show(number)["source"])
        assert (shown["origin"], shown["edits"]) == ("written", [])

    @pytest.mark.parametrize(
        ("source", "kind", "said"),
        [
            ("def other(self, number):\n    return number * 3\n", UsageError, "defines 'other'"),
            ("def treble(self, number):\n    return open('x')\n", AuditRefusedError, "refused"),
            ("def treble(self, number:\n", AuditRefusedError, "refused"),
            ("hello", AuditRefusedError, "refused"),
            ("", AuditRefusedError, "refused"),
            ("def treble(self, number):\n    return number * 4\n", GuardianError, "not pass"),
            ("def treble(self):\n    return 3\n", GuardianError, "does not pass"),
            ("def treble(self, number):\n    return 1 // 0\n", GuardianError, "ZeroDivision"),
        ],
    )
    def test_what_does_not_pass_changes_nothing(self, waiting, source, kind, said):
        image, number = waiting
        before = image.approvals.show(number)
        with pytest.raises(kind, match=said):
            image.approvals.edit(number, source)
        assert image.approvals.show(number) == before

    def test_old_examples_gate_the_new_text_unless_they_are_taken_off(self, home, m, w):
        says = [w.RIGHT]
        image = home.open(m.Coder(lambda _request: says[-1]))
        image.learn(w.TRIPLE)
        says.append("    return number * 3 + (number == 7)\n")
        brief = replace(w.TRIPLE, examples=(Example(args=(7,), result=22),))
        number = w.pending(image, brief).details["cycle"]
        shown = image.approvals.show(number)
        assert shown["standing"] == {"address": "genesis.treble", "version": 1}
        assert len(shown["examples"]) == 4
        only = "def treble(self, number):\n    return 22\n"
        with pytest.raises(GuardianError, match="as for version 1 of") as caught:
            image.approvals.edit(number, only)
        assert "--drop-example NUMBER: 1. treble(3) == 9; 2. " in caught.value.hint
        shown = image.approvals.edit(number, only, drop_examples=("all",))
        assert [each["result"] for each in shown["examples"]] == [22]
        done = image.approvals.approve(number)
        assert (done.outcome.version, dict(done.outcome.replaces)["version"]) == (2, 1)
        assert image.send("genesis", "treble", 3) == 22

    def test_a_version_that_came_meanwhile_has_its_say_as_well(self, waiting):
        image, number = waiting
        install(image, "def treble(self, number):\n    return 1\n", [Example(args=(9,), result=1)])
        with pytest.raises(GuardianError, match=r"treble\(9\) == 1, as for version 1"):
            image.approvals.edit(number, image.approvals.show(number)["source"])
        text = image.approvals.show(number)["source"]
        image.approvals.edit(number, text, drop_examples=("1",))
        assert image.approvals.approve(number).outcome.replaces["version"] == 1

    def test_a_change_is_stored_without_a_word_for_it(self, home, m, w):
        image = home.open(
            m.Coder("    self.n = number\n    self._p_changed = True\n    return 1\n")
        )
        brief = replace(w.TRIPLE, selector="note", examples=(Example(args=(3,), result=1),))
        number = w.pending(image, brief).details["cycle"]
        image.approvals.edit(number, "def note(self, number):\n    self.n = number\n    return 1\n")
        image.approvals.approve(number)
        assert image.send("genesis", "note", 8) == 1
        assert image.send("genesis", "n") == 8

    def test_an_edit_between_reading_and_deciding_is_told(self, waiting):
        image, number = waiting
        from batos.stewardship.approval import deciding

        change = deciding.read_change(image._host, number)
        image.approvals.edit(number, MINE)
        with pytest.raises(UsageError, match="was edited by somebody else"):
            image.session.change(
                lambda root: deciding.waiting.take_change(root, change), note="a test"
            )

    def test_a_refused_edit_bars_both_texts(self, waiting, w):
        image, number = waiting
        image.approvals.edit(number, MINE)
        image.approvals.refuse(number)
        with pytest.raises(MissionFailedError, match="refused by user"):
            image.learn(w.TRIPLE)

    def test_an_approved_text_is_no_longer_barred(self, home, m, w):
        says = [w.RIGHT]
        image = home.open(m.Coder(lambda _request: says[-1]))
        image.approvals.refuse(w.pending(image).details["cycle"])
        says.append(w.OTHER)
        number = w.pending(image).details["cycle"]
        image.approvals.edit(number, "def treble(self, number):\n" + w.RIGHT)
        image.approvals.approve(number)
        with pytest.raises(UsageError, match="Nothing was refused"):
            image.approvals.allow("genesis.treble")


class TestRun:
    def test_gives_the_result_and_keeps_nothing(self, waiting, m):
        image, number = waiting
        before = m.world(image)
        commits = image.status()["commits"]
        found = image.approvals.run(number, (5,))
        assert (found.value, found.changes) == (15, ())
        assert m.world(image) == before
        assert image.status()["commits"] == commits
        assert "treble" not in image.show("genesis")["methods"]

    def test_tells_what_would_change(self, home, w):
        image = home.open()

        def put(root):
            root.find("genesis").items = [1]

        image.session.change(put, note="a test")
        pushed = Example(state={"items": [1]}, args=(2,), result=2, after={"items": [1, 2]})
        brief = replace(w.TRIPLE, selector="push_item", text="push an item", examples=(pushed,))
        w.pending(image, brief)
        found = image.approvals.run("genesis.push_item", (7,))
        assert found.value == 2
        assert found.changes == (
            {"object": "genesis", "slot": "items", "before": [1], "after": [1, 7]},
        )
        assert image.show("genesis")["slots"]["items"] == [1]

    def test_on_another_receiver(self, waiting):
        image, number = waiting
        assert image.approvals.run(number, (2,), on="alfred").value == 6
        assert "treble" not in image.show("alfred")["methods"]

    def test_what_it_raises_is_told(self, waiting):
        image, number = waiting
        for args in ((), (1, 2), ({},)):
            with pytest.raises(GuardianError):
                image.approvals.run(number, args)

    def test_it_ends_when_its_fuel_does(self, home, m, w):
        body = "    while number > 5:\n        number = number + 1\n    return number * 3\n"
        image = home.open(m.Coder(body))
        number = w.pending(image).details["cycle"]
        with pytest.raises(GuardianError, match="was stopped"):
            image.approvals.run(number, (6,))

    def test_a_miss_on_the_way_is_told_and_not_learned(self, home, m, w):
        body = "    return number * 3 if number < 9 else self.reverse_text('x')\n"
        image = home.open(m.Coder(body))
        number = w.pending(image).details["cycle"]
        with pytest.raises(GuardianError, match="does not understand 'reverse_text'"):
            image.approvals.run(number, (10,))
        assert len(image.cycles()) == 1

    def test_the_present_version_is_what_others_get(self, home, m, w):
        image = home.open(m.Coder(w.RIGHT, "    return 10 * number\n"))
        image.learn(w.TRIPLE)
        examples = (replace(w.DOUBLED[0], result=30),)
        tenfold = replace(w.TRIPLE, examples=examples, drop_examples=("all",))
        number = w.pending(image, tenfold).details["cycle"]
        assert image.approvals.run(number, (2,)).value == 20
        assert image.send("genesis", "treble", 2) == 6
