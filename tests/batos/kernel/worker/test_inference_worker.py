"""The inference worker: its service, and the process with the embedded backend's absence."""

import pytest

from batos.errors import BackendError, ModelFileError, PluginError, UsageError
from batos.inference import Budget, CompletionRequest, Footprint, LocalThinker, Residency
from batos.inference.thinker import ModelStatus
from batos.kernel.base.context import Exchange, JobContext
from batos.kernel.worker.inference_worker import InferenceService, TextBatcher
from batos.testing.backends import EchoBackend
from batos.wire.codec import decode_body, decode_header
from batos.wire.messages.completions import Complete, Sample
from batos.wire.messages.frame import Header
from batos.wire.messages.inference import DescribeRole, ModelLine, ShowModels, TakeBackends


class Wire:
    """Takes what a job sends."""

    def __init__(self):
        self.events = []

    def send(self, frames):
        self.events.append((decode_header(frames[1]).type, decode_body(frames[2])))

    def job(self):
        header = Header(kind="req", type="infer.complete", id="j1")
        return JobContext(header, Exchange(self.send, lambda _job: None))


def _service(backend=None):
    said = []
    service = InferenceService(
        lambda progress: LocalThinker(
            {"b": backend or EchoBackend()}, {"default": "b"}, progress=progress
        )
    )
    service.start(lambda state, text: said.append((state, text)))
    return service, said


def test_it_completes_samples_and_describes():
    service, said = _service()
    assert said[-1] == ("ready", "")
    wire = Wire()
    request = CompletionRequest(prompt="hello there")
    answer = service.complete(Complete("coder", request, stream=True), wire.job())
    assert answer.text
    assert "".join(body["text"] for _, body in wire.events) == answer.text
    assert {kind for kind, _ in wire.events} == {"infer.text"}
    answers = service.sample(Sample("coder", (request, request)), wire.job()).completions
    assert [each.text for each in answers] == [answer.text] * 2
    assert service.describe(DescribeRole("coder"), wire.job()).facts["backend"] == "echo"
    told = service.status(ShowModels(), wire.job())
    assert (told.state, told.text) == ("ready", "")
    (model,) = told.models
    assert (model["name"], model["backend"], model["state"]) == ("b", "echo", "loaded")
    service.stop()


def test_without_a_model_it_is_degraded_and_every_question_says_why():
    class Missing(EchoBackend):
        def load(self, progress):
            raise ModelFileError("The file is not there.", hint="Fetch it.")

    service, said = _service(Missing())
    assert said[-1] == ("degraded", "The file is not there.")
    (model,) = service.status(ShowModels(), Wire().job()).models
    assert (model["state"], model["reason"]) == ("failed", "The file is not there.")
    asked = Complete("coder", CompletionRequest(prompt="x"))
    with pytest.raises(ModelFileError, match="not there"):
        service.complete(asked, Wire().job())


def test_a_model_that_comes_later_is_loaded_when_it_is_asked_and_the_worker_is_ready():
    class Late(EchoBackend):
        there = False

        def load(self, progress):
            progress("Loading", None)
            if not self.there:
                raise ModelFileError("The file is not there.")
            progress("Loaded", 1.0)

    service, said = _service(Late())
    asked = Complete("coder", CompletionRequest(prompt="x"))
    with pytest.raises(ModelFileError):
        service.complete(asked, Wire().job())
    assert said[-1] == ("degraded", "The file is not there.")
    Late.there = True
    service.complete(asked, Wire().job())
    assert said[-1] == ("ready", "")


def test_a_configuration_that_names_nothing_is_degraded_too():
    def make(_progress):
        raise BackendError("No such provider.")

    service = InferenceService(make)
    service.start(lambda _state, _text: None)
    with pytest.raises(BackendError, match="No such provider"):
        service.sample(Sample("coder", ()), Wire().job())
    told = service.status(ShowModels(), Wire().job())
    assert (told.state, told.models) == ("degraded", [])
    service.stop()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"role": ""},
        {"role": "coder"},
        {"role": "coder", "request": []},
        {"role": "coder", "request": {"colour": 1}},
        {"role": 4, "request": {"prompt": "x"}},
    ],
)
def test_a_body_that_is_no_request_is_refused(body):
    service, _ = _service()
    with pytest.raises(UsageError):
        service.handlers()[Complete.TYPE](Complete.TYPE, body, Wire().job())


