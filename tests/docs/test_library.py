"""What programs may import is declared, said and shown."""

import ast
import inspect
import re
import subprocess
import sys

import pytest
from api import PUBLIC, said

from batos import errors
from batos.plugins.new_persona import TEMPLATE

NAMES = [(module, name) for module in PUBLIC for name in module.__all__]
NOT_SHOWN = {
    "ExitCode": "the reference of errors has a table of them",
    "near": "words for errors",
    "Delivery": "what image.deliver returns",
    "Loaded": "what load_config returns",
    "Thinker": "for programs that answer prompts themselves",
    "CodexEntry": "read from a persona's files",
    "load_plugins": "for programs that choose their plugins",
    "ModelChoice": "made by backends that fetch models, which are few",
    "ModelEntry": "as above",
    "ModelShelf": "as above",
    "PluginHooks": "the hook functions of a plugin have a section each",
    "PluginInfo": "told by 'batos plugins'",
    "PluginSet": "what load_plugins returns",
    "PluginState": "told by 'batos plugins'",
    "hookspec": "the specifications are the core's",
}
"""What no page needs to show, and why."""


@pytest.fixture
def programs(read):
    """Every program of the pages, with its syntax tree."""
    blocks = [each for page in read.pages() for each in read.blocks(page)]
    return [(each, ast.parse(each.text)) for each in blocks if each.language == "python"]


@pytest.mark.parametrize(
    ("module", "name"), NAMES, ids=lambda each: getattr(each, "__name__", each)
)
def test_what_is_exported_is_there_and_says_what_it_is(module, name):
    assert hasattr(module, name)
    thing = getattr(module, name)
    assert said(thing, name)
    if inspect.isclass(thing):
        # Neither what a base says counts, nor how a dataclass of which nothing is said is made.
        assert not (thing.__doc__ or "(").startswith(("(", f"{thing.__name__}("))


def test_what_is_exported_is_shown(programs, root):
    text = "".join(block.text for block, _ in programs)
    places = (root / "templates", TEMPLATE)
    text += "".join(path.read_text("utf-8") for each in places for path in each.rglob("*.py"))
    text += (root / "docs" / "reference" / "errors.md").read_text("utf-8")
    docs = {name: inspect.getdoc(getattr(module, name)) or "" for module, name in NAMES}
    shown = set(re.findall(r"\w+", text))
    missing = [
        name
        for module, name in NAMES
        if name not in shown and "Example" not in docs[name] and name not in NOT_SHOWN
    ]
    assert missing == []


def test_pages_import_nothing_else(programs):
    allowed = {module.__name__: set(module.__all__) for module in PUBLIC}
    wrong = []
    for block, tree in programs:
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "batos":
                known = allowed.get(node.module or "", set())
                wrong += [
                    (block.page, node.module, e.name) for e in node.names if e.name not in known
                ]
            if isinstance(node, ast.Import):
                names = [e.name for e in node.names if e.name.startswith("batos.")]
                wrong += [(block.page, name, "") for name in names if name not in allowed]
    assert wrong == []


def test_what_pages_take_from_the_package_is_exported(programs):
    import batos

    taken = {
        node.attr
        for _, tree in programs
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "batos"
    }
    assert taken <= {*batos.__all__}


def test_every_error_is_exported():
    import batos

    assert {*errors.__all__} <= {*batos.__all__}


@pytest.mark.parametrize("module", ["batos", "batos.plugins"])
def test_importing_it_loads_neither_database_nor_socket_nor_model(module):
    heavy = "ZODB", "zmq", "llama_cpp", "numpy", "rich"
    text = f"import sys, {module}; print([each for each in {heavy!r} if each in sys.modules])"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_an_unknown_name_is_refused():
    import batos

    with pytest.raises(AttributeError, match="'batos' has no attribute 'opne'"):
        batos.opne  # noqa: B018 - it is looked up
