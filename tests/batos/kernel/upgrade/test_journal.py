"""What is on record when something is killed."""

from batos.kernel.upgrade.environments import Environment
from batos.kernel.upgrade.instructions import Instructions
from batos.kernel.upgrade.journal import Journal, Plan, Step

HERE = Environment(prefix="/a", python="/a/bin/python", version="1")
PLAN = Plan(
    id="1",
    instructions=Instructions(rollback=True),
    old=HERE,
    new=HERE,
    older=HERE,
    was_up=True,
)


def test_every_step_is_read_again(tmp_path):
    journal = Journal(tmp_path)
    assert journal.read() is None
    journal.begin(PLAN, "from 1")
    journal.note(Step.INSTALL, "making it")
    record = journal.read()
    assert (record.plan, record.last.step, record.ended) == (PLAN, "install", False)
    journal.note(Step.ROLL_BACK, "It is sick.", "Mend it.")
    journal.note(Step.ROLLED_BACK, "It is sick.")
    record = journal.read()
    assert record.ended
    assert record.reason() == ("It is sick.", "Mend it.")


def test_a_line_that_was_torn_was_never_written(tmp_path):
    journal = Journal(tmp_path)
    journal.begin(PLAN, "from 1")
    with (tmp_path / "upgrade.jsonl").open("ab") as file:
        file.write(b'{"at": "20')
    assert journal.read().last.step == "begin"
    journal.note(Step.DRAIN, "ending it")
    assert [each.step for each in journal.read().entries] == ["begin", "drain"]


def test_what_is_refused_is_an_end(tmp_path):
    journal = Journal(tmp_path)
    journal.refuse("No.", "Yes.")
    record = journal.read()
    assert record.ended
    assert (record.plan, record.last.text, record.last.hint) == (None, "No.", "Yes.")
