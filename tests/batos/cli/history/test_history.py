"""History, undo and revert on the command line, against a running system."""

import pytest


@pytest.fixture(scope="package")
def knower(shared, h):
    """The shared system, in which genesis knows ``knot_past``."""
    odd = h.Odd("past")
    shared.script(odd.right, h.ALLOW)
    learned = shared.batos(*odd.words)
    assert learned.code == 0, learned
    return shared


ADDRESS = "genesis.knot_past"


def test_scripted_the_history_of_a_method(knower, batos):
    lines = batos("history", ADDRESS).out.splitlines()
    assert lines[0].split()[:5] == ["number", "event", "version", "at", "user"]
    assert "install" in lines[1]
    assert "1 *" in lines[1]
    found = batos("history", ADDRESS, "--json").json()
    assert (found["address"], found["current"], found["versions"]) == (ADDRESS, 1, [1])


def test_scripted_undo_redo_and_their_history(knower, batos):
    undone = batos("undo", ADDRESS)
    assert (undone.code, undone.out) == (0, "")
    assert f"{ADDRESS} is taken away" in undone.err
    history = batos("history", ADDRESS)
    assert "undo of" in history.out
    assert f"batos redo {ADDRESS}" in history.err
    batos("why", ADDRESS).sentence(2, "was taken away")
    batos("send", "genesis", "knot_past", "ab", "--no-learn").sentence(2, "knot_past")
    redone = batos("redo", "--json", "--by", "amy").json()
    assert [(each["address"], each["after"]) for each in redone] == [(ADDRESS, 1)]
    assert batos("send", "genesis", "knot_past", "ab").json() == "b-past-a"
    assert batos("history", ADDRESS, "--json").json()["events"][-1]["user"] == "amy"


def test_scripted_what_was_taken_back_is_learned_anew_only_when_asked_for(knower, batos, h):
    odd = h.Odd("back")
    knower.script(odd.right, h.ALLOW)
    assert batos(*odd.words, "-q").err == ""
    assert batos("undo", "genesis.knot_back", "--by", "amy").code == 0
    said = "genesis.knot_back was taken back by amy at "
    told = batos("send", "genesis", "knot_back", "ab").sentence(2, said, " UTC, and is not learned")
    assert "batos redo genesis.knot_back" in told.err
    assert "--learn" in told.err
    chat = batos("chat", say="/send genesis knot_back ab")
    assert (chat.code, said in chat.err) == (2, True)
    anew = batos("chat", say="/send --learn genesis knot_back ab")
    assert (anew.code, anew.out) == (0, '"b-back-a"\n')
    assert batos("undo", "genesis.knot_back", "--by", "amy").code == 0
    again = batos(*odd.words, "-q")
    assert (again.code, again.out) == (0, "genesis.knot_back\n")
    assert "This very text was taken back by amy on " in again.err
    assert batos("send", "genesis", "knot_back", "ab").json() == "b-back-a"


def test_scripted_undo_by_number(knower, batos):
    number = str(batos("undo", ADDRESS, "--json").json()[0]["event"])
    assert batos("undo", number, "--json").json()[0]["kind"] == "redo"
    batos("undo", number).sentence(2, "to bring back")


def test_scripted_all_changes_of_methods(knower, batos):
    answer = batos("history", "--methods")
    assert answer.out.splitlines()[0].split()[:2] == ["number", "address"]
    assert ADDRESS in answer.out
    assert len(batos("history", "--methods", "--limit", "1", "--json").json()) == 1


def test_the_latest_transactions(batos):
    rows = batos("history", "--limit", "3", "--json").json()
    assert len(rows) == 3
    assert all(len(row["id"]) == 16 for row in rows)
    assert rows[0]["at"] > rows[1]["at"]
    assert rows[0]["id"] in batos("history", "--limit", "3").out


