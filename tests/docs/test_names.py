"""Every name that the pages use is one that the code has, and the tables are whole."""

import ast
import re
from typing import get_args

import pytest

from batos.config import Config, load_config
from batos.errors import ExitCode
from batos.heartbeat.reports import Kind
from batos.kernel.handlers import ROUTES
from batos.kernel.router.control import Control
from batos.kernel.router.watching import WATCHES
from batos.kernel.worker.inference_worker import InferenceService
from batos.learning.model.machine import STATES
from batos.learning.request.language import read_request
from batos.living import LivingImage
from batos.objects import example_line
from batos.plugins import CycleEvent
from batos.testing.persona_faults import PROMPTS
from batos.wire.messages.bus import BatGram
from batos.wire.messages.request import Notice
from batos.wire.page import events, requests
from batos_backend_hf.options import HfOptions
from batos_backend_hf.presets import presets
from batos_backend_llamacpp.options import LlamaOptions
from batos_backend_ollama.options import OllamaOptions
from batos_backend_openai.options import OpenAIOptions

_CORE = "batos-core/src/batos"
_DOTTED = re.compile(r"`([a-z]+\.[a-z_.]+)`")
_HEARTBEAT = sorted(f"heartbeat.{kind}" for kind in (*get_args(Kind), "at"))
_ROW = re.compile(r"^\| (.*) \|$", re.MULTILINE)
_FILES = {"config.toml", "kernel.json", "kernel.log", "image.log", "inference.log", "kernel.out"}


def _table(text, heading):
    """Return the cells of the first table under a heading."""
    part = text.split(f"\n{heading}\n", 1)[1]
    rows = []
    for line in part.splitlines():
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
        elif rows:
            break
    return rows[2:]


