"""Every hook is typed, documented and shown by an example that runs."""

from __future__ import annotations

import doctest
import inspect
from pathlib import Path

import pytest

from batos.plugins import PluginHooks, hookspecs

DOCS = Path(__file__).parents[3] / "docs" / "plugins"
HOOKS = sorted(name for name in vars(PluginHooks) if name.startswith("batos_"))


def test_the_examples_run() -> None:
    result = doctest.testmod(hookspecs)
    assert result.attempted >= 2 * len(HOOKS)
    assert result.failed == 0


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_is_typed_and_has_an_example(name: str) -> None:
    hook = getattr(PluginHooks, name)
    signature = inspect.signature(hook)
    assert signature.return_annotation is not inspect.Signature.empty
    doc = inspect.getdoc(hook) or ""
    assert "Example:" in doc
    assert "Called" in doc


def test_the_page_about_hooks_has_one_section_for_each() -> None:
    text = (DOCS / "hooks.md").read_text(encoding="utf-8")
    sections = [line[3:].strip("`() ") for line in text.splitlines() if line.startswith("## `")]
    assert sorted(section.split("(")[0] for section in sections) == HOOKS
    for name in HOOKS:
        for parameter in list(inspect.signature(getattr(PluginHooks, name)).parameters)[1:]:
            assert f"{name}({parameter})" in text
