"""Fixtures: a running system that many tests share, and commands run in this process."""

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from batos.cli.main import main

_HERE = Path(__file__).parent


def pytest_configure(config):
    """Make the tests independent of how they were started, and of how fast the machine is."""
    _keep_bytecode(config)
    # A shell has it ignored for what it starts in the background, and children inherit that.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    settings.register_profile(
        "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("unhurried")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Half as many processes again as there are cores: systems under test wait a lot."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(2, (cores or 1) * 3 // 2)


def _keep_bytecode(config):
    """Keep bytecode in the cache of pytest, wherever else it would be kept or not be kept.

    Hundreds of child processes import the same modules; to compile them takes each a second.
    """
    cache = getattr(config, "cache", None)  # "-p no:cacheprovider" takes it away
    if sys.pycache_prefix is None and cache is not None:
        with contextlib.suppress(OSError):  # a checkout that cannot be written to
            sys.pycache_prefix = str(cache.mkdir("bytecode"))
            sys.dont_write_bytecode = False
            os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def _module(name, file):
    """Import a file of this folder, once for all that ask for it."""
    name = f"batos_tests_{name}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, _HERE / file)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def forker():
    """Runs programs in processes that need not import anything."""
    made = _module("forker", "forker.py").Forker()
    yield made
    made.close()


@pytest.fixture(scope="session")
def system_harness(forker):
    """Whole systems in homes of their own."""
    harness = _module("system_harness", "system/harness.py")
    harness.Home.forker = forker
    return harness


@pytest.fixture(scope="session")
def kernel_harness():
    """Kernels alone, with workers that are made for tests."""
    return _module("kernel_harness", "batos/kernel/harness.py")


@pytest.fixture(scope="session", name="h")
def fixture_h(system_harness):
    """The helpers of a room: here those of whole systems."""
    return system_harness


@pytest.fixture(scope="session")
def small_model():
    """The small model's file: fetched once into the user's cache, which outlives the tests."""
    from batos.inference import no_progress
    from batos_backend_llamacpp.shelf import LlamaShelf

    return LlamaShelf().fetch("qwen2.5-coder-0.5b", no_progress)


@pytest.fixture(scope="session")
def lend_model(small_model):
    """Lays the small model into a cache folder, as if it had been fetched there."""

    def lend(cache):
        (cache / "models").mkdir(parents=True)
        (cache / "models" / small_model.name).symlink_to(small_model)

    return lend


@pytest.fixture
def silent_sources():
    """What makes every source of models one that takes a call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        yield {
            "HF_ENDPOINT": url,
            "PIP_INDEX_URL": f"{url}/simple",
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_EXTRA_INDEX_URL": "",
            "PIP_FIND_LINKS": "",
        }


@pytest.fixture
def kernel(kernel_harness, tmp_path):
    """A kernel that the test starts; ended with it."""
    process = kernel_harness.KernelProcess(tmp_path)
    yield process
    process.end()


@pytest.fixture
def running(kernel):
    """A kernel with one worker, ready."""
    return kernel.start()


@pytest.fixture(scope="session")
def shared(h, tmp_path_factory):
    """A home whose system is up, for every test that leaves it up."""
    home = h.Home(tmp_path_factory.mktemp("shared"))
    try:
        home.up()
        yield home
    finally:
        home.end()


@pytest.fixture(scope="session")
def born(system_harness, tmp_path_factory):
    """A home whose image is awake, to be copied."""
    return system_harness.bear(tmp_path_factory.mktemp("born"))


@pytest.fixture
def still(h, tmp_path):
    """A home in which nothing runs."""
    home = h.Home(tmp_path)
    yield home
    home.end()


@pytest.fixture
def awake(still, born):
    """The same home, with an awakened image."""
    shutil.copytree(born / "data", still.root / "data")
    return still


class Disk:
    """A disk of its own, which can be filled and made one for reading only.

    Attributes:
        path: Where it is.
    """

    def __init__(self, path, megabytes):
        self.path = path
        self._filler = path / "filler"
        path.mkdir()
        self._run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", path)

    def _run(self, *words):
        subprocess.run([*map(str, words)], check=True, capture_output=True)

    def fill(self):
        """Leave no byte free."""
        with self._filler.open("ab", 0) as file:
            for size in (1 << 20, 4096, 1):
                with contextlib.suppress(OSError):
                    while True:
                        file.write(bytes(size))

    def free(self, pages=None):
        """Make room again: some pages, or all that was filled."""
        size = self._filler.stat().st_size if self._filler.exists() else 0
        if pages is None:
            self._filler.unlink(missing_ok=True)
        else:
            os.truncate(self._filler, max(0, size - pages * 4096))

    def only_for_reading(self, only=True):
        self._run("mount", "-o", f"remount,{'ro' if only else 'rw'}", self.path)

    def end(self):
        self._run("umount", "-l", self.path)


@pytest.fixture
def disk(tmp_path):
    """A real disk of 40 MB; where none can be had, the test is skipped."""
    try:
        made = Disk(tmp_path / "disk", 40)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only root may make a disk, and only on Linux")
    yield made
    made.end()


class Commands:
    """Runs commands in this process, as the user of a home."""

    def __init__(self, h, home, capfd, monkeypatch):
        self._h = h
        self._capfd = capfd
        self._monkeypatch = monkeypatch
        for name in ("HOME", "BATOS_HOME", "BATOS_KERNEL__PORT", "BATOS_CACHE", "PYTHONPATH"):
            monkeypatch.setenv(name, home.env[name])
        # What is printed must not depend on the width of whoever runs the tests.
        monkeypatch.delenv("COLUMNS", raising=False)
        monkeypatch.syspath_prepend(str(home.shelf))
        capfd.readouterr()

    def __call__(self, *words, say=None):
        import io

        text = io.TextIOWrapper(io.BytesIO((say or "").encode()), encoding="utf-8")
        with self._monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", text)
            code = main(list(words))
        return self._h.Answer(int(code), *self._capfd.readouterr())


@pytest.fixture
def batos(h, shared, capfd, monkeypatch):
    """Runs commands against the running system."""
    return Commands(h, shared, capfd, monkeypatch)


@pytest.fixture
def alone(h, still, capfd, monkeypatch):
    """Runs commands where nothing runs."""
    return Commands(h, still, capfd, monkeypatch)
