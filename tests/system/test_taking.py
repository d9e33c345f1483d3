"""Other models for a running system: nothing is started again, and nobody is interrupted."""

import json
import threading

import pytest

from batos.inference import CompletionRequest
from batos.wire.messages.completions import Complete
from batos.wire.messages.inference import ShowModels


@pytest.fixture
def other(living):
    """A second backend, which answers otherwise."""
    script = living.folder / "other.json"
    script.write_text(json.dumps([{"when": "", "answer": "the other one"}]))
    living.batos("config", "set", "backends.other.provider", "scripted")
    living.batos("config", "set", "backends.other.options.script", str(script))
    return living


def said(home):
    asked = Complete("coder", CompletionRequest(prompt="hello"))
    with home.client() as client:
        return client.request(asked).text


def models(home):
    with home.client() as client:
        return {each["name"]: each["state"] for each in client.request(ShowModels()).models}


def test_what_runs_ends_on_the_old_one_and_the_rest_goes_to_the_new_one(other):
    gate = other.gate("slow")
    other.script({"when": "", "answer": "the first one", "gate": gate.path})
    worker = other.engine("inference")["pid"]
    heard = []
    running = threading.Thread(target=lambda: heard.append(said(other)))
    running.start()
    gate.wait()
    answer = other.batos("backends", "use", "other", "--json")
    assert answer.code == 0, answer
    assert answer.json()["taken"]["loaded"] == ["other"]
    assert answer.json()["taken"]["left"] == ["scripted"]
    assert said(other) == "the other one"
    assert not heard
    gate.open()
    running.join()
    assert heard == ["the first one"]
    assert models(other) == {"other": "loaded"}
    assert other.engine("inference")["pid"] == worker
    # What was taken is what is configured: nothing differs.
    assert "other settings" not in other.batos("up").err


def test_one_that_cannot_be_loaded_leaves_all_as_it_was(other):
    other.script({"when": "", "answer": "the first one"})
    other.batos("config", "set", "backends.gone.provider", "llamacpp")
    other.batos("config", "set", "backends.gone.model", "/nowhere/coder.gguf")
    before = other.config_file.read_text("utf-8")
    answer = other.batos("backends", "use", "gone")
    answer.sentence(4, "'gone' cannot be loaded", "/nowhere/coder.gguf", "What ran goes on.")
    assert other.config_file.read_text("utf-8") == before
    assert said(other) == "the first one"
    assert models(other) == {"scripted": "loaded"}


def test_a_change_of_the_file_is_taken_without_a_name(other):
    assert other.batos("config", "set", "roles.coder", "other", "--later").code == 0
    assert said(other) != "the other one"
    assert "other loaded" in other.batos("backends", "use").err
    assert said(other) == "the other one"
    assert models(other) == {"other": "loaded", "scripted": "loaded"}
    assert "changes nothing" in other.batos("backends", "use").err


def test_a_setting_is_taken_at_once_and_one_that_cannot_be_is_not_written(other):
    other.script({"when": "", "answer": "the first one"})
    set_ = other.batos("config", "set", "roles.coder", "other")
    assert "other loaded" in set_.err, set_
    assert said(other) == "the other one"
    before = other.config_file.read_text("utf-8")
    gone = other.batos("config", "set", "backends.other.provider", "llamacpp")
    gone.sentence(2, "'llamacpp' has no option 'script'")
    assert other.config_file.read_text("utf-8") == before
    assert said(other) == "the other one"
    unset = other.batos("config", "unset", "roles.coder")
    assert "other ends" in unset.err, unset
    assert said(other) == "the first one"
