"""What the pages say, as data: their links, code blocks and command lines."""

from __future__ import annotations

import importlib.util
import re
import shlex
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import pytest

from batos.plugins.new_persona import TEMPLATE

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(
    r"(?:^<!-- (?P<mark>[a-z ]+) -->\n)?"
    r"^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
BLOCKS = {
    "kit_block": "backend kit",
    "persona_kit_block": "persona kit",
    "kernel_block": "needs a kernel",
    "method_block": "method",
    "plugin_block": "plugin",
    "skill_block": "skill",
    "skills_template_block": "in the template of skills",
    "template_block": "in the template",
}
"""The marks of blocks that are tried one by one, by the fixture that brings one."""
_ASSIGNMENT = re.compile(r"[A-Z_]+=\S+")


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Attributes:
        page: The page, relative to the repository.
        line: Its first line.
        language: What stands behind the fence.
        mark: What the comment above it says.
        text: Its lines.
    """

    page: str
    line: int
    language: str
    mark: str
    text: str


@dataclass(frozen=True)
class CommandLine:
    """A call of ``batos``.

    Attributes:
        page: The page, relative to the repository.
        environ: Assignments before the command.
        words: The arguments.
        is_mention: Whether it stands in a sentence and names the command only.
    """

    page: str
    environ: tuple[str, ...]
    words: tuple[str, ...]
    is_mention: bool


def pages() -> list[Path]:
    """Every page that a user reads."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("changes/*.md")]
    found += [
        *ROOT.glob("batos-*/README.md"),
        *ROOT.glob("templates/*/README.md"),
        TEMPLATE / "README.md",
    ]
    return sorted(found)


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    return [
        Block(
            name(page),
            text.count("\n", 0, match.start("language")) + 1,
            match["language"],
            match["mark"] or "",
            match["text"],
        )
        for match in _FENCE.finditer(text)
    ]


def outside_of_blocks(page: Path) -> str:
    return _FENCE.sub("", page.read_text("utf-8"))


def inline_codes(page: Path) -> list[str]:
    return [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", outside_of_blocks(page))]


def command_lines(page: Path) -> list[CommandLine]:
    texts = re.findall(r"^ {4,}(.*)$", outside_of_blocks(page), re.MULTILINE)
    for block in blocks(page):
        if block.language in ("", "console", "text", "sh", "bash"):
            texts += block.text.splitlines()
    found = [line for text in texts for line in _calls(name(page), text.strip())]
    for text in inline_codes(page):
        calls = _calls(name(page), text)
        found += [replace(line, is_mention=len(line.words) <= 2) for line in calls]
    return found


def _calls(page: str, text: str) -> list[CommandLine]:
    text = text.removeprefix("$ ").split("─")[0]  # drawings tell what a command does behind a line
    if "batos " not in text:
        return []
    try:
        lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words = list(lexer)
    except ValueError:
        return []  # an apostrophe of prose
    found = []
    part: list[str] = []
    for word in [*words, ";"]:
        if word and set(word) <= set("();<>|&"):
            assigned = [each for each in part if _ASSIGNMENT.fullmatch(each)]
            rest = part[len(assigned) :]
            if part[: len(assigned)] == assigned and rest[:1] == ["batos"]:
                found.append(CommandLine(page, tuple(assigned), tuple(rest[1:]), False))
            part = []
        else:
            part.append(word)
    return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test of each page, and of each page with runnable blocks."""
    if "page" in metafunc.fixturenames:
        metafunc.parametrize("page", pages(), ids=name)
    if "runnable_page" in metafunc.fixturenames:
        found = [page for page in pages() if any(each.mark == "run" for each in blocks(page))]
        metafunc.parametrize("runnable_page", found, ids=name)
    for fixture in {*metafunc.fixturenames} & BLOCKS.keys():
        found = [each for page in pages() for each in blocks(page) if each.mark == BLOCKS[fixture]]
        assert found, f"no block is marked as {BLOCKS[fixture]!r}"
        metafunc.parametrize(fixture, found, ids=lambda each: f"{each.page}:{each.line}")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture
def every_page() -> list[Path]:
    """Every page."""
    return pages()


@pytest.fixture
def read() -> ModuleType:
    """The functions of this module."""
    return sys.modules[__name__]


@pytest.fixture(scope="session")
def generator() -> ModuleType:
    """The script that writes the generated pages."""
    spec = importlib.util.spec_from_file_location("batos_docs_commands", ROOT / "docs/commands.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
