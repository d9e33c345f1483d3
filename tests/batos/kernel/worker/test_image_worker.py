"""The image worker: its service on a real image, and the process that the kernel starts."""

import os
import socket
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from batos.dialogue.beginnings import Beginning
from batos.errors import (
    BackendError,
    ImageLockedError,
    PromptTooLongError,
    UnknownNameError,
    UsageError,
)
from batos.inference import CancelToken, CompletionRequest
from batos.kernel.base.context import Exchange, JobContext, OwnWork
from batos.kernel.handlers import ROUTES, Route
from batos.kernel.worker import image_worker
from batos.kernel.worker.image_worker import ImageService
from batos.kernel.worker.transport import StreamTransport
from batos.learning.model.brief import MissionBrief
from batos.learning.model.thought import CycleBudget, Thought
from batos.learning.records.cycles import open_record
from batos.learning.records.owners import this_owner
from batos.plugins import BackendSpec, PluginSet
from batos.wire.codec import decode_body, decode_header, encode_body, pack, unpack
from batos.wire.faults import error_to_body
from batos.wire.messages.completions import Complete
from batos.wire.messages.frame import Header
from batos.wire.messages.heartbeat import BeatNow
from batos.wire.messages.inference import DescribeRole
from batos.wire.messages.kernel import CancelJob
from batos.wire.messages.objects import ShowObject
from batos.wire.messages.talk.questions import AnswerQuestion
from batos.wire.messages.workers import Register, WorkerState

PATIENCE_S = 60.0
ROUTE = {route.type: route for route in ROUTES}


class Wire:
    """What a worker sends, and who answers it: nobody, or one that has no model.

    Attributes:
        sent: The types that were sent.
    """

    def __init__(self, *, answers=False):
        self.sent, self.aside = [], []
        self.exchange = Exchange(self._send, self.aside.append)
        self._answers = answers
        self._came = threading.Condition()

    def _send(self, frames):
        header = decode_header(frames[1])
        with self._came:
            self.sent.append(header.type)
            self._came.notify_all()
        if self._answers:
            body = encode_body(error_to_body(BackendError("There is no model.")))
            self.exchange.arrived(Header(kind="err", re=header.id), body)

    def hears(self, type_):
        return self.comes_to(lambda: type_ in self.sent)

    def comes_to(self, what):
        with self._came:
            return self._came.wait_for(what, PATIENCE_S)

    def job(self, type_):
        return JobContext(Header(kind="req", type=type_, id="j1"), self.exchange)


@pytest.fixture
def service_of(home, m):
    """Makes services of an image that is awake; those that were started are stopped."""
    made = []

    def make(**options):
        loaded = home.loaded(image__uri=(home.folder / "image.fs").as_uri())
        made.append(ImageService(loaded, m.small_plugins(), **options))
        return made[-1]

    home.open().close()
    yield make
    for service in made:
        service.stop()


@pytest.fixture
def interrupted(home, service_of):
    """The id of a cycle that a process has left in the middle."""
    brief = MissionBrief(selector="shout", text="shout")
    thought = Thought(cycle="c1", brief=brief, budget=CycleBudget(1, 60.0), cancel=CancelToken())
    image = home.open()
    image.session.change(lambda root: open_record(root, thought, this_owner()), note="open")
    image.close()
    return "c1"


def start(service):
    said = []
    service.start(lambda *words: said.append(words))
    return said


def test_it_opens_the_image_and_answers_from_it_until_it_stops(service_of, home):
    service = service_of()
    assert start(service) == [("starting", "opening the image")], "genesis had been run before"
    wire = Wire()
    show = service.handler(ROUTE[ShowObject.TYPE])
    assert show("", {"address": "genesis"}, wire.job("object.show"))["name"] == "genesis"
    with pytest.raises(UnknownNameError):
        show("", {"address": "nobody"}, wire.job("object.show"))
    with pytest.raises(UsageError, match="adress"):
        show("", {"adress": "genesis"}, wire.job("object.show"))
    assert wire.aside == [], "it is quick"
    service.stop()
    assert home.open().objects()


def test_what_takes_long_gives_its_place_away_first(service_of):
    service, wire = service_of(), Wire()
    start(service)
    answer = service.handler(ROUTE[AnswerQuestion.TYPE])
    with pytest.raises(UsageError):
        answer("", {}, wire.job("question.answer"))
    assert wire.aside == ["j1"]


