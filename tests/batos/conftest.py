"""Fixtures: living images in a temporary folder, with a model that follows a script; storages."""

import contextlib
import json
import os
import shutil
import struct
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from image_servers import PostgresServer, ZeoServer
from transaction.interfaces import TransientError
from ZODB.POSException import POSError

from batos.care import salvage
from batos.care.checking import check, examiner
from batos.config import load_config
from batos.errors import BatosError, ConfigError
from batos.guardian.running.run import GuardedRunner
from batos.guardian.trial import trial
from batos.image import Session
from batos.inference import LocalThinker, prompt_text
from batos.living import LivingImage
from batos.plugins import (
    PersonaSpec,
    PluginInfo,
    PluginSet,
    PluginState,
    SkillPackSpec,
    load_plugins,
)
from batos.plugins.pluginset import LoadedPlugin
from batos.plugins.types import CodexEntry
from batos.testing import ScriptedBackend

PACK = Path(__file__).parent / "small_pack"
STORAGES = 40
"""Storages of a ZEO server that tests share; each test takes one that nobody had."""

METHOD_PROMPT = "# Methods.\n\n{recipes}\n\n\n{contract}\n{skeleton}\n"
REPAIR_PROMPT = "# Wrong:\n{feedback}\n{source}\n\n# Right:\n{contract}\n{skeleton}\n"


SERVES = {
    "alfred": {"VALIDATING": "persona"},
    "brick": {"DECOMPOSING": "persona", "SYNTHESIZING": "persona"},
    "robin": {"VALIDATING": "judge"},
}


def persona(name="alfred", **fields):
    """Return a small persona."""
    values = {
        "name": name,
        "title": f"The {name}",
        "role": "coder" if name == "brick" else "default",
        "identity": f"{name} is small.",
        "serves": SERVES.get(name, {}),
        **fields,
    }
    return PersonaSpec(**values)


def alfred(**fields):
    codex = (
        CodexEntry(prompt="Who are you?", response="I am ALFRED."),
        CodexEntry(prompt="What is your method for waste?", response="I remove it."),
    )
    prompts = {"route": "{personas}: {request}\nPersona:", "talk": "You are ALFRED."}
    return persona("alfred", **{"prompts": prompts, "codex": codex, **fields})


def brick(**fields):
    prompts = {
        "method": METHOD_PROMPT,
        "repair": REPAIR_PROMPT,
        "class_system": "Write a class. Offered: {offered}.",
        "class_task": "{task}\n{like}\n{examples}\nclass {name}:",
        "talk": "You are BRICK.",
    }
    return persona("brick", **{"prompts": prompts, **fields})


def pack(folder=PACK, name="small"):
    """Return a pack of skills; by default of the six that most tests know."""
    return SkillPackSpec(name=name, summary="A few skills", folder=folder)


def robin(**fields):
    prompts = {"veto": "Mission: {mission}\n{source}\nVerdict:"}
    return persona("robin", **{"prompts": prompts, **fields})


def plugin(*contributions, name="small", observe=None):
    """Return a loaded plugin with contributions."""
    info = PluginInfo(
        name=name, distribution=f"batos-{name}", version="1.0", state=PluginState.ACTIVE
    )
    return LoadedPlugin(info=info, contributions=contributions, observe=observe)


def small_plugins(*more):
    """Return a plugin set with three small personas and a small pack, and further plugins."""
    return PluginSet([plugin(alfred(), brick(), robin(), pack()), *more])


def small_plugins_with(other):
    """Return the small plugins with another persona in the place of the one of its name."""
    personas = {each.name: each for each in (alfred(), brick(), robin(), other)}
    return PluginSet([plugin(*personas.values(), pack())])


def is_veto(request):
    return request.prompt is not None and request.prompt.endswith("Verdict:")


