"""Text of methods becomes their sources, or an error with file and line."""

from __future__ import annotations

import pytest

from batos.errors import PluginError
from batos.plugins.methods import parse_methods


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("def f(self:\n    pass", 1, "not Python"),
        ("x = 1\0", 1, "not Python"),
        ('"""Doc."""\nimport math\n', 2, "only plain functions"),
        ("async def f(self):\n    return 1", 1, "only plain functions"),
        ("@cache\ndef f(self):\n    return 1", 2, "must not be decorated"),
        ("def _f(self):\n    return 1", 1, "not a public name"),
        ("def f(text):\n    return 1", 1, "must take 'self' first"),
        ("def f():\n    return 1", 1, "must take 'self' first"),
    ],
)
def test_a_file_with_anything_else_is_refused(text: str, line: int, words: str) -> None:
    with pytest.raises(PluginError) as caught:
        parse_methods(text, "two.py")
    assert caught.value.message.startswith(f"two.py:{line}: ")
    assert words in caught.value.message


def test_methods_keep_their_text() -> None:
    text = 'def a(self):\n    """Say a."""\n    return "a"  # here\n\n\ndef b(self):\n    return 2'
    assert parse_methods(text, "m.py") == (
        'def a(self):\n    """Say a."""\n    return "a"  # here\n',
        "def b(self):\n    return 2\n",
    )
