"""Personas in processes of their own, run and asked from the command line."""

import signal

import pytest

METHOD = """\
def fold(self, text, times=1):
    '''Return a text as often as is said.'''
    return text * times
"""


@pytest.fixture
def engine(shared, batos, h):
    """Starts an engine, and ends it."""
    begun = []

    def start(persona, name, *words):
        process = shared.begin("engine", persona, "--as", name, *words)
        begun.append(process)
        h.until(lambda: process.poll() is not None or ready(batos, name))
        return process

    yield start
    for process in begun:
        process.terminate()
        shared.finish(process)


def ready(batos, name):
    return any(
        (each["name"], each["state"]) == (name, "ready")
        for each in batos("engines", "--json").json()
    )


def test_an_engine_answers_as_its_persona(batos, shared, engine, h, tmp_path):
    shared.script({"when": "what is a mutex?", "answer": "A lock of one."}, h.ALLOW)
    file = tmp_path / "fold.py"
    file.write_text(METHOD)
    assert batos("define", "brick.fold", "--file", str(file)).code == 0
    process = engine("BRICK", "cli-brick")
    assert "cli-brick" in batos("status").out
    told = batos("gram", "CLI-Brick", "talk", "what is a mutex?", "--quiet")
    assert (told.code, told.out) == (0, "A lock of one.\n")
    for words, value in (
        (["ab"], "ab"),
        (["ab", "2"], "abab"),
        (["text=ab", "times=3"], "ababab"),
    ):
        assert batos("gram", "cli-brick", "fold", *words, "--json").json() == value
    batos("gram", "cli-brick", "unheard_of", "x").sentence(2, "unheard_of")
    batos("gram", "cli-brick", "talk").sentence(2, "nothing to answer")
    batos("gram", "cli-brick", "fold", "ab", "times=2").sentence(2, "not both")
    process.send_signal(signal.SIGINT)
    ended = shared.finish(process)
    assert (ended.code, ended.out) == (0, "")
    assert "CLI-BRICK is on the bus" in ended.err
    assert "CLI-BRICK has left the bus" in ended.err


def test_a_name_that_is_taken_and_one_that_nobody_has_are_told(batos, shared, engine):
    engine("robin", "cli-robin")
    batos("engine", "robin", "--as", "Cli-Robin").sentence(6, "taken", "batos engines")
    batos("engine", "nobody").sentence(2, "There is no persona named 'nobody'")
    batos("gram", "cli-robim", "talk", "hi").sentence(2, "cli-robim", "Did you mean 'cli-robin'?")


def test_who_waits_for_an_engine_that_is_killed_is_told_and_the_next_one_takes_its_name(
    batos, shared, engine, h
):
    gate = shared.gate("engine")
    shared.script({"when": "are you there?", "answer": "Yes.", "gate": gate.path}, h.ALLOW)
    process = engine("babs", "cli-babs")
    asked = shared.begin("gram", "cli-babs", "talk", "are you there?")
    gate.wait()
    process.kill()
    shared.finish(asked).sentence(6, "cli-babs", "ended")
    gate.open()
    engine("babs", "cli-babs")
    assert batos("gram", "cli-babs", "talk", "are you there?", "-q").out == "Yes.\n"


def test_an_engine_reaches_a_kernel_by_its_address_and_two_copied_files(
    batos, shared, engine, tmp_path
):
    folder = tmp_path / "house"
    (folder / "keys").mkdir(parents=True, mode=0o700)
    for name in ("kernel.json", "keys/client.key"):
        copy = folder / name
        copy.write_bytes((shared.run_dir / name).read_bytes())
        copy.chmod(0o600)
    there = ("--connect", shared.connection().endpoint, "--keys", str(folder))
    engine("alfred", "cli-alfred", *there)
    batos("gram", "cli-alfred", "unheard_of", *there).sentence(2, "unheard_of")
    nowhere = ("--connect", "tcp://127.0.0.1:9", "--keys", str(folder))
    batos("gram", "cli-alfred", "talk", "hi", *nowhere).sentence(6, "No kernel answers", ":9")
    batos("engines", "--connect", "somewhere").sentence(2, "no address", "tcp://HOST:PORT")