class Coder:
    """A model that writes the given bodies, in turn, the last one again and again.

    A body is what stands below the skeleton. ROBIN is answered with ``verdict``.
    """

    def __init__(self, *bodies, verdict="allow"):
        self.bodies = list(bodies)
        self.verdict = verdict
        self.written = 0

    def __call__(self, request):
        if is_veto(request):
            return self.verdict
        body = self.bodies[min(self.written, len(self.bodies) - 1)] if self.bodies else ""
        self.written += 1
        if isinstance(body, Exception):
            raise body
        return body(request) if callable(body) else body


class Seeds:
    """Homes that are made once; each test gets a copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lay(self, name, into, make):
        """Copy a home into a folder; the first time, ``make`` fills it first."""
        made = self._folder / name
        if not made.exists():
            making = self._folder / "making" / name
            making.mkdir(parents=True)
            with contextlib.ExitStack() as stack:
                make(Home(making, stack))
            making.rename(made)
        shutil.copytree(made, into, dirs_exist_ok=True)

    def image(self, file):
        """Copy an image that has just woken, with its personas and skills, to a file."""
        made = self._folder / "awake"
        if not made.exists():
            with contextlib.ExitStack() as stack:
                Home(made, stack).open()
        file.parent.mkdir(parents=True, exist_ok=True)
        for name in ("", ".end", ".index"):
            shutil.copy(made / f"image.fs{name}", f"{file}{name}")


class Home:
    """Opens living images that live in one folder.

    Attributes:
        backends: The scripted backends that were made, the latest last.
    """

    def __init__(
        self, folder: Path, stack: contextlib.ExitStack, seeds: Seeds | None = None
    ) -> None:
        self.folder = folder
        self.backends = []
        self._stack = stack
        self._seeds = seeds

    def seeded(self, name, make):
        """Fill the folder with a home that ``make`` made, once for all tests."""
        self._seeds.lay(name, self.folder, make)
        return self

    def loaded(self, **settings):
        environ = {"BATOS_HOME": str(self.folder), "BATOS_CACHE": str(self.folder / "cache")}
        overrides = {key.replace("__", "."): value for key, value in settings.items()}
        return load_config(overrides, environ)

    def open(self, answers=(), *, plugins=None, uri=None, parallel=1, **settings):
        """Open the image; ``settings`` are configuration keys with ``__`` for the dot."""
        backend = ScriptedBackend(answers, parallel=parallel)
        self.backends.append(backend)
        uri = uri or (self.folder / "image.fs").as_uri()
        if plugins is None and self._seeds is not None and uri.startswith("file:"):
            file = Path(urlsplit(uri).path)
            if not file.exists():
                self._seeds.image(file)
        image = LivingImage.open(
            uri,
            loaded=self.loaded(**settings),
            thinker=LocalThinker({"main": backend}, {"default": "main"}, retries=0),
            plugins=small_plugins() if plugins is None else plugins,
        )
        self._stack.callback(image.close)
        return image

    @property
    def asked(self):
        """The prompts that the latest backend was asked."""
        return [prompt_text(request) for request in self.backends[-1].requests]

    @property
    def trail(self):
        return self.folder / "state" / "logs" / "metacognition.jsonl"


class Zygotes:
    """Hands zygotes on from one image to the next, since each takes a while to start.

    What it makes takes the place of the trial's own zygotes. Methods run in children that these
    fork, so that nothing of one test is left for another.
    """

    def __init__(self):
        idle = []

        class Kept(trial._Zygote):
            def __init__(self):
                self.whole = False
                super().__init__()
                self.whole = True

            def exchange(self, data, longest):
                self.whole = False
                reports = super().exchange(data, longest)
                self.whole = reports is not None
                return reports

            def close(self):
                if self.whole and self.alive:
                    idle.append(self)
                else:
                    super().close()

        self._idle = idle
        self._make = Kept

    def __call__(self):
        while self._idle:
            if (found := self._idle.pop()).alive:
                return found
            found.close()
        return self._make()

    def end(self):
        while self._idle:
            found = self._idle.pop()
            found.whole = False
            found.close()


@pytest.fixture(scope="session")
def zygotes():
    kept = Zygotes()
    yield kept
    kept.end()


@pytest.fixture(scope="session")
def seeds(tmp_path_factory):
    """Homes that many tests begin with."""
    return Seeds(tmp_path_factory.mktemp("seeds"))


@pytest.fixture
def home(tmp_path, zygotes, seeds, monkeypatch):
    """A folder for images; every image that it opened is closed with it."""
    monkeypatch.setattr(trial, "_Zygote", zygotes)
    with contextlib.ExitStack() as stack:
        yield Home(tmp_path, stack, seeds)


@pytest.fixture
def installed(home):
    """A home whose image has woken with what is installed, to be opened with the same."""
    return home.seeded("installed", lambda home: home.open(plugins=load_plugins()))


@pytest.fixture(name="m")
def fixture_m():
    """The helpers of this file."""
    return Helpers


class Helpers:
    """What tests take from here; a conftest cannot be imported by name."""

    Coder = Coder
    alfred = staticmethod(alfred)
    brick = staticmethod(brick)
    is_veto = staticmethod(is_veto)
    pack = staticmethod(pack)
    persona = staticmethod(persona)
    plugin = staticmethod(plugin)
    robin = staticmethod(robin)
    small_plugins = staticmethod(small_plugins)
    small_plugins_with = staticmethod(small_plugins_with)

    @staticmethod
    def world(image):
        """Return everything in an image apart from cycles and trail, to compare it."""
        with image.session.read() as root:
            names = list(root.objects.keys())
            catalog = root.memory["catalog"]
            documents = [
                (d.key, d.kind, d.title, d.text, repr(d.meta)) for d in catalog.documents()
            ]
            epoch = root.epoch.moves
            genesis = {name: dict(step) for name, step in root.genesis.items()}
            for name in names:
                root.objects[name]._p_activate()  # what is not loaded has no serial
            serials = {name: root.objects[name]._p_serial for name in names}
        shown = {name: image.show(name) for name in names}
        return shown, documents, epoch, genesis, serials

    @staticmethod
    def states(image, cycle):
        """Return the states that a cycle's record says it went through."""
        return [step["state"] for step in image.show(cycle)["history"]]


