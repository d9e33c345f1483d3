"""Adapters of the embedded backend: one answers through one, and no answer through another's."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psutil
import pytest

from batos.errors import AdapterError
from batos.inference import CancelToken, CompletionRequest, TextChunk, no_progress
from batos_backend_llamacpp.adapters.rack import Rack
from batos_backend_llamacpp.backend import LlamaBackend
from batos_backend_llamacpp.options import LlamaOptions

pytestmark = pytest.mark.model

PROMPT = "def add(a, b):\n    return a + b\n\n\ndef multiply(a, b):\n"
ANOTHER = "class Dog:\n    def bark(self):\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory, write_gguf, write_peft):
    made = tmp_path_factory.mktemp("adapters")
    write_gguf(made / "rude" / "rude.gguf", 1)
    write_peft(made / "loud", 2, base="Qwen/Qwen2.5-Coder-0.5B-Instruct")
    write_gguf(made / "wide" / "wide.gguf", 3, width=512)
    return made


@pytest.fixture(scope="module")
def options(small_options, folder):
    given = {**small_options, "n_ctx": 512, "parallel": 2, "embeddings": True}
    return LlamaOptions.read({**given, "adapters_dir": str(folder)})


@pytest.fixture(scope="module")
def backend(options):
    made = LlamaBackend(options)
    made.load(no_progress)
    yield made
    made.close()


def taken():
    return psutil.Process().memory_info().rss


def said(backend, adapter=None, prompt=PROMPT):
    request = CompletionRequest(prompt=prompt, max_tokens=3, adapter=adapter, deadline_s=300)
    chunks = backend.complete(request, CancelToken())
    return "".join(each.text for each in chunks if isinstance(each, TextChunk))


@pytest.fixture(scope="module")
def alone(options, folder):
    """What each says that nobody was before."""
    said_by = {}
    for name in (None, "rude", "loud"):
        fresh = LlamaBackend(options)
        fresh.load(no_progress)
        said_by[name] = said(fresh, name)
        fresh.close()
    return said_by


def test_one_answers_through_its_adapter_and_the_next_through_its_own(backend, alone):
    assert len(set(alone.values())) == 3
    for name in (None, "rude", "loud", "rude", None, "loud", None):
        assert said(backend, name) == alone[name]


def test_what_was_read_through_one_is_not_taken_up_by_another(backend, alone):
    """llama.cpp 26207: also not after another prompt has had the place."""
    said(backend, "rude")
    said(backend, "rude", ANOTHER)
    bare = said(backend, None, ANOTHER)
    assert said(backend) == alone[None]
    assert said(backend, None, ANOTHER) == bare
    assert said(backend, "rude", ANOTHER) != bare


@pytest.mark.parametrize("names", [(None, "rude"), ("rude", "loud"), ("loud", None)])
def test_two_who_ask_at_once_are_answered_each_through_its_own(backend, alone, names):
    with ThreadPoolExecutor() as pool:
        heard = list(pool.map(lambda name: said(backend, name), names))
    assert heard == [alone[name] for name in names]


def test_several_samples_are_drawn_through_an_adapter_and_leave_nothing(backend, alone):
    request = CompletionRequest(prompt=PROMPT, max_tokens=8, adapter="rude", deadline_s=300)
    texts = ["", ""]
    for number, chunk in backend.complete_many(request, 2, CancelToken()):
        if isinstance(chunk, TextChunk):
            texts[number] += chunk.text
    assert all(text.startswith(alone["rude"]) for text in texts)
    assert said(backend) == alone[None]


def test_vectors_are_made_through_none(backend):
    [before] = backend.embed([PROMPT], CancelToken())
    said(backend, "rude")
    assert backend.embed([PROMPT], CancelToken()) == [before]


@pytest.mark.parametrize("name", ["wide", "nobody"])
def test_one_that_does_not_fit_or_is_not_there_is_refused_by_name(backend, name):
    with pytest.raises(AdapterError, match=name):
        said(backend, name)


def test_one_that_comes_while_another_answers_ends_nothing(options, folder, alone, write_gguf):
    fresh = LlamaBackend(options)
    fresh.load(no_progress)
    long = CompletionRequest(prompt=PROMPT, max_tokens=40, adapter="rude", deadline_s=300)
    running = fresh.complete(long, CancelToken())
    begun = next(running)
    write_gguf(folder / "late" / "late.gguf", 5)
    late = said(fresh, "late")
    rest = "".join(each.text for each in running if isinstance(each, TextChunk))
    assert late not in alone.values()
    assert (begun.text + rest).startswith(alone["rude"])
    assert said(fresh) == alone[None]
    # Others under the same name are others.
    shutil.rmtree(folder / "late")
    write_gguf(folder / "late" / "late.gguf", 6)
    assert said(fresh, "late") != late
    shutil.rmtree(folder / "late")
    with pytest.raises(AdapterError, match="no adapter 'late'"):
        said(fresh, "late")
    fresh.close()


def test_one_that_comes_later_does_not_take_the_memory_twice(options, folder, write_gguf):
    """The model of before is gone when the one with the new adapter comes."""
    fresh = LlamaBackend(options)
    fresh.load(no_progress)
    said(fresh)
    size, before = fresh.model_file().stat().st_size, taken()
    write_gguf(folder / "later" / "later.gguf", 7)
    peaks, over = [], threading.Event()

    def watch():
        while not over.wait(0.005):
            peaks.append(taken())

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        with ThreadPoolExecutor() as pool:
            heard = list(pool.map(lambda name: said(fresh, name), ("later", "later", None)))
    finally:
        over.set()
        watching.join()
        shutil.rmtree(folder / "later")
        fresh.close()
    assert heard[0] == heard[1] != heard[2]
    assert max(peaks) < before + size / 2


def test_who_waits_until_it_begins_anew_may_give_up(options, folder, write_gguf):
    fresh = LlamaBackend(options)
    fresh.load(no_progress)
    write_gguf(folder / "late" / "late.gguf", 5)
    long = CompletionRequest(prompt=PROMPT, max_tokens=200, deadline_s=300)
    running, cancel = fresh.complete(long, CancelToken()), CancelToken()
    next(running)
    late = fresh.complete(replace(long, adapter="late"), cancel)
    cancel.cancel()
    [done] = late
    assert done.finish_reason == "cancelled"
    assert isinstance(next(running), TextChunk)
    running.close()
    shutil.rmtree(folder / "late")
    fresh.close()


def test_one_of_another_model_is_refused(small_model, tmp_path, write_gguf, write_peft):
    write_peft(tmp_path / "mine", 1, base="Qwen/Qwen2.5-0.5B-Instruct")
    write_gguf(tmp_path / "yours" / "a.gguf", 1, architecture="llama")
    write_peft(tmp_path / "deep", 1, layers=30)
    (tmp_path / "cut").mkdir()
    whole = (tmp_path / "yours" / "a.gguf").read_bytes()
    (tmp_path / "cut" / "a.gguf").write_bytes(whole[: len(whole) // 2])
    rack = Rack(small_model, str(tmp_path), tmp_path / "cache")
    reasons = {
        "mine": "made for 'Qwen/Qwen2.5-0.5B-Instruct'",
        "yours": "of the kind 'llama'",
        "deep": "does not fit the model",
        "cut": "is damaged",
    }
    for name, reason in reasons.items():
        with pytest.raises(AdapterError, match=reason) as caught:
            rack.file(rack.find(name))
        assert repr(name) in caught.value.message
    assert rack.all_that_fit().files == {}
