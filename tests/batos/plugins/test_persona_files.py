"""A persona comes from its files, or an error says which file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from batos.errors import PluginError
from batos.plugins import CodexEntry, load_persona

TOML = """
name = "lucius"
title = "Keeper of Tools"
role = "coder"
identity = '''
Lucius keeps the tools sharp.
'''
pillars = ["Q", "Daedalus"]

[protocols]
sharpen = "Sharpen before use."

[prompts]
talk = '''
Lucius says:'''
"""
METHOD = 'def {name}(self):\n    """Answer."""\n    return 1\n'


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "lucius"
    (folder / "methods").mkdir(parents=True)
    (folder / "persona.toml").write_text(TOML, encoding="utf-8")
    return folder


def test_all_files_come_together(package: Path) -> None:
    (package / "codex.jsonl").write_text(
        '{"prompt": "Who?", "response": "Lucius — me."}\n\n', encoding="utf-8"
    )
    (package / "methods" / "b.py").write_text(METHOD.format(name="second"), encoding="utf-8")
    (package / "methods" / "a.py").write_text(METHOD.format(name="first"), encoding="utf-8")
    (package / "methods" / "notes.txt").write_text("not Python", encoding="utf-8")
    persona = load_persona(package)
    assert persona.identity == "Lucius keeps the tools sharp."
    assert persona.pillars == ("Q", "Daedalus")
    assert persona.prompts == {"talk": "Lucius says:"}
    assert persona.codex == (CodexEntry(prompt="Who?", response="Lucius — me."),)
    assert [source[:9] for source in persona.methods] == ["def first", "def secon"]


def test_the_toml_file_alone_is_enough(tmp_path: Path) -> None:
    (tmp_path / "persona.toml").write_text(TOML, encoding="utf-8")
    assert load_persona(tmp_path).methods == ()


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("persona.toml", "name = ", "persona.toml: Invalid value"),
        ("persona.toml", TOML.replace("title", "titel"), "unknown key 'titel'"),
        ("persona.toml", TOML.replace('role = "coder"', ""), "'role' must be a text"),
        ("persona.toml", TOML.replace('"Keeper of Tools"', "3"), "'title' must be a text"),
        ("persona.toml", TOML.replace('["Q", "Daedalus"]', '"Q"'), "'pillars' must be a list"),
        ("persona.toml", f"takes = [1]\n{TOML}", "'takes' must be a list of texts"),
        ("persona.toml", f"tone = 7\n{TOML}", "'tone' must be a text"),
        ("persona.toml", f"{TOML}\n[serves]\nIDLE = 1", "[serves] must be a table of texts"),
        ("persona.toml", TOML.replace('"Sharpen before use."', "1"), "[protocols] must be"),
        ("persona.toml", TOML.replace('"lucius"', '"two words"'), "not a public Python"),
        ("codex.jsonl", '{"prompt": "a", "response": "b"}\n{oops\n', "codex.jsonl:2: not JSON"),
        ("codex.jsonl", '{"prompt": "a"}\n', "codex.jsonl:1: an entry has"),
        ("codex.jsonl", '{"prompt": "a", "response": 3}\n', "codex.jsonl:1: an entry has"),
        ("codex.jsonl", "[]\n", "codex.jsonl:1: an entry has"),
        ("methods/m.py", "import math\n", "lucius/methods/m.py:1: only plain"),
    ],
)
def test_a_damaged_file_is_named(package: Path, file: str, text: str, words: str) -> None:
    (package / file).write_text(text, encoding="utf-8")
    with pytest.raises(PluginError) as caught:
        load_persona(package)
    assert words in caught.value.message


def test_missing_and_unreadable_files_are_named(package: Path) -> None:
    (package / "codex.jsonl").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(PluginError, match=r"codex\.jsonl cannot be read"):
        load_persona(package)
    (package / "persona.toml").unlink()
    with pytest.raises(PluginError, match=r"persona\.toml is missing"):
        load_persona(package)
