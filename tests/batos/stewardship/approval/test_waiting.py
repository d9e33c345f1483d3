"""What waits is kept in the image, whole, and holds nothing up."""

from dataclasses import replace

import pytest

from batos.errors import (
    ApprovalPendingError,
    ExitCode,
    UnknownNameError,
    UsageError,
)
from batos.stewardship.approval.waiting import fingerprint


def test_the_world_stays_as_it_was_but_for_what_waits(home, m, w):
    image = home.open(m.Coder(w.RIGHT))
    before = m.world(image)
    error = w.pending(image)
    assert m.world(image) == before
    number = error.details["cycle"]
    assert error.message == "genesis.treble is ready and waits for your word."
    assert f"batos approvals show {number}" in error.hint
    assert error.exit_code == ExitCode.WAITING == 7
    record = image.show(number)
    assert record["state"] == "WAITING"
    assert record["outcome"]["status"] == "WAITING"
    assert m.states(image, number)[-2:] == ["VALIDATING", "WAITING"]


def test_everything_that_a_person_asks_for_is_shown(waiting):
    image, number = waiting
    shown = image.approvals.show(number)
    assert shown["address"] == "genesis.treble"
    assert shown["source"].endswith("return number * 3\n")
    assert shown["signature"] == "(self, number)"
    assert [example["result"] for example in shown["examples"]] == [9, 15, 0]
    assert shown["verdict"]["accepted"]
    assert (shown["asked_by"], shown["mission"]) == ("user", "treble a figure")
    assert (shown["origin"], shown["previous"], shown["stale"]) == ("written", None, "")
    assert shown["message"] is None
    assert "+    return number * 3" in shown["diff"]
    line = image.approvals.waiting()
    assert [(each["id"], each["replaces"], each["stale"]) for each in line] == [(number, False, "")]


def test_it_survives_a_restart(home, m, w):
    image = home.open(m.Coder(w.RIGHT))
    number = w.pending(image).details["cycle"]
    shown = image.approvals.show(number)
    image.close()
    image = home.open()
    assert image.approvals.show(number) == shown
    assert image.approvals.approve(number).outcome.complete
    assert image.send("genesis", "treble", 7) == 21
    assert not home.asked


def test_the_status_counts_it(waiting):
    image, number = waiting
    assert image.status()["waiting"] == 1
    image.approvals.refuse(number)
    assert image.status()["waiting"] == 0


def test_it_is_found_by_id_by_a_beginning_and_by_address(waiting):
    image, number = waiting
    for name in (number, number[:4], "genesis.treble"):
        assert image.approvals.show(name)["id"] == number


@pytest.mark.parametrize(
    ("name", "near"),
    [("genesis.trebel", "genesis.treble"), ("", "batos approvals"), ("ff", "batos approvals")],
)
def test_an_unknown_one_is_told_with_a_near_match(waiting, name, near):
    image, _ = waiting
    with pytest.raises(UnknownNameError, match="no waiting change") as caught:
        image.approvals.show(name)
    assert near in caught.value.hint


def test_a_second_mission_for_it_is_told_about_it(waiting, home, w):
    image, number = waiting
    asked = len(home.asked)
    for options in ({}, {"approve": "auto"}, {"attended": True}):
        with pytest.raises(ApprovalPendingError) as caught:
            image.learn(w.TRIPLE, **options)
        assert caught.value.details["cycle"] == number
    with pytest.raises(ApprovalPendingError):
        image.send("genesis", "treble", 3)
    answer = image.ask("write a method called treble that triples a number; 2 gives 6")
    assert (answer.kind, answer.text) == ("waiting", "genesis.treble")
    assert len(home.asked) == asked
    assert len(image.cycles()) == 1


def test_others_learn_meanwhile(waiting, w):
    image, _ = waiting
    assert image.send("genesis", "count_vowels", "banana") == 3
    assert image.learn(replace(w.TRIPLE, receiver="alfred")).complete