class Examiners:
    """Hands processes that look at records on from one check to the next.

    Each takes as long to start and to import the classes of an image as a test takes otherwise.
    The room's own examiner starts and ends them; one that was ended, or that has not answered
    yet, goes to nobody.
    """

    def __init__(self):
        idle = []

        class Kept(examiner.Examiner):
            _whole = True

            def _look(self, records, *, again=True):
                self._whole = False
                found = super()._look(records, again=again)
                self._whole = True
                return found

            def _running(self):
                if self._process is None:
                    for each in idle:
                        if each[0] == examiner.SECONDS and each[1].poll() is None:
                            idle.remove(each)
                            self._process = each[1]
                            break
                return super()._running()

            def _stop(self):
                if self._process is not None and self._whole and self._process.poll() is None:
                    idle.append((examiner.SECONDS, self._process))
                    self._process = None
                super()._stop()

        self._idle = idle
        self.make = Kept

    def end(self):
        while self._idle:
            _, process = self._idle.pop()
            with process:
                process.kill()


@pytest.fixture(scope="session")
def examiners():
    kept = Examiners()
    yield kept
    kept.end()


@pytest.fixture
def shared_examiners(examiners, monkeypatch):
    """Lets checks take over the processes that others have started."""
    for module in (check, salvage):
        monkeypatch.setattr(module, "Examiner", examiners.make)


@pytest.fixture(scope="session")
def zeo_uris(tmp_path_factory):
    """URIs of empty storages, on as many servers as the tests need."""
    if os.name != "posix":
        pytest.skip("the server listens on a socket of Unix")
    pytest.importorskip("ZEO")
    with contextlib.ExitStack() as stack:

        def uris():
            while True:
                server = ZeoServer(tmp_path_factory.mktemp("zeo"), STORAGES)
                stack.enter_context(server)
                yield from map(server.uri, range(1, STORAGES + 1))

        yield uris()