def test_an_image_that_is_open_elsewhere_is_not_opened_and_stopping_is_harmless(service_of, home):
    image = home.open()
    service = service_of()
    service.stop()
    with pytest.raises(ImageLockedError):
        start(service)
    service.stop()
    assert image.objects(), "it is still open where it was"


def test_nobody_goes_on_with_a_cycle_unless_somebody_thinks_for_it(service_of, interrupted):
    service = service_of()
    start(service)
    service.stop()
    again = service_of()
    start(again)
    assert again.image.show(interrupted)["state"] == "IDLE"


def test_without_a_model_an_interrupted_cycle_comes_to_its_end(service_of, interrupted, h):
    service, wire = service_of(), Wire(answers=True)
    service.own_work = lambda: OwnWork(wire.exchange)
    start(service)
    assert wire.hears(DescribeRole.TYPE)
    h.until(lambda: service.image.show(interrupted)["state"] == "FAILED")
    assert service.image.interrupted == 0


def test_who_waits_for_a_model_that_loads_is_let_go_by_the_stop(service_of, interrupted, home):
    service, wire = service_of(), Wire()
    service.own_work = lambda: OwnWork(wire.exchange)
    start(service)
    assert wire.hears(DescribeRole.TYPE)
    service.stop()
    assert CancelJob.TYPE in wire.sent
    image = home.open()
    assert image.show(interrupted)["state"] == "IDLE", "it is left for the next time"
    assert image.interrupted == 1


@pytest.fixture
def process(home):
    """Starts the program as the kernel does; returns it and the kernel's end of its socket."""
    started = []

    def start():
        kernel, end = socket.socketpair()
        env = {name: text for name, text in os.environ.items() if not name.startswith("BATOS_")}
        argv = ["--link", f"fd:{end.fileno()}", "--name", "image", "--parent", str(os.getpid())]
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "batos.kernel.worker.image_worker", *argv],
            env={
                **env,
                "BATOS_HOME": str(home.folder),
                "BATOS_CACHE": str(home.folder / "cache"),
                "BATOS_IMAGE__URI": (home.folder / "image.fs").as_uri(),
            },
            pass_fds=[end.fileno()],
            stdin=subprocess.PIPE,  # its end tells of the death of the kernel
            stderr=subprocess.DEVNULL,
        )
        end.close()
        started.append((child, StreamTransport(kernel)))
        return started[-1]

    yield start
    for child, link in started:
        with child, closing(link):
            child.kill()


def hear(link, wanted):
    """Return the body of the next message of a type."""
    while True:
        frames = link.receive(PATIENCE_S)
        assert frames is not None, "it says nothing"
        header, raw = unpack(frames)
        if header.type == wanted:
            return decode_body(raw)


def test_the_process_says_what_it_answers_opens_the_image_and_ends_when_it_is_told(process, home):
    home.open().close()
    child, link = process()
    said = hear(link, Register.TYPE)
    assert (said["name"], said["pid"], said["state"]) == ("image", child.pid, "starting")
    assert said["types"] == sorted(ROUTE)
    while (state := hear(link, WorkerState.TYPE)["state"]) != "ready":
        assert state == "starting"
    link.send(pack(Header(kind="req", type=ShowObject.TYPE, id="j1"), {"address": "genesis"}))
    assert hear(link, ShowObject.TYPE)["name"] == "genesis"
    link.send(pack(Header(kind="ctl", type="drain")))
    assert child.wait(PATIENCE_S) == 0


def test_a_process_that_cannot_open_the_image_says_why_and_ends(process, home):
    image = home.open()
    child, link = process()
    told = hear(link, "failed")
    assert told["code"] == ImageLockedError.code
    assert child.wait(PATIENCE_S) == told["exit_code"]
    assert image.objects()


def test_adapters_that_lie_ready_are_taken_in_and_damaged_ones_named(
    service_of, home, peft, caplog
):
    ready = home.loaded().paths.adapters_dir
    ready.mkdir(parents=True)
    peft().rename(ready / "mine")
    (ready / "cut.gguf").write_bytes(b"GGUF")
    service = service_of()
    start(service)
    for thread in service._behind:
        thread.join()
    assert [each.held.name for each in service.image.adapters.each()] == ["mine"]
    assert [each.getMessage() for each in caplog.records if "'cut' is damaged" in each.getMessage()]


