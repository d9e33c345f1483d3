"""Reports in the image: whose a running one is, and how long they are kept."""

import pytest

from batos.errors import UsageError
from batos.heartbeat import reports
from batos.heartbeat.reports import all_reports, begin_report, forget_reports, is_interrupted
from batos.learning.records.owners import Owner, this_owner

ELSEWHERE = Owner("other", "another machine", 1, 1.0)


def begun(session, owner, *, exclusive=False):
    def work(root):
        report, goes_on = begin_report(
            root, trigger="asked", user="amy", owner=owner, exclusive=exclusive
        )
        return report["id"], goes_on

    return session.change(work, note="begin")


def test_one_that_runs_elsewhere_is_left_alone_until_its_lease_is_over(image):
    session = image.session
    begun(session, ELSEWHERE)
    with pytest.raises(UsageError, match="running just now"):
        begun(session, this_owner())

    def forget(root):
        (report,) = all_reports(root)
        report["until"] = "2020-01-01T00:00:00.000000+00:00"

    session.change(forget, note="test")
    assert begun(session, this_owner())[1]


def test_one_in_a_file_is_nobody_elses(image):
    begun(image.session, ELSEWHERE)
    with image.session.read() as root:
        (report,) = all_reports(root)
        assert is_interrupted(report, this_owner(), exclusive=True)
        assert not is_interrupted(report, this_owner(), exclusive=False)


def test_old_ones_go_but_not_one_that_runs(image):
    image.heartbeat.now()
    begun(image.session, ELSEWHERE)
    assert image.session.change(lambda root: forget_reports(root, "9"), note="tidy") == 1
    (left,) = image.heartbeat.calendar()
    assert left["state"] == "running"


def test_an_image_from_before_there_were_heartbeats(home, image):
    image.session.change(lambda root: root._mapping.__delitem__("heartbeat"), note="test")
    image.close()
    image = home.open()
    assert image.heartbeat.status()["last"] is None
    assert image.heartbeat.now()["state"] == "done"


def test_a_step_that_ends_its_process_again_and_again_is_left_out(image):
    session = image.session
    begun(session, ELSEWHERE, exclusive=True)

    def at(root):
        (report,) = all_reports(root)
        report["step"] = "check"

    session.change(at, note="test")
    for _ in range(3):
        begun(session, ELSEWHERE, exclusive=True)
    with session.read() as root:
        (report,) = all_reports(root)
        assert [(line["step"], line["state"]) for line in report["steps"]] == [("check", "failed")]


def test_the_latest_stays_the_last_after_a_clock_that_was_ahead(image, monkeypatch):
    monkeypatch.setattr(reports, "now_text", lambda: "2099-01-01T00:00:00.000000+00:00")
    begun(image.session, ELSEWHERE, exclusive=True)

    def end(root):
        (report,) = all_reports(root)
        report["state"] = "done"

    image.session.change(end, note="test")
    monkeypatch.undo()
    name, _ = begun(image.session, ELSEWHERE, exclusive=True)
    with image.session.read() as root:
        assert next(all_reports(root))["id"] == name