def _names(cells):
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def _event_kinds(root):
    """Return the kinds that cycles and talk tell, from the calls that tell them."""
    found = set()
    rooms = [root / _CORE / name for name in ("dialogue", "learning", "stewardship")]
    for path in (path for room in rooms for path in room.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called not in ("tell", "event", "Noted", "_noted"):
                continue
            for given in node.args[:2]:
                if isinstance(given, ast.Constant):
                    kind = str(given.value)
                    found.add(kind if kind.startswith("talk.") else f"cycle.{kind}")
                    break
    return found


def _handled_types():
    """Return the types of the requests that the kernel and its workers answer."""
    own = Control(None, None).answers
    inference = InferenceService(None).handlers()
    return {*own, *inference, *(route.type for route in ROUTES), *WATCHES, BatGram.TYPE}


def _settings():
    found = set()
    for key, _, _ in load_config(environ={"BATOS_HOME": "nowhere"}).values():
        found.add(key)
    return found | set(Config.model_fields)


@pytest.fixture(scope="module")
def known(root, generator):
    """Return every dotted name that the code has."""
    found = _event_kinds(root) | _handled_types() | _settings() | _FILES
    found |= {each.TYPE for each in events()} | set(_HEARTBEAT)
    found |= {cls.code for cls in generator.error_classes()}
    return found | {
        f"image.{name}"
        for name in (*dir(LivingImage), "session", "history", "care", "heartbeat", "shaping")
    }


@pytest.fixture
def pages_text(root):
    """Return the text of a page under docs/."""
    return lambda name: (root / "docs" / name).read_text("utf-8")


def test_the_events_of_the_code_and_of_the_page_are_the_same(root, pages_text):
    text = pages_text("reference/events.md")
    listed = _names(row[0] for row in _table(text, "## Kinds"))
    listed += re.findall(r"^\| `(talk\.\w+)`", text, re.MULTILINE)
    assert sorted(listed) == sorted(_event_kinds(root))
    assert sorted(re.findall(r"^\| `(heartbeat\.\w+)`", text, re.MULTILINE)) == _HEARTBEAT


def test_the_fields_of_an_outcome_are_all_told(pages_text):
    from dataclasses import fields

    from batos.learning.model.outcome import Outcome

    listed = _names(row[0] for row in _table(pages_text("reference/events.md"), "The outcome:"))
    assert sorted(listed) == sorted(each.name for each in fields(Outcome))


def test_every_request_is_answered_and_every_answer_has_a_request():
    assert sorted(each.TYPE for each in requests()) == sorted(_handled_types())


def test_every_event_is_listed_once():
    assert sorted({*Notice.__subclasses__(), CycleEvent}, key=repr) == sorted(events(), key=repr)


def test_every_dotted_name_exists(page, known):
    prefixes = {name.partition(".")[0] for name in known if "." in name} - {"config"}
    for name in _DOTTED.findall(page.read_text("utf-8")):
        if name.partition(".")[0] in prefixes:
            assert name in known, f"{name} is no message, event, code or setting"


def test_every_error_code_has_a_mend(generator, pages_text):
    text = pages_text("how-to/troubleshooting.md")
    told = set(re.findall(r"`([a-z._]+)`", text))
    assert {cls.code for cls in generator.error_classes()} <= told


def test_every_exit_code_is_in_the_troubleshooting(pages_text):
    rows = _table(pages_text("how-to/troubleshooting.md"), "## Exit codes")
    assert sorted(int(row[0]) for row in rows) == sorted(ExitCode)


def test_the_states_are_those_of_the_machine(pages_text):
    text = pages_text("explanation/learning.md")
    rows = _table(text, "## The cycle")
    assert _names(row[0] for row in rows) == [state.name for state in STATES]
    moves = {state.name: set(state.moves.values()) - {"FAILED"} for state in STATES}
    for row in rows:
        name = row[0].strip("`")
        told = set(_names([row[-1]]))
        assert told <= moves[name], name


def test_the_settings_of_states_are_those_of_the_machine(pages_text):
    text = pages_text("explanation/learning.md")
    rows = text.split("| object | settings |", 1)[1].split("\n\n")[0]
    born = {f"state_{each.name.lower()}": {*each.settings, *each.places} for each in STATES}
    born["state_machine"] = {"start"}
    told = {name: set() for name in born}
    for objects, settings in re.findall(r"^\| (`.*?) \| (.*) \|$", rows, re.MULTILINE):
        for name in _names([objects]):
            told[name] |= set(_names([settings]))
    assert told == born


def test_the_prompts_of_personas_are_those_that_are_asked(pages_text):
    rows = _table(pages_text("plugins/persona.md"), "## Prompts")
    told = {row[0].strip("`"): row[-1] for row in rows}
    assert sorted(told) == sorted(PROMPTS)
    method = set(re.findall(r"{(\w+)}", told["method"]))
    for key, placeholders in told.items():
        named = set(re.findall(r"{(\w+)}", placeholders))
        if "those" in placeholders:
            named |= method
        assert PROMPTS[key].needs <= named <= PROMPTS[key].needs | PROMPTS[key].may, key


def test_the_options_of_the_embedded_backend_are_all_told(pages_text):
    rows = _table(pages_text("how-to/use-another-model.md"), "## Options")
    assert {*_names(row[0] for row in rows), "model"} == set(LlamaOptions.model_fields)
    for row in rows:
        default = getattr(LlamaOptions(), row[0].strip("`"))
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        assert row[1] == shown or (not shown and row[1] in ("the user's", "the image's"))


def test_the_options_of_the_other_backends_are_all_told(pages_text):
    others = {"hugging-face": HfOptions, "ollama": OllamaOptions, "openai-server": OpenAIOptions}
    for page, options in others.items():
        rows = _table(pages_text(f"how-to/{page}.md"), "## Options")
        text = pages_text(f"how-to/{page}.md").split("## Options")[1]
        assert rows
        assert {*_names(row[0] for row in rows)} | {"model"} == set(options.model_fields)
        assert "`model`" in text


def test_the_presets_are_all_told(pages_text):
    text = pages_text("how-to/hugging-face.md").split("The presets:\n", 1)[1]
    rows = re.findall(r"^\| `(.*?)` \| `(.*?)` \| (.*?) \| (.*?) \|$", text, re.MULTILINE)
    known = [
        (each.name, each.model, each.licence, f"{each.score} %" if each.score else "not published")
        for each in presets().values()
    ]
    assert rows == known


def test_sentences_are_read_as_the_page_says(pages_text):
    text = pages_text("how-to/examples-in-missions.md").split("<!-- phrasings -->\n", 1)[1]
    rows = re.findall(r"^\| (.*?) \| (`.*`) \|$", text.split("\n\n")[0], re.MULTILINE)
    assert len(rows) >= 5
    for sentence, told in rows:
        brief = read_request(sentence).brief
        assert brief is not None, sentence
        lines = [example_line(brief.selector, example) for example in brief.examples]
        assert ", ".join(f"`{line}`" for line in lines) == told
