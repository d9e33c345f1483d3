"""The kit itself: backends without a model pass it, and a subclass cannot lose a test of it."""

import ast
import inspect
import subprocess
import sys

import pytest

from batos.inference import CompletionRequest
from batos.testing import BackendSuite, EchoBackend, ScriptedBackend
from batos.testing import suite as kit
from batos.testing.suite import base

STANDARD = [name for name in dir(BackendSuite) if name.startswith("test_")]
LONG = "word " * 120


class TestEcho(BackendSuite):
    long_prompt = LONG
    has_counter = True

    @pytest.fixture(scope="class")
    @classmethod
    def make_backend(cls):
        return lambda: EchoBackend(context_window=512)

    @pytest.fixture
    def work_done(self, backend):
        return lambda: backend.words_told


def script(request: CompletionRequest) -> str:
    if request.json_schema:
        return '{"kind": "talk"}'
    if request.grammar:
        return " 12" if "[0-9]" in request.grammar else " yes"
    return request.prompt or request.messages[-1].content


class TestScripted(BackendSuite):
    long_prompt = LONG

    @pytest.fixture(scope="class")
    @classmethod
    def make_backend(cls):
        return lambda: ScriptedBackend(script, context_window=512)


@pytest.mark.parametrize("name", STANDARD)
def test_every_standard_test_tells_what_to_do_when_it_fails(name):
    assert "If this fails:" in inspect.getdoc(getattr(BackendSuite, name))


def test_a_dropped_and_a_replaced_test_are_noticed():
    class Dropping(BackendSuite):
        test_a_grammar_binds_the_answer = None

    class Replacing(BackendSuite):
        def test_loading_twice_is_loading_once(self):
            pass

    class Marking(BackendSuite):
        @pytest.mark.xfail(reason="it does not load")
        def test_loading_twice_is_loading_once(self, fresh):
            super().test_loading_twice_is_loading_once(fresh)

    for wrong in (Dropping, Replacing):
        with pytest.raises(AssertionError, match="was dropped"):
            wrong().test_no_standard_test_was_dropped()
    Marking().test_no_standard_test_was_dropped()


def test_what_is_declared_has_to_be_shown_and_the_rest_is_skipped_with_a_reason():
    with pytest.raises(pytest.fail.Exception, match="'work_done'"):
        base._missing("work_done", True)
    with pytest.raises(pytest.skip.Exception, match="'work_done'"):
        base._missing("work_done", False)


def test_the_example_of_the_kit_is_a_whole_test_module(tmp_path):
    text = inspect.getdoc(kit)
    block = text.split("``make_backend``::\n\n")[1].split("\n\nWhat a backend")[0]
    source = inspect.cleandoc(block)
    assert len(ast.parse(source).body) == 4
    (tmp_path / "test_it.py").write_text(source, "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "stop_text", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "2 passed" in ran.stdout, ran.stdout


def test_the_other_parts_need_no_pytest():
    program = "import sys, batos.testing; print('pytest' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.strip() == b"False"
