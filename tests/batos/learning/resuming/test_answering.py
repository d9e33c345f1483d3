"""A cycle asks, waits for the answer over restarts, and goes on with it.

VALIDATING is a double here (see conftest) that chooses the question; image, runner, trial and
answering are real.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from batos.errors import (
    ApprovalPendingError,
    CancelledError,
    MissionFailedError,
    QuestionPendingError,
    SlotError,
    UnknownNameError,
    UsageError,
)
from batos.inference import CancelToken
from batos.learning.model.question import Answer, Question
from batos.objects import Example


def one(image):
    (line,) = image.questions.open()
    return line


class TestWaiting:
    def test_a_cycle_that_asks_waits_with_the_question_on_record(self, image, q, m):
        outcome = q.waits(image)
        line = one(image)
        assert outcome["status"] == "WAITING"
        assert line["question"] == outcome["question"]
        assert (line["address"], line["waits"]) == ("genesis.middle", True)
        assert line["wording"] == "middle([4, 1]) gives …?"
        assert [each["result"] for each in line["question"]["choices"]] == [4, 1]
        assert m.states(image, outcome["cycle"])[-2:] == ["VALIDATING", "WAITING"]
        assert image.status()["questions"] == 1
        with pytest.raises(UnknownNameError):
            image.show("genesis.middle")

    def test_the_question_is_an_event(self, image, q):
        heard = []
        outcome = q.waits(image, listener=heard.append)
        (event,) = [each for each in heard if each.kind == "cycle.question"]
        assert event.text == "middle([4, 1]) gives …?"
        assert event.data == {**outcome["question"], "waits": True}

    def test_who_asks_the_same_again_is_asked_the_same(self, image, q):
        first, again = q.waits(image), q.waits(image)
        assert first["cycle"] == again["cycle"]
        with pytest.raises(QuestionPendingError) as caught:
            image.send("genesis", "middle", [1, 2])
        assert caught.value.details["cycle"] == first["cycle"]
        assert len(image.cycles()) == 1

    def test_who_asks_in_other_words_takes_its_place(self, image, q):
        first = q.waits(image)
        decided = replace(
            q.MEDIAN, examples=(*q.MEDIAN.examples, Example(args=([4, 1],), result=4))
        )
        assert image.learn(decided).complete
        assert image.questions.open() == []
        record = image.show(first["cycle"])
        assert (record["state"], record["outcome"]["status"]) == ("FAILED", "FAILED")
        assert image.send("genesis", "middle", [4, 1]) == 4

    def test_a_changed_move_does_not_lead_past_the_person(self, image, q):
        def lead(root):
            state = root.find("state_validating")
            state.moves = {**state.moves, "question": "COMPLETE"}

        image.session.change(lead, note="test")
        assert q.waits(image)["status"] == "WAITING"

    def test_an_image_from_before_there_were_questions_asks_as_well(self, image, q):
        def older(root):
            state = root.find("state_validating")
            state.moves = {name: to for name, to in state.moves.items() if name != "question"}

        image.session.change(older, note="test")
        assert q.waits(image)["status"] == "WAITING"


class TestAnswer:
    @pytest.mark.parametrize(("choice", "given"), [(0, 4), (1, 1)])
    def test_a_pick_chooses_the_method_and_is_its_example_for_ever(self, waiting, choice, given):
        image, asked = waiting
        outcome = image.answer(asked["question"]["id"], Answer(choice=choice), by="amy")
        assert (outcome.status, outcome.cycle) == ("COMPLETE", asked["cycle"])
        assert (outcome.trust, outcome.confidence) == ("proven", 0.95)
        assert image.send("genesis", "middle", [4, 1]) == given
        shown = image.show("genesis.middle")
        assert {"args": [[4, 1]], "result": given, "origin": "answer"} in shown["examples"]
        assert shown["provenance"]["trust"] == "proven"
        assert image.questions.open() == []

    def test_no_model_is_asked_for_what_was_written_already(self, waiting, home, m):
        image, asked = waiting
        before = len([each for each in home.backends[-1].requests if not m.is_veto(each)])
        image.answer(asked["question"]["id"], Answer(choice=1))
        written = [each for each in home.backends[-1].requests if not m.is_veto(each)]
        assert len(written) == before

    def test_the_record_tells_what_was_asked_and_answered(self, waiting, m):
        image, asked = waiting
        image.answer(asked["question"]["id"], Answer(choice=1), by="amy")
        record = image.show(asked["cycle"])
        (line,) = record["notes"]["asked_questions"]
        assert line["question"] == asked["question"]
        assert (line["answer"], line["by"]) == ({"choice": 1}, "amy")
        assert record["state"] == "COMPLETE"
        assert not record["reason"]
        tail = m.states(image, asked["cycle"])[-4:]
        assert tail == ["VALIDATING", "WAITING", "VALIDATING", "COMPLETE"]

    def test_the_trail_is_one_and_in_order(self, waiting):
        image, asked = waiting
        image.answer(asked["question"]["id"], Answer(choice=1), by="amy")
        with image.session.read() as root:
            numbers = [seq for _at, cycle, seq in root.trail if cycle == asked["cycle"]]
            kinds = [entry["kind"] for entry in root.trail.values()]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
        assert kinds.count("cycle.finished") == 2

    def test_none_of_these_has_another_one_written(self, home, m, q, asks):
        image = home.open(m.Coder(q.UPPER, q.LOWER, q.LOWER, q.LOWER, q.BETWEEN))
        asked = q.waits(image)
        outcome = image.answer(asked["question"]["id"], Answer(example=Example(result=2.5)))
        assert outcome.complete
        assert image.send("genesis", "middle", [4, 1]) == 2.5

    def test_who_does_not_know_may_be_asked_something_else(self, waiting):
        image, asked = waiting
        outcome = image.answer(asked["question"]["id"], Answer())
        assert outcome.status == "WAITING"
        assert outcome.question["id"] != asked["question"]["id"]
        assert one(image)["question"] == dict(outcome.question)

    def test_at_most_three_are_asked_then_it_is_tentative(self, waiting):
        image, outcome = waiting
        for _ in range(2):
            outcome = image.answer(outcome["question"]["id"], Answer()).to_plain()
            assert outcome["status"] == "WAITING"
        outcome = image.answer(outcome["question"]["id"], Answer())
        assert (outcome.status, outcome.trust) == ("COMPLETE", "tentative")
        assert one(image)["waits"] is False

    def test_a_fourth_question_ends_the_cycle(self, image, q, monkeypatch):
        monkeypatch.setattr("batos.learning.cycle.manner.MOST_QUESTIONS", 9)
        outcome = q.waits(image)
        for _ in range(3):
            outcome = image.answer(outcome["question"]["id"], Answer()).to_plain()
        assert outcome["status"] == "FAILED"
        assert "nobody can be asked again" in outcome["reason"]

    def test_a_method_that_nobody_has_judged_good_is_not_installed_by_an_answer(
        self, home, m, q, asks
    ):
        image = home.open(m.Coder(q.UPPER, q.LOWER, verdict="veto"))
        asked = q.waits(image)
        outcome = image.answer(asked["question"]["id"], Answer(choice=0))
        assert outcome.status == "FAILED"
        assert "vetoed" in outcome.reason

    def test_approval_still_comes_after_the_answer(self, image, q):
        asked = q.waits(image, approve="ask")
        outcome = image.answer(asked["question"]["id"], Answer(choice=0))
        assert outcome.status == "WAITING"
        assert not outcome.question
        (change,) = image.approvals.waiting()
        assert image.approvals.approve(change["id"]).outcome.trust == "proven"

    def test_a_message_that_waits_is_handed_out(self, home, m, q, asks):
        image = home.open(m.Coder(q.UPPER, q.LOWER), cycle__unattended="wait")
        with pytest.raises(QuestionPendingError) as caught:
            image.send("genesis", "middle", [3, 1, 2])
        done = image.questions.answer(caught.value.details["question"]["id"], Answer(choice=0))
        assert done.outcome.complete
        assert done.message["args"] == [[3, 1, 2]]

    def test_a_beginning_of_the_id_or_the_address_names_it(self, waiting):
        image, asked = waiting
        number = asked["question"]["id"]
        assert image.questions.show(number[:6])["id"] == number
        assert image.questions.show("genesis.middle")["id"] == number

    def test_twice_is_an_error_that_says_who_did(self, waiting):
        image, asked = waiting
        number = asked["question"]["id"]
        image.answer(number, Answer(choice=0), by="amy")
        with pytest.raises(UsageError, match="was answered by amy already"):
            image.answer(number, Answer(choice=0))

    def test_at_the_same_time_one_of_two_wins(self, waiting):
        image, asked = waiting
        number = asked["question"]["id"]
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(image.answer, number, Answer(choice=each)) for each in (0, 1)]
            errors = [each.exception(60) for each in both]
        assert sum(each is None for each in errors) == 1
        assert all(isinstance(each, UsageError) for each in errors if each is not None)
        assert image.show("genesis.middle")["version"] == 1

    def test_of_what_is_not_there_is_an_error(self, image):
        with pytest.raises(UnknownNameError, match="open question"):
            image.answer("0123456789ab", Answer())

    @pytest.mark.parametrize(
        ("answer", "error"),
        [
            (Answer(choice=7), UsageError),
            (Answer(example=Example()), UsageError),
            (Answer(example=Example(result=object())), SlotError),
        ],
    )
    def test_that_cannot_be_taken_leaves_the_question_open(self, waiting, answer, error):
        image, asked = waiting
        number = asked["question"]["id"]
        with pytest.raises(error):
            image.answer(number, answer)
        assert one(image)["id"] == number


class TestRestart:
    def test_it_goes_on_in_another_process_with_all_that_had_passed(self, waiting, home, m):
        image, asked = waiting
        image.close()
        silent = home.open(m.Coder("    return 0\n"))
        assert silent.resume_interrupted() == []
        assert one(silent)["question"] == asked["question"]
        assert silent.answer(asked["question"]["id"], Answer(choice=1)).complete
        assert silent.send("genesis", "middle", [4, 1]) == 1
        assert [each for each in home.backends[-1].requests if not m.is_veto(each)] == []

    def test_one_that_was_killed_with_the_answer_goes_on_by_itself(
        self, waiting, home, m, monkeypatch
    ):
        image, asked = waiting

        def dies(*_args, **_kwargs):
            raise SystemExit  # as a kill: nothing is written afterwards

        with monkeypatch.context() as patch:
            patch.setattr(image._runner, "resume", dies)
            with pytest.raises(SystemExit):
                image.answer(asked["question"]["id"], Answer(choice=1))
        image.close()
        again = home.open(m.Coder("    return 0\n"))
        (outcome,) = again.resume_interrupted()
        assert outcome.complete
        assert again.send("genesis", "middle", [4, 1]) == 1


class TestCancel:
    def test_ends_the_cycle_and_installs_nothing(self, waiting):
        image, asked = waiting
        outcome = image.questions.cancel(asked["question"]["id"], by="amy")
        assert outcome.status == "FAILED"
        assert "cancelled" in outcome.reason
        record = image.show(asked["cycle"])
        assert (record["state"], record["outcome"]["status"]) == ("FAILED", "FAILED")
        assert image.questions.open() == []
        with pytest.raises(UnknownNameError):
            image.show("genesis.middle")
        with pytest.raises(UsageError, match="answered by amy"):
            image.answer(asked["question"]["id"], Answer(choice=0))

    def test_while_somebody_is_asked_ends_the_cycle(self, image, q):
        token = CancelToken()

        def asker(_question):
            token.cancel()
            return Answer(choice=0)

        with pytest.raises(CancelledError):
            image.learn(q.MEDIAN, asker=asker, cancel=token)
        (line,) = image.cycles()
        assert line["state"] == "FAILED"
        assert image.questions.open() == []

    def test_of_the_answer_ends_the_cycle(self, waiting):
        image, asked = waiting
        token = CancelToken()

        def stop(event):
            if event.kind == "cycle.resumed":
                token.cancel()

        with pytest.raises(CancelledError):
            image.answer(asked["question"]["id"], Answer(choice=0), listener=stop, cancel=token)
        assert image.show(asked["cycle"])["state"] == "FAILED"
        assert image.questions.open() == []


class TestAsker:
    def test_is_asked_until_the_cycle_has_ended(self, image, q):
        seen = []

        def asker(question):
            seen.append(question)
            return Answer(choice=1)

        outcome = image.learn(q.MEDIAN, asker=asker)
        assert outcome.complete
        assert [each.wording() for each in seen] == ["middle([4, 1]) gives …?"]
        assert isinstance(seen[0], Question)

    def test_nobody_there_leaves_it_waiting(self, image, q):
        with pytest.raises(QuestionPendingError) as caught:
            image.learn(q.MEDIAN, asker=lambda _question: None)
        assert caught.value.exit_code == 7
        assert one(image)["id"] in caught.value.hint

    def test_an_asker_is_no_approver(self, image, q):
        # Genesis is shared: a person at a terminal would be asked before it learns.
        assert image.learn(q.MEDIAN, asker=lambda _question: Answer(choice=0)).complete


class TestUnattended:
    def test_is_tentative_and_the_question_stays_open(self, image, q):
        outcome = image.learn(q.MEDIAN)
        assert (outcome.status, outcome.trust, outcome.confidence) == ("COMPLETE", "tentative", 0.6)
        line = one(image)
        assert (line["waits"], line["version"]) == (False, 1)
        assert line["question"] == dict(outcome.question)
        assert image.send("genesis", "middle", [4, 1]) == 4

    def test_waits_where_the_configuration_says_so(self, home, m, q, asks):
        image = home.open(m.Coder(q.UPPER, q.LOWER), cycle__unattended="wait")
        with pytest.raises(QuestionPendingError):
            image.learn(q.MEDIAN)
        assert one(image)["waits"]

    def test_refuses_where_the_configuration_says_so(self, home, m, q, asks):
        image = home.open(m.Coder(q.UPPER, q.LOWER), cycle__unattended="refuse")
        with pytest.raises(MissionFailedError):
            image.learn(q.MEDIAN)
        assert image.questions.open() == []

    def test_an_answer_that_the_method_gives_proves_it(self, tentative):
        image, asked = tentative
        outcome = image.answer(asked.question["id"], Answer(choice=0), by="amy")
        assert (outcome.status, outcome.version, outcome.trust) == ("COMPLETE", 2, "proven")
        shown = image.show("genesis.middle")
        assert shown["provenance"]["evidence"]["answered"]["by"] == "amy"
        assert shown["examples"][-1] == {"args": [[4, 1]], "result": 4, "origin": "answer"}
        assert image.questions.open() == []
        assert image.history.of("genesis.middle")["events"][-1]["cause"] == (
            "proven by an answer of amy"
        )
        with pytest.raises(UsageError, match="answered by amy"):
            image.answer(asked.question["id"], Answer(choice=0))

    def test_another_answer_has_a_new_version_learned(self, tentative):
        image, asked = tentative
        outcome = image.answer(asked.question["id"], Answer(choice=1), by="amy")
        assert (outcome.status, outcome.version, outcome.trust) == ("COMPLETE", 2, "proven")
        assert outcome.replaces == {"address": "genesis.middle", "version": 1}
        assert outcome.cycle != asked.cycle
        assert image.send("genesis", "middle", [4, 1]) == 1
        assert image.questions.open() == []

    def test_another_answer_that_nothing_gives_leaves_method_and_question(self, tentative):
        image, asked = tentative
        outcome = image.answer(asked.question["id"], Answer(example=Example(result=77)))
        assert outcome.status == "FAILED"
        assert "stays version 1, and the question open" in outcome.hint
        assert image.send("genesis", "middle", [4, 1]) == 4
        assert one(image)["id"] == asked.question["id"]

    def test_i_do_not_know_closes_it(self, tentative):
        image, asked = tentative
        outcome = image.answer(asked.question["id"], Answer())
        assert (outcome.status, outcome.trust) == ("COMPLETE", "tentative")
        assert image.questions.open() == []

    def test_it_is_gone_with_its_method_and_comes_back_with_it(self, tentative):
        image, _ = tentative
        image.history.undo("genesis.middle")
        assert image.questions.open() == []
        image.history.redo("genesis.middle")
        assert one(image)["address"] == "genesis.middle"

    def test_another_mission_takes_its_place(self, tentative, q):
        image, _ = tentative
        decided = (*q.MEDIAN.examples, Example(args=([4, 1],), result=1))
        image.learn(replace(q.MEDIAN, examples=decided))
        assert image.questions.open() == []


class TestTrust:
    def test_what_validating_has_found_is_stored_with_the_method(self, tentative):
        image, outcome = tentative
        provenance = image.show("genesis.middle")["provenance"]
        assert provenance["trust"] == outcome.trust == "tentative"
        assert provenance["confidence"] == 0.6
        assert provenance["evidence"] == {"examples": 1}

    def test_what_is_tentative_is_handed_to_nobody_until_it_is_proven(self, tentative):
        image, asked = tentative
        with image.session.read() as root:
            assert root.memory["catalog"].get("method:genesis.middle") is None
        image.answer(asked.question["id"], Answer(choice=0))
        with image.session.read() as root:
            catalog = root.memory["catalog"]
            assert catalog.get("method:genesis.middle") is not None
            assert catalog.get("tentative:genesis.middle") is None

    def test_what_was_proven_is_not_made_doubtful_by_being_asked_for_again(self, tentative, q):
        image, _ = tentative
        image.confirm("genesis.middle")
        again = replace(q.MEDIAN, examples=(*q.MEDIAN.examples, Example(args=([5],), result=5)))
        outcome = image.learn(again)
        assert outcome.trust == "proven"
        assert image.questions.open() == []

    def test_a_tentative_method_that_waits_for_approval_keeps_its_question(self, image, q):
        with pytest.raises(ApprovalPendingError) as caught:
            image.learn(q.MEDIAN, approve="ask")
        assert image.questions.open() == []
        done = image.approvals.approve(caught.value.details["cycle"])
        assert done.outcome.trust == "tentative"
        assert one(image)["waits"] is False

    def test_a_text_that_a_person_has_written_is_not_tentative(self, image, q):
        with pytest.raises(ApprovalPendingError) as caught:
            image.learn(q.MEDIAN, approve="ask")
        number = caught.value.details["cycle"]
        image.approvals.edit(number, f"def middle(self, numbers):\n{q.BETWEEN}", by="amy")
        image.approvals.approve(number)
        assert image.show("genesis.middle")["trust"] == "proven"
        assert image.questions.open() == []