@pytest.fixture(scope="session")
def postgres(request):
    """The server that BATOS_TEST_POSTGRES names, or a private one."""
    for package in ("relstorage", "psycopg2"):
        pytest.importorskip(package)
    try:
        server = PostgresServer(os.environ.get("BATOS_TEST_POSTGRES", ""))
    except ConfigError as error:
        pytest.skip(f"{error.message} Install it, or set BATOS_TEST_POSTGRES.")
    yield server
    server.close()


@pytest.fixture(scope="session")
def empty_databases():
    """Databases of the server that tests have had and that are empty again."""
    return []


@pytest.fixture
def take_database(postgres, empty_databases):
    """Returns empty databases of the server."""
    taken = []

    def take():
        taken.append(empty_databases.pop() if empty_databases else postgres.database())
        return taken[-1]

    yield take
    for uri in taken:
        try:
            postgres.empty(uri)
        except BatosError:  # a test has put something else into it
            postgres.drop(uri)
        else:
            empty_databases.append(uri)


def others(*kinds):
    """Return kinds of storage as parameters of the long tests."""
    return [pytest.param(kind, marks=pytest.mark.long) for kind in kinds]


@pytest.fixture(params=["file", *others("zeo", "sqlite", "postgres")])
def kind(request):
    """The kind of storage that an image of a test has, those beside files in the long tests.

    What a session promises is tested on all of them every time. A test that is about files of one
    kind says so by ``@pytest.mark.parametrize("kind", ["file"])``, or its module by a fixture
    ``kind`` of its own.
    """
    return request.param


@pytest.fixture
def path(tmp_path):
    return tmp_path / "live_image.fs"


@pytest.fixture
def uri(kind, path, tmp_path, request):
    """Where the image of this test is; nothing is there yet."""
    if kind == "file":
        yield path.as_uri()
    elif kind == "sqlite":
        pytest.importorskip("relstorage")
        yield (tmp_path / "image").as_uri().replace("file://", "sqlite://")
    elif kind == "zeo":
        yield next(request.getfixturevalue("zeo_uris"))
    else:
        database = request.getfixturevalue("take_database")()
        join = "&" if "?" in database else "?"
        yield f"{database}{join}blob_dir={quote(str(tmp_path / 'blobs'))}"


@pytest.fixture
def open_session(uri):
    """Open the image of this test, closing the session that had it open before."""
    runner = GuardedRunner(seed=1, passthrough=(TransientError, POSError))
    opened = []

    def open_():
        while opened:
            opened.pop().close()
        opened.append(Session(uri, lambda: runner))
        return opened[-1]

    yield open_
    for session in opened:
        session.close()


@pytest.fixture
def peft(tmp_path):
    """Writes the folder of an adapter; of its numbers it has the shapes alone."""

    def write(name="mine", shapes=None, rank=4, **config):
        folder = tmp_path / name
        folder.mkdir()
        module = "base_model.model.model.layers.0.self_attn.q_proj"
        given = shapes or {
            f"{module}.lora_A.weight": (rank, 8),
            f"{module}.lora_B.weight": (16, rank),
        }
        head, at = {}, 0
        for tensor, shape in given.items():
            size = 4 * shape[0] * (shape[1] if len(shape) > 1 else 1)
            places = [at, at + size]
            head[tensor] = {"dtype": "F32", "shape": shape, "data_offsets": places}
            at += size
        raw = json.dumps(head).encode()
        content = struct.pack("<Q", len(raw)) + raw + bytes(at)
        (folder / "adapter_model.safetensors").write_bytes(content)
        told = {"peft_type": "LORA", "r": rank, "lora_alpha": 8, **config}
        (folder / "adapter_config.json").write_text(json.dumps(told))
        return folder

    return write