def test_scripted_what_changed_is_shown_and_not_each_step(knower, batos):
    shown = batos("history", "--limit", "500").out
    assert "knot_past is learned (cycle " in shown
    assert "VALIDATING" not in shown
    assert "VALIDATING" in batos("history", "--all", "--limit", "500").out
    changed = batos("history", "--limit", "500", "--json").json()
    every = batos("history", "--all", "--limit", "500", "--json").json()
    assert {row["id"] for row in changed} < {row["id"] for row in every}
    for words in (["--methods"], [ADDRESS]):
        batos("history", "--all", *words).sentence(2, "--all is for the image as a whole")


def test_scripted_callers_are_warned_of_on_stderr(knower, batos, h):
    odd = h.Odd("caller")
    caller = odd.rule("    return self.knot_past(text).replace('past', 'caller')\n")
    knower.script(caller, h.ALLOW)
    assert batos(*odd.words).code == 0
    undone = batos("undo", ADDRESS)
    assert undone.out == ""
    assert (
        "Warning: genesis.knot_caller calls knot_past, which is not there any more in genesis."
        in undone.err
    )
    as_json = batos("redo", ADDRESS, "--json")
    assert as_json.json()[0]["callers"] == ["genesis.knot_caller"]


def test_scripted_versions_are_compared_and_reverted_to(knower, batos):
    batos("diff", ADDRESS).sentence(2, "no version before 1")
    assert "repeats version 1" in _again(batos).err
    shown = batos("diff", ADDRESS, "1", "2")
    assert (shown.code, shown.out) == (0, "")
    assert "have the same source" in shown.err
    assert batos("diff", ADDRESS, "--json").json()["diff"] == ""
    batos("revert", ADDRESS, "--to", "9").sentence(2, "no version 9")


def _again(batos):
    """Take the method back and install its first version again, as the second."""
    assert batos("undo", ADDRESS).code == 0
    return batos("revert", ADDRESS, "--to", "1")


class TestTransactions:
    def test_scripted_a_message_is_taken_back(self, shared, batos, h):
        odd = h.Odd("heard")
        body = "    self.heard = text\n    self._p_changed = True\n"
        answer = f"{body}    return text[1:] + '-heard-' + text[:1]\n"
        shared.script(odd.rule(answer), h.ALLOW)
        assert batos(*odd.words).code == 0
        for word in ("one", "two"):
            assert batos("send", "genesis", odd.name, word).code == 0
        rows = batos("history", "--json").json()
        latest = next(row for row in rows if row["note"] == f"genesis.{odd.name}")
        undone = batos("undo", "--transaction", latest["id"])
        assert f"is taken back: genesis.{odd.name}" in undone.err
        assert batos("show", "genesis.heard").out == "one\n"
        batos("at", "0s ago", "send", "genesis", odd.name, "ab").sentence(3, "past is read only")
        again = batos("undo", "--transaction", latest["id"])
        again.sentence(2, "later ones changed the same objects")

    def test_scripted_an_empty_id_takes_nothing_back(self, knower, batos):
        latest = batos("history", "--methods", "--limit", "1", "--json").json()
        batos("undo", "--transaction", "").sentence(2, "'id' is empty")
        assert batos("history", "--methods", "--limit", "1", "--json").json() == latest

    def test_a_limit_beyond_all_counting(self, batos):
        assert batos("history", "--limit", str(2**63), "--json").code == 0
        batos("history", "").sentence(2, "'address' is empty")

    def test_what_is_no_id(self, batos):
        batos("undo", "--transaction", "x").sentence(2, "no id of a transaction")
        batos("undo", "genesis.x", "--transaction", "x").sentence(2, "stands alone")
        batos("history", "genesis.x", "--methods").sentence(2, "--methods")


@pytest.mark.parametrize("words", [("undo",), ("redo",), ("revert", "genesis.x", "--to", "1")])
def test_without_a_kernel_what_changes_something_says_so(alone, words):
    alone(*words).sentence(6, "No kernel is running", "batos up")


@pytest.mark.parametrize("words", [("history",), ("history", "genesis.x"), ("diff", "genesis.x")])
def test_without_an_image_what_looks_says_how_to_begin(alone, words):
    alone(*words).sentence(3, "There is no image yet", "batos up")