def test_a_heartbeat_that_is_due_is_asked_of_the_kernel_as_work_for_nobody(
    service_of, home, m, monkeypatch
):
    monkeypatch.setattr(image_worker, "_BEAT_LOOK_S", 0.01)
    uri = (home.folder / "image.fs").as_uri()
    loaded = home.loaded(image__uri=uri, heartbeat__idle=0.0, heartbeat__interval=1e-9)
    service_of()
    service, wire = ImageService(loaded, m.small_plugins()), Wire(answers=True)
    service.own_work = lambda: OwnWork(wire.exchange)
    start(service)
    assert wire.hears(BeatNow.TYPE)
    beat = service.handler(ROUTE[BeatNow.TYPE])
    report = beat("", {"trigger": "interval"}, wire.job(BeatNow.TYPE))
    assert (report["trigger"], report["state"]) == ("interval", "done")
    service.stop()


class Model(Wire):
    """The inference worker, which answers as a backend of a name; once it is interrupted."""

    def __init__(self, backend):
        super().__init__()
        self._backend = backend
        self.read = []
        self.interrupt = lambda: None

    def _send(self, frames):
        header, body = unpack(frames)
        if header.type == DescribeRole.TYPE:
            self._answer(header, {"facts": {"backend": self._backend}})
        elif header.type == Complete.TYPE:
            self.read.append(decode_body(body)["request"]["prompt"])
            if len(self.read) == 1:
                self.interrupt()  # and it is cancelled, without an answer
            else:
                plain = {"text": "", "finish_reason": "length", "backend": self._backend}
                used = {"prompt_tokens": 1, "completion_tokens": 1, "seconds": 0.0, "model": "m"}
                self._answer(header, plain | used)
        super()._send(frames)

    def _answer(self, header, body):
        self.exchange.arrived(Header(kind="rep", re=header.id), encode_body(body))


@pytest.mark.parametrize(("backend", "reads"), [("own", True), ("cloud", False)])
def test_what_stands_before_every_sentence_is_read_while_nobody_is_at_work(home, m, backend, reads):
    backends = (
        BackendSpec(name="own", summary="Here.", factory=dict, look=dict),
        BackendSpec(name="cloud", summary="Elsewhere.", factory=dict),
    )
    steward = m.alfred(role="steward", prompts={"command": "Say what is meant."})
    plugins = PluginSet([m.plugin(steward, m.brick(), m.robin(), m.pack()), m.plugin(*backends)])
    loaded = home.loaded(image__uri=(home.folder / "image.fs").as_uri())
    service, wire = ImageService(loaded, plugins), Model(backend)
    service.own_work = lambda: OwnWork(wire.exchange)

    def somebody_comes():
        with service.image.heartbeat.way.taken():
            pass

    wire.interrupt = somebody_comes
    start(service)
    assert wire.comes_to(lambda: wire.sent.count(DescribeRole.TYPE) == 2)
    assert wire.comes_to(lambda: len(wire.read) == 2 * reads)
    service.image.orchestrator.heard.set()  # as after each turn of a conversation
    assert wire.comes_to(lambda: wire.sent.count(DescribeRole.TYPE) == 3)
    assert wire.comes_to(lambda: len(wire.read) == 3 * reads)
    service.stop()
    assert wire.read == ["Say what is meant."] * 3 * reads


def test_what_does_not_fit_the_window_is_read_in_less_and_ends_nothing(service_of, monkeypatch):
    service, wire, asked = service_of(), Model("own"), []

    def think(_role, request, **_options):
        asked.append(request.prompt)
        if request.prompt != "short":
            raise PromptTooLongError("It is too long.")

    monkeypatch.setattr(service._thinker, "think", think)
    start(service)
    talk, plugins = service.image.orchestrator, service.image.plugins
    persona = service.image._host.persona("alfred")
    ways = [
        CompletionRequest(prompt=each, max_tokens=1) for each in ("long", "longer", "short", "x")
    ]
    never = Beginning(persona, tuple(ways[:2]))
    monkeypatch.setattr(talk, "beginnings", lambda: [never, Beginning(persona, tuple(ways))])
    backend = BackendSpec(name="own", summary="Here.", factory=dict, look=dict)
    monkeypatch.setattr(plugins, "backends", lambda: [backend])
    service._read_beginnings(OwnWork(wire.exchange))
    assert asked == ["long", "longer", "long", "longer", "short"]


def test_a_heartbeat_gives_way_to_what_is_answered(service_of):
    service, wire = service_of(), Wire()
    start(service)
    seen = []
    route = Route(ShowObject, lambda image, _asked, _job: seen.append(image.heartbeat.way.idle))
    service.handler(route)("", {"address": "genesis"}, wire.job("object.show"))
    assert seen == [0.0]
    assert service.image.heartbeat.way.idle > 0
