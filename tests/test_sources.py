"""What no linter looks for in the sources."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(path for folder in ROOT.glob("batos-*") for path in folder.rglob("*.py")) + sorted(
    (ROOT / "benchmarks").rglob("*.py")
)


def searched_lists(tree):
    """Yield the lines where a text of several words is searched as if it were a set of them."""
    lists = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and is_list(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for operator, right in zip(node.ops, node.comparators, strict=True):
                named = isinstance(right, ast.Name) and right.id in lists
                if isinstance(operator, ast.In | ast.NotIn) and (named or is_list(right)):
                    yield node.lineno


def is_list(node):
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_text and len(node.value.split()) > 1


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_list_of_words_is_searched_as_a_text(path):
    assert list(searched_lists(ast.parse(path.read_text("utf-8")))) == []


def test_a_list_of_words_that_is_searched_as_a_text_would_be_noticed():
    source = (
        "A = 'put ord'\nB = frozenset('a b'.split())\nx in A\nx not in 'c d'\nx in B\nx in 'ab'"
    )
    assert list(searched_lists(ast.parse(source))) == [3, 4]


CLIENTS = ("openai", "ollama", "httpx", "keyring", "xllamacpp", "torch", "transformers")


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("batos-*/pyproject.toml")), ids=lambda p: p.parent.name
)
def test_only_a_backend_requires_what_runs_or_asks_models(path):
    project = tomllib.loads(path.read_text("utf-8"))["project"]
    found = [each for each in project["dependencies"] if each.startswith(CLIENTS)]
    assert not found or project["name"].startswith("batos-backend-")


CORE = [path for path in SOURCES if path.is_relative_to(ROOT / "batos-core" / "src")]
PERSONAS = [path.name.removeprefix("batos-persona-") for path in ROOT.glob("batos-persona-*")]
NAMED = re.compile(rf"(?<!batos-persona-)\b({'|'.join(PERSONAS)})\b", re.IGNORECASE)


def personas_named(tree):
    """Yield the lines where a persona is named in what runs: docstrings may give examples."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in docstrings and NAMED.search(node.value):
            yield node.lineno


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_core_knows_no_persona_by_name(path):
    assert list(personas_named(ast.parse(path.read_text("utf-8")))) == []


def test_a_persona_that_is_named_would_be_noticed():
    source = (
        '"""Ask ALFRED."""\ndef f():\n    """Ask ROBIN."""\n    return "brick"\n'
        'TRY = "pip install batos-persona-alfred"\nWHO = f"{f()} or BABS"\n'
    )
    assert sorted(PERSONAS) == ["alfred", "babs", "brick", "robin"]
    assert list(personas_named(ast.parse(source))) == [4, 6]
