"""A heartbeat goes from step to step, gives way, and tells what it has found."""

import threading

import pytest

from batos.errors import CancelledError, UnknownNameError, UsageError
from batos.heartbeat import heartbeat as module
from batos.heartbeat.steps import STEPS
from batos.inference import CancelToken


def test_it_does_every_step_and_tells_what_it_has_found(image, b):
    heard = []
    report = image.heartbeat.now(user="amy", listener=heard.append)
    assert [each["step"] for each in report["steps"]] == list(STEPS)
    assert {each["state"] for each in report["steps"]} == {"done"}
    assert (report["state"], report["asked_by"], report["trigger"]) == ("done", "amy", "asked")
    assert b.step(report, "test")["counts"] == {"right": 1, "wrong": 1, "untested": 1}
    (wrong,) = b.step(report, "test")["lines"]
    assert wrong.startswith("genesis.quiet is wrong since 20")
    assert image.history.why("genesis.quiet")["test"]["state"] == "wrong"
    assert b.step(report, "check")["counts"]["damages"] == 0
    kinds = [each.kind for each in heard if each.kind != "heartbeat.at"]
    assert kinds == ["heartbeat.began", *["heartbeat.step"] * len(STEPS), "heartbeat.ended"]
    assert [each.seq for each in heard if each.kind != "heartbeat.at"] == [
        *range(1, len(STEPS) + 3)
    ]


def test_its_events_are_in_the_trail_of_the_image_and_in_the_log(home, image):
    report = image.heartbeat.now()
    with image.session.read() as root:
        kept = [each for key, each in root.trail.items() if key[1] == report["id"]]
    assert [each["kind"] for each in kept][:: len(STEPS) + 1] == [
        "heartbeat.began",
        "heartbeat.ended",
    ]
    assert kept[2]["data"]["step"] == "test"
    assert home.trail.read_text("utf-8").count("heartbeat.step") == len(STEPS)


@pytest.mark.parametrize("days", [float("nan"), float("inf"), -1.0, 1e9])
def test_a_calendar_of_no_number_of_days_is_refused(image, days):
    with pytest.raises(UsageError, match="a number from 0 to 36500"):
        image.heartbeat.calendar(days)


def test_what_is_to_come_or_to_stay_for_ever_does_not_end_it(home, b):
    image = home.open(heartbeat__interval=1e300, heartbeat__keep_days=1e300, retention__days=1e300)
    assert b.step(image.heartbeat.now(), "tidy")["state"] == "done"
    assert image.heartbeat.status()["next"] > "2100"
    assert not image.heartbeat.due()


def test_its_reports_are_a_calendar(home, image):
    with pytest.raises(UsageError, match="no heartbeat yet"):
        image.heartbeat.report()
    first, second = image.heartbeat.now(), image.heartbeat.now()
    image.close()
    heartbeat = home.open().heartbeat
    assert heartbeat.calendar() == [second, first]
    assert heartbeat.calendar(days=0) == []
    assert heartbeat.report() == heartbeat.status()["last"] == second
    assert heartbeat.report(first["id"][:6]) == first
    with pytest.raises(UnknownNameError):
        heartbeat.report("nothing")


def test_a_step_that_fails_keeps_none_of_the_others_from_it(image, b, monkeypatch):
    def fail(_work):
        raise UsageError("It cannot be.")

    def break_(_work):
        raise RuntimeError("broken")

    monkeypatch.setattr(module, "STEPS", {**STEPS, "audit": fail, "retry": break_})
    report = image.heartbeat.now()
    states = {each["step"]: each["state"] for each in report["steps"]}
    assert states == {**dict.fromkeys(STEPS, "done"), "audit": "failed", "retry": "failed"}
    assert b.step(report, "audit")["text"] == "It cannot be."


def test_where_the_time_is_over_the_rest_is_for_the_next_one(home, image, b):
    image.close()
    heartbeat = home.open(heartbeat__seconds=1e-9).heartbeat
    report = heartbeat.now()
    assert {each["state"] for each in report["steps"]} == {"part"}
    assert report["state"] == "done"


def stopping(token):
    def heard(event):
        if event.kind == "heartbeat.step" and event.state == "test":
            token.cancel()

    return heard


def test_a_person_may_stop_it_and_what_it_has_found_is_kept(image):
    token = CancelToken()
    with pytest.raises(CancelledError):
        image.heartbeat.now(listener=stopping(token), cancel=token)
    report = image.heartbeat.report()
    assert (report["state"], len(report["steps"])) == ("stopped", 2)
    assert image.heartbeat.now()["interruptions"] == []


def test_where_nobody_waits_for_it_it_goes_on_after_a_stop(image):
    token = CancelToken()
    with pytest.raises(CancelledError):
        image.heartbeat.now(trigger="interval", listener=stopping(token), cancel=token)
    stopped = image.heartbeat.report()
    assert stopped["state"] == "running"
    report = image.heartbeat.now(trigger="interval")
    assert (report["id"], report["state"]) == (stopped["id"], "done")
    assert [each["step"] for each in report["interruptions"]] == ["retry"]
    assert [each["step"] for each in report["steps"]] == list(STEPS)


def test_one_at_a_time(image):
    refused = []

    def heard(event):
        if event.kind == "heartbeat.step" and not refused:
            with pytest.raises(UsageError) as caught:
                image.heartbeat.now()
            refused.append(caught.value.message)

    image.heartbeat.now(listener=heard)
    assert refused == ["A heartbeat is running just now."]


def test_it_gives_way_to_whoever_is_at_work(image):
    come, gone, told = threading.Event(), threading.Event(), []

    def person():
        with image.heartbeat.way.taken():
            come.set()
            gone.wait(60)

    thread = threading.Thread(target=person)

    def heard(event):
        told.append(event.kind)
        if event.kind == "heartbeat.step" and event.state == "audit":
            thread.start()
            come.wait(60)
            threading.Timer(0.3, gone.set).start()

    report = image.heartbeat.now(listener=heard)
    thread.join()
    assert report["waited"] > 0
    assert report["state"] == "done"


@pytest.mark.parametrize(
    ("interval", "idle", "due"), [(0, 0, False), (1e-9, 1e9, True), (1, 0, False), (1e-6, 0, True)]
)
def test_when_one_is_due(home, image, interval, idle, due):
    image.close()
    heartbeat = home.open(heartbeat__interval=interval, heartbeat__idle=idle).heartbeat
    heartbeat.now()
    assert heartbeat.due() is due
    assert bool(heartbeat.status()["next"]) is bool(interval)


def test_who_has_just_started_the_system_is_not_disturbed(home, image):
    image.session.change(
        lambda root: root.meta.__setitem__("born", "2020-01-01T00:00:00+00:00"), note="test"
    )
    assert not image.heartbeat.due()
    image.close()
    assert home.open(heartbeat__idle=0).heartbeat.due()


def test_one_that_was_interrupted_is_due_when_nobody_is_at_work(home, image):
    image.close()
    image = home.open(heartbeat__idle=0)
    token = CancelToken()
    with pytest.raises(CancelledError):
        image.heartbeat.now(trigger="interval", listener=stopping(token), cancel=token)
    assert image.heartbeat.due()
    with image.heartbeat.way.taken():
        assert image.heartbeat.way.idle == 0
