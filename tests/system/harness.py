"""Whole systems in homes of their own: real kernel, real workers, and a model that is a script.

The model is an installed package like any other backend: a ``dist-info`` folder on the path of
the child processes. What it answers stands in a file, which a test may change at any time.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from batos.kernel.process import launch
from batos.wire.client import KernelClient
from batos.wire.connection import Connection, process_start
from batos.wire.dealer import Dealer
from batos.wire.keys import KeyRing
from batos.wire.messages.kernel import KernelStatus

PATIENCE_S = 120.0
"""Seconds after which what does not come is taken for lost, on the busiest machine."""

ALLOW = {"when": "", "answer": "allow"}
"""What the judge answers."""


class Odd:
    """A mission that no recipe fits, so that the model is asked."""

    def __init__(self, salt):
        self.name = f"knot_{salt}"
        self.text = (
            f"write a method that knots a text; e.g. 'ab' gives 'b-{salt}-a', 'xyz' gives "
            f"'yz-{salt}-x'"
        )
        self.words = ("ask", "--name", self.name, self.text)
        self.right = self.rule(f"    return text[1:] + '-{salt}-' + text[:1]\n")
        self.wrong = self.rule("    return text + '?'\n")

    def rule(self, answer, **more):
        return {"when": f"def {self.name}(", "answer": answer, **more}


class Tally:
    """An object that is to be made, and the class that a model writes for it."""

    methods = ("up", "down", "total")

    def __init__(self, salt):
        self.name = f"tally_{salt}"
        self.text = (
            "a tally: up(amount) adds to it, down(amount) takes it off, total() gives what is left"
        )
        self.words = ("make", self.name, self.text)
        self.right = {"when": f"class {self.name}:", "answer": _TALLY.format(self.name)}


VERDICT = {"when": "Verdict:", "answer": "allow"}
"""What the judge answers where the text of a class is in its question."""

_TALLY = """\
class {}:
    def __init__(self):
        self.n = 0
    def up(self, amount):
        self.n = self.n + amount
    def down(self, amount):
        self.n = self.n - amount
    def total(self):
        return self.n
"""

_BACKEND = """
import json
import time
from pathlib import Path

from batos.errors import BackendError
from batos.inference.prompts import prompt_text
from batos.plugins import BackendSpec, hookimpl


def _place(text, words):
    return text.rfind(words) if words else -1


def _make(options):
    from batos.testing import ScriptedBackend

    script = Path(str(options["script"]))

    def rule_for(request):
        asked = prompt_text(request)
        rules = json.loads(script.read_text("utf-8"))
        # What is asked for stands last in a prompt, after related methods.
        found = [rule for rule in rules if "when" in rule and rule["when"] in asked]
        return max(found, key=lambda rule: _place(asked, rule["when"]), default={"answer": ""})

    def answer(request):
        rule = rule_for(request)
        if "error" in rule:
            raise BackendError(rule["error"])
        if "answers" in rule:  # one for each sample that is drawn
            return rule["answers"][(request.seed or 0) % len(rule["answers"])]
        return rule["answer"]

    def wait(gate, cancelled=lambda: False):
        Path(gate + ".reached").touch()
        while not Path(gate).exists() and not cancelled():
            time.sleep(0.01)

    class FileBackend(ScriptedBackend):
        def load(self, progress):
            for rule in json.loads(script.read_text("utf-8")):
                if "load" in rule:
                    progress("Learning to speak", None)
                    wait(rule["load"])

        def complete(self, request, cancel):
            if gate := rule_for(request).get("gate"):
                wait(gate, lambda: cancel.cancelled)
            yield from super().complete(request, cancel)

    return FileBackend(answer, parallel=4)


@hookimpl
def batos_backends():
    return [BackendSpec(name="scripted", summary="Answers from a file.", factory=_make)]
"""

_CONFIG = """\
default_backend = "scripted"

[backends.scripted]
provider = "scripted"

[backends.scripted.options]
script = {script}
"""


def until(condition, seconds=PATIENCE_S):
    """Wait for a condition; fail if it does not come true."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)
    return found


