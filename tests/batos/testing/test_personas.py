"""The kit of personas: it says what to do, and a persona that falls short fails in it."""

from __future__ import annotations

import ast
import inspect

import pytest

from batos.plugins import PersonaSpec
from batos.testing import PersonaSuite
from batos.testing import personas as kit

STANDARD = [name for name in dir(PersonaSuite) if name.startswith("test_")]


@pytest.mark.parametrize("name", STANDARD)
def test_every_standard_test_tells_what_to_do_when_it_fails(name: str) -> None:
    assert "If this fails:" in (inspect.getdoc(getattr(PersonaSuite, name)) or "")


def test_the_example_of_the_kit_is_a_whole_test_module() -> None:
    text = inspect.getdoc(kit) or ""
    source = inspect.cleandoc(text.split("test module::\n\n")[1].split("\n\nThe persona is")[0])
    assert [type(each).__name__ for each in ast.parse(source).body] == ["ImportFrom", "ClassDef"]


def test_a_dropped_test_is_noticed() -> None:
    class Dropping(PersonaSuite):
        test_requests_are_routed_to_it = None  # type: ignore[assignment]  # that is the point

    with pytest.raises(AssertionError, match="was dropped"):
        Dropping().test_no_standard_test_was_dropped()


def test_faults_are_told_a_line_each() -> None:
    bare = PersonaSpec(name="owl", title="Owl", role="coder", identity="OWL sees.")
    with pytest.raises(pytest.fail.Exception) as told:
        PersonaSuite().test_what_it_says_of_itself_is_whole(bare)
    lines = str(told.value).splitlines()
    assert len(lines) == 5
    assert all(line.startswith("owl: '") and line.endswith(".") for line in lines)