def test_the_present_version_goes_on_answering(home, m, w):
    image = home.open(m.Coder(w.RIGHT, "    return 10 * number\n"))
    image.learn(w.TRIPLE)
    examples = (replace(w.DOUBLED[0], result=30),)
    tenfold = replace(w.TRIPLE, examples=examples, drop_examples=("all",))
    number = w.pending(image, tenfold).details["cycle"]
    assert image.send("genesis", "treble", 2) == 6
    assert "-    return number * 3" in image.approvals.diff(number)["diff"]
    image.approvals.approve(number)
    assert image.send("genesis", "treble", 2) == 20
    assert image.show("genesis.treble")["version"] == 2


def test_a_message_is_kept_to_be_sent_again(home):
    image = home.open()
    with pytest.raises(ApprovalPendingError) as caught:
        image.deliver("genesis", "count_vowels", ("banana",), approve="ask")
    number = caught.value.details["cycle"]
    message = {
        "receiver": "genesis",
        "selector": "count_vowels",
        "args": ["banana"],
        "kwargs": {},
    }
    assert image.approvals.show(number)["message"] == message
    assert image.approvals.approve(number).message == message
    assert image.send("genesis", "count_vowels", "banana") == 3


def test_a_nested_miss_keeps_the_whole_message(home):
    image = home.open()
    image.session.change(_install, note="a test")
    with pytest.raises(ApprovalPendingError) as caught:
        image.deliver("genesis", "shout", ("abc",), approve="ask")
    assert caught.value.details["selector"] == "reverse_text"
    done = image.approvals.approve(caught.value.details["cycle"])
    assert done.message["selector"] == "shout"
    assert image.send("genesis", "shout", "abc") == "cba!"


def _install(root):
    from batos.image import history
    from batos.objects import Method

    source = "def shout(self, text):\n    return self.reverse_text(text) + '!'\n"
    method = Method(selector="shout", source=source, signature="(self, text)")
    history.install(root, root.find("genesis"), method, user="somebody")


def test_a_receiver_that_is_gone_is_told(home, m, w):
    image = home.open(m.Coder(w.RIGHT))

    def born(root):
        from batos.objects import UvmObject

        root.add("mine", UvmObject(parents=(root.find("genesis"),)))

    def gone(root):
        del root.objects["mine"]

    image.session.change(born, note="a test")
    number = w.pending(image, replace(w.TRIPLE, receiver="mine")).details["cycle"]
    image.session.change(gone, note="a test")
    for again in (False, True):
        if again:
            image.session.change(born, note="another object of that name")
        assert "is gone" in image.approvals.show(number)["stale"]
        for act in (
            lambda: image.approvals.approve(number),
            lambda: image.approvals.run(number, (1,)),
            lambda: image.approvals.edit(number, "def treble(self, number):\n    return 3\n"),
        ):
            with pytest.raises(UsageError, match=r"'mine' .* is gone"):
                act()
    image.approvals.refuse(number)
    assert image.approvals.waiting() == []


def test_no_second_change_of_a_method_is_written(waiting, w):
    """Two workers may come to the end of two cycles for the same method."""
    image, number = waiting
    outcome = image._runner.run(replace(w.TRIPLE, approval="ask"))
    assert outcome.status == "FAILED"
    assert "waits already" in outcome.reason
    assert [line["id"] for line in image.approvals.waiting()] == [number]


def test_a_fingerprint_sees_what_a_method_does():
    one = 'def a(self, x):\n    """Do it."""\n    # so\n    return x*2\n'
    same = "def b(self, x):\n    return x * 2\n"
    other = "def a(self, x):\n    return x * 3\n"
    assert fingerprint(one) == fingerprint(same) != fingerprint(other)
    assert fingerprint("def a(") != fingerprint("def b(")


@pytest.mark.parametrize("muddle", [None, "lost", "unlisted"])
def test_a_check_compares_it_with_its_index(waiting, muddle):
    image, number = waiting

    def work(root):
        index = root.meta["waiting_by_method"]
        if muddle == "lost":
            del root.waiting[number]
        elif muddle == "unlisted":
            index.clear()

    image.session.change(work, note="a test")
    found = [each.kind for each in image.care.check().findings]
    assert found == ([] if muddle is None else ["waiting"])
