"""Methods by hand, in the chat."""

import pytest

SHOUT = "def murmur(self, text):\n    return text.lower() + '…'\n"


@pytest.fixture
def murmur(batos, tmp_path):
    """A method that was written in the chat; taken away in the end."""
    file = tmp_path / "murmur.py"
    file.write_text(SHOUT, "utf-8")
    answer = batos("chat", say=f"/define genesis.murmur {file}")
    assert answer.code == 0, answer
    assert "Installed genesis.murmur(self, text)." in answer.err
    yield "genesis.murmur"
    while batos("undo", "genesis.murmur").code == 0:
        pass


def test_it_is_tried_tested_and_given_an_example(batos, murmur):
    lines = [
        f"/example {murmur} 'HO HO' -> 'ho ho…'",
        f"/try {murmur} HI",
        f"/test {murmur}",
    ]
    answer = batos("chat", say="\n".join(lines))
    assert answer.code == 0, answer
    assert "  1. murmur('HO HO') == 'ho ho…'" in answer.err
    assert '"hi…"' in answer.out
    assert "Nothing was kept." in answer.err
    assert "1 of 1" in answer.out


def test_it_is_edited(batos, murmur, tmp_path, monkeypatch):
    editor = tmp_path / "editor.sh"
    editor.write_text("#!/bin/sh\nsed -i.old 's/lower/upper/' \"$1\"\n")
    editor.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    answer = batos("chat", say=f"/edit {murmur}\n/send genesis murmur a")
    assert (answer.code, answer.out) == (0, '"A…"\n')


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/define genesis.murmur", "/define OBJECT.METHOD FILE"),
        ("/define genesis.murmur nowhere.py", "cannot be read"),
        ("/define genesis.murmur -", "is not to be had here"),
        ("/edit", "/edit OBJECT[.METHOD]"),
        ("/try", "/try OBJECT.METHOD ARGS"),
        ("/try genesis.nothing", "no selector named 'nothing'"),
        ("/test a b", "/test [OBJECT[.METHOD]]"),
        ("/example genesis.murmur", "There is no example"),
        ("/exampel genesis.murmur", "Did you mean '/example'?"),
    ],
)
def test_a_wrong_line_is_told(batos, line, told):
    answer = batos("chat", say=line)
    assert answer.code == 2
    assert told in answer.err


def test_the_help_names_them(batos):
    assert "/example OBJECT.METHOD TEXT" in batos("chat", say="/help").err
