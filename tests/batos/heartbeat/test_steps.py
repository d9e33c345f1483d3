"""Each step finds what there is to find; killed in any of them, a heartbeat goes on with it."""

import os
from pathlib import Path

import pytest

from batos.heartbeat.steps import STEPS
from batos.image import history
from batos.objects import Method, UvmObject, install_method

PROGRAM = Path(__file__).with_name("beat_program.py")


def test_what_the_rules_refuse_is_told(image, b):
    def work(root):
        source = "def poor(self):\n    return open('x')\n"
        holder = root.add("box", UvmObject())
        install_method(holder, Method(selector="poor", source=source, signature="(self)"))

    image.session.change(work, note="test")
    line = b.step(image.heartbeat.now(), "audit")
    assert line["lines"] == ["box.poor is refused, and in quarantine from now on."]
    assert line["counts"]["quarantined"] == 1


def test_what_was_not_tested_for_the_longest_time_comes_first(image):
    image.handwork.test("genesis.loud")

    def age(root):
        tests = root.history["tests"]
        for number, kept in tests.items():
            tests[number] = (*kept[:4], "2020-01-01T00:00:00+00:00", kept[5])

    image.session.change(age, note="test")
    told = []
    image.heartbeat.now(listener=lambda e: told.append(e.text) if e.state == "test" else None)
    order = [each.partition(",")[0] for each in told if " of 3" in each]
    assert order == ["genesis.plain", "genesis.quiet", "genesis.loud"]


def test_what_is_too_old_is_removed(home, image, b):
    image.heartbeat.now()
    image.close()
    image = home.open(heartbeat__keep_days=1e-9)
    image.session.change(
        lambda root: history.note_tests(root, {1 << 40: history.LastTest("right", 1, 1)}),
        note="test",
    )
    line = b.step(image.heartbeat.now(), "tidy")
    assert line["text"] == "Removed: 1 old reports, 1 counts of methods that are gone."


def test_damage_is_told(image, b):
    def hurt(root):
        root.meta["running"] = root.meta.get("running") or set()
        root.waiting["lost"] = {"id": "other"}

    image.session.change(hurt, note="test")
    line = b.step(image.heartbeat.now(), "check")
    assert line["counts"]["damages"]
    assert any("'lost'" in each for each in line["lines"])


@pytest.mark.parametrize(
    ("step", "text"),
    [*((step, "…") for step in STEPS), ("test", "2 of"), ("retry", "treble"), ("audit", "end")],
)
def test_killed_anywhere_it_goes_on_and_says_so(home, forker, m, b, step, text, shared_examiners):
    done = forker.run([PROGRAM, home.folder, step, text], env=dict(os.environ))
    assert done.returncode == -9, done.stderr
    image = home.open(m.Coder(b.RIGHT))
    left = image.heartbeat.report()
    assert left["state"] == "running"
    report = image.heartbeat.now()
    assert (report["id"], report["asked_by"]) == (left["id"], "amy")
    assert report["state"] == "done"
    at = "test" if text == "end" else step
    assert [each["step"] for each in report["interruptions"]] == [at]
    assert [each["step"] for each in report["steps"]] == list(STEPS)
    assert report["steps"][: len(left["steps"])] == left["steps"]
    assert b.step(report, "test")["counts"] == {"right": 1, "wrong": 1, "untested": 1}
    assert b.step(report, "check")["counts"]["damages"] == 0
    assert image.interrupted == 0
    assert image.send("genesis", "loud", "hi") == "HI"