def ignore_ctrl_c():
    """Begin as a shell begins what it runs in the background, to be given as ``preexec_fn``."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def install(shelf, package, code):
    """Install a package with one plugin module in a folder."""
    module = package.replace("-", "_")
    shelf.mkdir(parents=True, exist_ok=True)
    (shelf / f"{module}.py").write_text(code, "utf-8")
    info = shelf / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\nRequires-Dist: batos-core\n"
    )
    (info / "entry_points.txt").write_text(f"[batos]\n{package} = {module}\n")


class Gate:
    """Where the model stops to think until a test lets it go on.

    It stands in the folder of logs, the one that the worker of a model may write to.
    """

    def __init__(self, folder, name):
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"{name}.gate"
        self._reached = folder / f"{name}.gate.reached"
        self.path = str(self._file)

    def wait(self):
        until(self._reached.exists)

    def again(self):
        """Forget that the model has come here."""
        self._reached.unlink()

    def open(self):
        self._file.touch()


class Answer:
    """How a command ended."""

    def __init__(self, code, out, err):
        self.code = code
        self.out = out
        self.err = err

    def __repr__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"

    def json(self):
        """The one JSON value on stdout."""
        return json.loads(self.out)

    def sentence(self, code, *words):
        """Check that it failed as expected: an exit code, a sentence, and no traceback."""
        assert self.code == code, self
        assert "Traceback" not in self.err, self
        assert "Error: " in self.err, self
        for word in words:
            assert word in self.err, self
        assert not self.out, self
        return self


class Home:
    """A user's whole world in one folder.

    Attributes:
        forker: Runs its commands; the same for all.
    """

    def __init__(self, folder, *, born=None, scripted=True):
        self.folder = folder
        self.root = folder / "home"
        self.user = folder / "user"
        self.shelf = folder / "shelf"
        self.script_file = folder / "script.json"
        self.config_file = self.root / "config" / "config.toml"
        self.image_file = self.root / "data" / "live_image.fs"
        self.logs = self.root / "state" / "logs"
        self.run_dir = self.root / "run"
        self.user.mkdir(parents=True)
        self.config_file.parent.mkdir(parents=True)
        kept = {name: value for name, value in os.environ.items() if _is_kept(name)}
        self.env = {
            **kept,
            "HOME": str(self.user),
            "BATOS_HOME": str(self.root),
            "BATOS_KERNEL__PORT": "0",
            # The scripted model tells by files here how far it has come.
            "BATOS_GUARDIAN__WRITABLE": json.dumps([str(folder)]),
            "PYTHONPATH": str(self.shelf),
            "COLUMNS": "100",
        }
        self.pids = set()
        if born is not None:
            shutil.copytree(born / "data", self.root / "data")
        if scripted:
            self.env["BATOS_CACHE"] = str(folder / "cache")
            install(self.shelf, "scripted", _BACKEND)
            self.config_file.write_text(_CONFIG.format(script=json.dumps(str(self.script_file))))
            self.script(ALLOW)

    def script(self, *rules):
        """Say what the model answers: the rule holds whose text stands last in the prompt."""
        fresh = self.script_file.with_suffix(".new")
        fresh.write_text(json.dumps(rules), "utf-8")
        fresh.replace(self.script_file)

    def gate(self, name):
        return Gate(self.logs, name)

    def argv(self, *words):
        return [sys.executable, "-P", "-m", "batos.cli.main", *words]

    def batos(self, *words, say=None, env=None, cwd=None, preexec_fn=None):
        """Run a command in a process of its own."""
        environ = {**self.env, **(env or {})}
        if preexec_fn is None:
            done = self.forker.run(["batos", *words], env=environ, cwd=cwd, say=say)
        else:
            done = subprocess.run(
                self.argv(*words),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                env=environ,
                preexec_fn=preexec_fn,
                check=False,
            )
        self._remember()
        return Answer(done.returncode, done.stdout, done.stderr)

    def begin(self, *words, env=None, **options):
        """Start a command and return its process."""
        environ = {**self.env, **(env or {})}
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(self.argv(*words), env=environ, text=True, **{**pipes, **options})

    def finish(self, process):
        """Wait for a command that was begun."""
        try:
            out, err = process.communicate(timeout=PATIENCE_S)
        finally:
            process.kill()
            process.communicate()
        return Answer(process.returncode, out, err)

    def up(self):
        answer = self.batos("up")
        assert answer.code == 0, answer
        return answer

    def client(self):
        return KernelClient.connect(self.run_dir, timeout=PATIENCE_S)

    def connection(self):
        return Connection.read(self.run_dir)

    def raw(self):
        """A socket with the client's key."""
        found = self.connection()
        keys = KeyRing(self.run_dir / "keys").load("client")
        return contextlib.closing(Dealer(found.endpoint, keys, found.server_key))

    def engine(self, name):
        with self.client() as client:
            engines = client.request(KernelStatus())["engines"]
        return next(engine for engine in engines if engine["name"] == name)

    def kill(self, name):
        """End the kernel or a worker as the system's out-of-memory killer would."""
        self._remember()
        pid = self.connection().pid if name == "kernel" else self.engine(name)["pid"]
        os.kill(pid, signal.SIGKILL)
        return pid

    def _remember(self):
        """Note which processes live here, so that none outlives the test."""
        with contextlib.suppress(Exception):
            self.pids.add(self.connection().pid)
            with self.client() as client:
                engines = client.request(KernelStatus())["engines"]
            self.pids.update(engine["pid"] for engine in engines if engine["pid"])

    def end(self):
        """Stop what runs, and fail if something is left."""
        self._remember()
        with contextlib.suppress(Exception):
            launch.stop(self.run_dir, timeout=10, drain_s=0.0)
        try:
            until(lambda: not self._left(), 10)
        finally:
            for pid in self._left():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def _left(self):
        if sys.platform != "linux":
            return [pid for pid in self.pids if process_start(pid) is not None]
        mark = f"BATOS_HOME={self.root}\0".encode()
        left = []
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and mark in (entry / "environ").read_bytes():
                    left.append(int(entry.name))
        return [pid for pid in left if process_start(pid) is not None]


def _is_kept(name):
    """Return whether a variable is the machine's rather than this user's."""
    if name == "PYTHONPYCACHEPREFIX":
        return True
    return not name.startswith(("BATOS_", "XDG_", "PYTHON", "COV_")) and name not in (
        "COLUMNS",
        "LINES",
        "NO_COLOR",
        "FORCE_COLOR",
    )


def bear(folder):
    """Awaken an image once; others copy it."""
    home = Home(folder)
    answer = home.batos("genesis")
    assert answer.code == 0, answer
    return home.root
