"""What of a pack is taken, and what is left out with its reason."""

import os
import sys

import pytest

from batos.exchange.packs import OpenPack, left_out
from batos.plugins import PluginSet
from batos.testing import faults_of_pack

GOOD = """\
# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "shout"
# signature = "(self, text)"
# doc = "Shout a text."
# examples = [{ args = ["a"], result = "A" }]
# ///
def shout(self, text):
    return text.upper()
"""


@pytest.fixture
def pack(tmp_path, m):
    """Return a pack with one good skill, and the files that are given."""

    def make(**files):
        for name, text in {"good": GOOD, **files}.items():
            data = text if isinstance(text, bytes) else text.encode()
            (tmp_path / f"{name}.py").write_bytes(data)
        return m.pack(tmp_path, "loud")

    return make


OTHER = GOOD.replace("shout", "cry")
BAD = {
    "no front matter": ("def shout(self): pass\n", "it does not begin with"),
    "nothing": ("", "it does not begin with"),
    "no text": (b"\xff\xfe", "it is not UTF-8"),
    "torn": (OTHER[:60], "its front matter does not end"),
    "no doc": (OTHER.replace("Shout a text.", " "), "does not say what it does"),
    "no example": (OTHER.replace('{ args = ["a"], result = "A" }', ""), "it has no example"),
    "another digest": (OTHER.replace("# doc", f'# sha256 = "{"0" * 64}"\n# doc'), "(sha256)"),
    "another name": (OTHER.replace("def cry", "def shout"), "the method is 'shout'"),
    "an import": (OTHER.replace("    return", "    import os\n    return"), "guardian refuses it"),
    "two methods": (OTHER + "\ndef b(self): pass\n", "the guardian refuses it"),
    "a syntax error": (OTHER.replace("return", "retrun"), "the guardian refuses it"),
    "a second of its name": (GOOD, "it holds 'shout', as good.py does"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_skill_is_left_out_with_its_reason_and_the_rest_is_taken(pack, kind):
    text, words = BAD[kind]
    opened = OpenPack(pack(other=text))
    assert [skill.path for skill in opened.skills] == ["good.py"]
    [missing] = opened.left
    assert (missing.pack, missing.path) == ("loud", "other.py")
    assert words in missing.reason
    assert str(missing) == f"other.py: {missing.reason}"
    assert faults_of_pack(pack(other=text)) == [str(missing)]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_a_file_that_cannot_be_read_is_left_out(pack, tmp_path):
    (tmp_path / "gone.py").symlink_to(tmp_path / "nowhere")
    opened = OpenPack(pack())
    assert len(opened.skills) == 1
    [missing] = opened.left
    assert str(missing) == "gone.py: it cannot be read"


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text elsewhere")
def test_a_file_name_that_is_no_text_harms_nobody(pack, tmp_path):
    (tmp_path / os.fsdecode(b"\xff.py")).write_text("nothing")
    opened = OpenPack(pack())
    assert len(opened.skills) == 1
    assert opened.digest
    assert len(opened.left) == 1


def test_the_digest_moves_with_names_and_bytes(pack, tmp_path):
    first = OpenPack(pack(other="a")).digest
    assert OpenPack(pack(other="a")).digest == first
    assert OpenPack(pack(other="b")).digest != first
    (tmp_path / "other.py").rename(tmp_path / "another.py")
    assert OpenPack(pack()).digest != first


def test_what_is_left_out_is_known_by_plugin(pack, m):
    plugins = PluginSet([m.plugin(pack(other=""), name="loud"), m.plugin(m.pack(), name="small")])
    found = left_out(plugins)
    assert list(found) == ["loud"]
    assert [each.path for each in found["loud"]] == ["other.py"]


def test_an_example_that_does_not_come_true_is_a_fault(pack):
    wrong = GOOD.replace("shout", "cry").replace('"A"', '"B"')
    [fault] = faults_of_pack(pack(other=wrong))
    assert fault.startswith("other.py: Its example is not true: cry('a') == 'B'")


def test_a_skill_that_needs_another_one_is_a_fault(pack):
    needy = GOOD.replace("shout(", "cry(").replace('"shout"', '"cry"')
    needy = needy.replace("text.upper()", "self.shout(text)")
    [fault] = faults_of_pack(pack(other=needy))
    assert fault.startswith("other.py: Its example fails")


def test_a_call_alone_is_an_example(pack):
    clock = GOOD.replace("shout", "clock").replace(', result = "A"', "")
    clock = clock.replace("text.upper()", "now().isoformat() + text")
    assert faults_of_pack(pack(other=clock)) == []


def test_what_one_image_exports_another_one_is_handed(home, m, tmp_path):
    """From a learned method to a package: the export is the file of the pack, as it is."""
    image = home.open()
    image.learn("write a method that counts the vowels in a text; 'banana split' gives 4")
    [(path, data)] = image.skills.export(["genesis.count_vowels"]).files.items()
    image.close()
    folder = tmp_path / "skills"
    folder.mkdir()
    (folder / path.rpartition("/")[2]).write_bytes(data)
    plugins = PluginSet([m.plugin(m.alfred(), m.brick(), m.robin(), m.pack(folder, "vowels"))])
    other = home.open(uri=(tmp_path / "other.fs").as_uri(), plugins=plugins)
    other.learn("write a method that counts the vowels in a text; 'aeiou' gives 5")
    why = other.history.why("genesis.count_vowels")
    assert why["origin"] == "delegated"
    assert [base["pack"] for base in why["based_on"]] == ["vowels"]
