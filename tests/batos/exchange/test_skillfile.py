"""One method as a file."""

import hashlib
import re

import pytest

from batos.errors import TravelError
from batos.exchange.skillfile import SkillFile, read_skill, write_skill

SOURCE = 'def shout(self, text, mark="!"):\n    return text.upper() + mark\n'


def skill(**more):
    given = {
        "receiver": "genesis",
        "selector": "shout",
        "signature": "(self, text, mark='!')",
        "doc": 'Shout it, "loudly"\n# ///',
        "version": 3,
        "rules": "2",
        "source": SOURCE,
        "examples": (
            {"args": ["hi"], "origin": "user", "result": "HI!"},
            {"args": [], "kwargs": {"text": ""}, "origin": "user", "raises": "ValueError"},
            {"args": [(1, {2})], "origin": "call", "state": {"n": None}, "after": {"n": 2**70}},
            {
                "args": [],
                "origin": "user",
                "state": {"n": 1},
                "result": 3,
                "earlier": [{"args": [2], "result": None}, {"args": [], "selector": "reset"}],
            },
        ),
        "provenance": {"origin": "written", "model": {"backend": "x"}, "mission": "# ///\n"},
        **more,
    }
    return SkillFile(**given)


def test_a_method_comes_back_from_its_file():
    given = skill()
    data = write_skill(given)
    assert data.endswith(b"\n# ///\n" + SOURCE.encode())
    assert read_skill(data, "methods/x.py") == skill(path="methods/x.py")


@pytest.mark.parametrize(
    "source",
    [
        "def shout(self, text, mark='!'):\n    return text",
        "def shout(self, text, mark='!'):\r\n    return text\r\n",
        "# ///\ndef shout(self, text, mark='!'):\n    return 'ä\u2028\x85'\n\n\n",
        "\n# /// batos-skill\ndef shout(self, text: str, mark: str = '!'):\n    return ''\n",
    ],
    ids=repr,
)
def test_the_source_is_kept_byte_for_byte(source):
    found = read_skill(write_skill(skill(source=source)), "methods/x.py")
    assert found.source == source


def test_the_file_is_python_that_other_tools_can_read():
    data = write_skill(skill())
    compile(data, "x.py", "exec")
    pattern = r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$"
    assert re.search(pattern, data.decode())["type"] == "batos-skill"


def changed(old, new):
    return lambda text: text.replace(old, new)


def with_source(source):
    digest = hashlib.sha256(source.encode()).hexdigest()

    def change(text):
        head = text.partition("\n# ///\n")[0] + "\n# ///\n"
        return re.sub(r"(?m)^# sha256 = .*$", f'# sha256 = "{digest}"', head) + source

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda _: "", "does not begin"),
        (lambda _: "def shout(self): pass", "does not begin"),
        (lambda text: "\ufeff" + text, "does not begin"),
        (lambda text: "import os\n" + text, "does not begin"),
        (lambda text: text.partition("\n# ///\n")[0], "does not end"),
        (lambda text: text.replace("\n# format", "\nimport os\n# format"), "no comment"),
        (changed("# format = 1", "# format = 2"), "format 2"),
        (changed("# format = 1", "# form = 1"), "format None"),
        (changed("# version = 3", "# version = "), "not valid TOML"),
        (changed("# version = 3", "# version = 0"), "version"),
        (changed("# version = 3", "# version = nan"), "version"),
        (changed("# version = 3", "# version = 3\n# version = 4"), "not valid TOML"),
        (changed("# version = 3", "# vision = 3"), "vision"),
        (changed("# version = 3", f"# version = {'[' * 3000}"), "not valid TOML"),
        (changed('rules = "2"', f"rules = {'{a=' * 3000}"), "not valid TOML"),
        (changed('"genesis"', '"../genesis"'), "no name"),
        (changed('"genesis"', '"__class__"'), "no name"),
        (changed('"genesis"', '"g\u0435nesis"'), r"no name"),
        (changed('"genesis"', '"gene\u202esis"'), r"\\u202e"),
        (changed('"genesis"', "7"), "receiver"),
        (changed('selector = "shout"', 'selector = "whisper"'), "but the method is 'shout'"),
        (changed('selector = "shout"', 'selector = "send"'), "no name"),
        (changed("mark='!'", "mark='?'"), "another signature"),
        (changed("(self, text, mark='!')", "(self): pass\\nimport os"), "another signature"),
        (changed("(self, text, mark='!')", "nonsense"), "another signature"),
        (changed("upper()", "lower()"), "sha256"),
        (lambda text: text + "\nimport os\n", "sha256"),
        (with_source("def shout(self):\n    return 1\n" + "#" * 20_000), "larger than"),
        (changed('origin = "user"', 'origin = "user", odd = 1'), "field that is not known"),
        (changed('args = ["hi"]', 'args = "hi"'), "'args'"),
        (changed('args = ["hi"]', 'args = { "$" = "nonsense", v = 1 }'), "damaged"),
        (changed('args = ["hi"]', 'args = [{ "$" = "dict", v = [[nan, 1]] }]'), "NaN"),
        (changed('args = ["hi"]', 'args = [{ "$" = "object", id = "x" }]'), "cannot stand here"),
        (changed('raises = "ValueError"', "raises = 7"), "'raises'"),
        (changed('kwargs = { text = "" }', "kwargs = [1]"), "'kwargs'"),
        (
            changed('kwargs = { text = "" }', 'kwargs = { "$" = "dict", v = [[1, 2]] }'),
            "no text",
        ),
        (
            changed("# examples = [", "# examples = [" + "\n# { args = [1] }," * 200),
            "examples",
        ),
        (changed("# version = 3", "# version = 3\n# also = 'x'"), "also"),
        (changed("# version = 3", "# version = 3\n# also = ['']"), "also"),
    ],
)
def test_a_file_that_lies_is_refused_with_its_name_and_reason(change, reason):
    text = change(write_skill(skill()).decode())
    with pytest.raises(TravelError, match=reason) as error:
        read_skill(text.encode(), "methods/liar.py")
    assert "methods/liar.py" in error.value.message


def test_other_wordings_travel_along():
    given = skill(also=("make it loud", 'say "hey"'), path="methods/x.py")
    assert read_skill(write_skill(given), "methods/x.py") == given


def test_a_file_written_by_hand_needs_no_digest():
    text = re.sub(r"(?m)^# (sha256|version|rules) = .*\n", "", write_skill(skill()).decode())
    assert "sha256" not in text
    assert read_skill(text.encode(), "x.py") == skill(path="x.py", version=1, rules="")


def test_what_is_not_utf8_is_refused():
    with pytest.raises(TravelError, match="not UTF-8"):
        read_skill(write_skill(skill()) + b"\xff", "methods/x.py")


def test_a_source_that_is_no_method_is_left_to_the_guardian():
    for source in (
        "import os\n",
        "def a(self): pass\ndef shout(self): pass\n",
        "(",
        "1" + "-1" * 4000,
    ):
        assert read_skill(write_skill(skill(source=source)), "methods/x.py").source == source
