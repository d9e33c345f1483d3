"""What is written for other models, and what becomes of it where something runs."""

import contextlib

import pytest

from batos.cli.system.taking import put_to_use
from batos.config import Paths
from batos.errors import BackendError, ConfigError, KernelNotRunningError
from batos.wire.messages.inference import BackendsTaken, TakeBackends

SETTING = {("backends", "embedded", "model"): ["other.gguf"]}


@pytest.fixture
def paths(monkeypatch, tmp_path):
    monkeypatch.setenv("BATOS_HOME", str(tmp_path))
    found = Paths.find()
    found.config_file.parent.mkdir(parents=True)
    found.config_file.write_text("# mine\n[kernel]\nport = 5600\n")
    return found


@pytest.fixture
def system(monkeypatch):
    """Makes a system run that answers so."""

    def run(answer):
        class Client:
            def request(self, asked, *, on_event):
                assert isinstance(asked, TakeBackends)
                on_event("infer.step", {"text": "Loading other"})
                if isinstance(answer, Exception):
                    raise answer
                return answer

        monkeypatch.setattr("batos.kernel.process.launch.running", lambda _folder: object())
        monkeypatch.setattr(
            "batos.cli.reach.connect.connected", lambda _loaded: contextlib.nullcontext(Client())
        )

    return run


def test_what_runs_takes_it_and_the_file_has_it(paths, system, capsys):
    system(BackendsTaken(["embedded"], ["embedded"], 1.25))
    assert put_to_use(paths, SETTING).seconds == 1.25
    assert 'model = "other.gguf"' in paths.config_file.read_text()
    told = capsys.readouterr().err
    assert "Loading other…" in told
    assert "taken it (1.2 s, embedded loaded); embedded ends" in told


def test_what_cannot_be_loaded_is_taken_out_of_the_file_again(paths, system):
    before = paths.config_file.read_text()
    system(BackendError("It cannot be loaded."))
    with pytest.raises(BackendError, match="cannot be loaded"):
        put_to_use(paths, SETTING)
    assert paths.config_file.read_text() == before


def test_without_a_file_before_there_is_none_afterwards(paths, system):
    paths.config_file.unlink()
    system(BackendError("It cannot be loaded."))
    with pytest.raises(BackendError):
        put_to_use(paths, SETTING)
    assert not paths.config_file.exists()


def test_a_second_setting_that_is_refused_leaves_nothing_of_the_first(paths):
    before = paths.config_file.read_text()
    with pytest.raises(ConfigError):
        put_to_use(paths, {**SETTING, ("default_backend",): ["nobody"]})
    assert paths.config_file.read_text() == before


def test_where_nobody_can_take_it_it_waits_for_the_next_start(paths, system, capsys):
    system(KernelNotRunningError("It has just ended."))
    assert put_to_use(paths, SETTING) is None
    assert 'model = "other.gguf"' in paths.config_file.read_text()
    assert "goes on as it is" in capsys.readouterr().err