def test_other_backends_are_taken_while_it_runs():
    wanted = {"b": EchoBackend()}

    def make(progress):
        if "c" in wanted:
            progress("Loading", 0.5)
        return LocalThinker(dict(wanted), {"default": next(iter(wanted))}, progress=progress)

    service = InferenceService(make, lambda: {"salt": "s", "settings": {}})
    service.start(lambda _state, _text: None)
    wire = Wire()
    assert service.status(ShowModels(), wire.job()).taken == {}
    wanted.clear()
    wanted["c"] = EchoBackend()
    taken = service.take(TakeBackends(), wire.job())
    assert (taken.loaded, taken.left) == (["c"], ["b"])
    assert ("infer.step", {"text": "Loading (50%)"}) in wire.events
    told = service.status(ShowModels(), wire.job())
    assert ([each["name"] for each in told.models], told.state) == (["c"], "ready")
    assert told.taken["salt"] == "s"


class Large(EchoBackend):
    """An echo that takes all the memory of a card."""

    def __init__(self, name):
        super().__init__()
        self.model = name

    def footprint(self):
        return Footprint(vram=10)


def test_whoever_asks_hears_of_a_swap_and_the_status_has_it():
    residency = Residency(Budget(ram=1 << 40, vram=10))
    places = {
        name: residency.place(Large(name), lambda name=name: Large(name), name) for name in "ab"
    }
    roles = {"default": "a", "coder": "b"}
    service = InferenceService(lambda _progress: LocalThinker(places, roles, residency=residency))
    said = []
    service.start(lambda state, text: said.append((state, text)))
    assert said[-1] == ("ready", "")
    wire = Wire()
    request = CompletionRequest(prompt="hello")
    service.complete(Complete("coder", request), wire.job())
    [(kind, swap)] = wire.events
    assert (kind, swap["loaded"], swap["left"], swap["vram"]) == ("infer.swapped", "b", ["a"], 10)
    told = service.status(ShowModels(), wire.job())
    assert (told.memory.vram, told.memory.vram_budget) == (10, 10)
    assert told.memory.ram_free > 0
    assert [each.left for each in told.memory.swaps] == [("a",)]
    assert [each["state"] for each in told.models] == ["waiting", "loaded"]
    service.sample(Sample("coder", (request,)), wire.job())
    assert len(wire.events) == 1


def test_a_worker_without_any_thinker_takes_one():
    makers = [BackendError("No such provider."), None]

    def make(_progress):
        if error := makers.pop(0):
            raise error
        return LocalThinker({"b": EchoBackend()}, {"default": "b"})

    service = InferenceService(make)
    said = []
    service.start(lambda state, text: said.append((state, text)))
    assert said[-1][0] == "degraded"
    assert service.take(TakeBackends(), Wire().job()).loaded == ["b"]
    assert said[-1] == ("ready", "")


def test_text_is_passed_on_twenty_times_a_second_at_most():
    now, passed = [0.0], []
    batcher = TextBatcher(passed.append, lambda: now[0])
    for number in range(100):
        now[0] = number / 100
        batcher.add(f"{number} ")
    batcher.flush()
    batcher.flush()
    assert "".join(passed) == "".join(f"{n} " for n in range(100))
    assert len(passed) <= 22


def test_the_worker_process_serves_a_kernel(kernel, h, tmp_path, monkeypatch):
    monkeypatch.setenv("BATOS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BATOS_NO_PLUGINS", "1")
    module = ["-m", "batos.kernel.worker.inference_worker"]
    kernel.start({"name": "inference", "capabilities": ["infer"], "program": module})
    with kernel.client() as client:
        assert kernel.engine(client, "inference")["state"] == "degraded"
        assert "not installed" in client.request(ShowModels()).text
        with pytest.raises(PluginError, match="not installed"):
            client.request(DescribeRole("coder"))
        with pytest.raises(PluginError, match="not installed"):
            client.request(TakeBackends())


def test_a_line_tells_all_of_the_status_of_a_model():
    assert {*ModelLine.__annotations__} == {*ModelStatus.__dataclass_fields__}
