"""``batos image copy``: an image in another place, and what is said when that cannot be."""

import json

import pytest

from batos.cli.main import main
from batos.guardian.running.run import GuardedRunner
from batos.image import Session
from batos.objects import UvmObject


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "live image.fs"
    session = Session(str(path), GuardedRunner)
    session.change(lambda root: root.add("kept", UvmObject(n=1)) and None, note="keep")
    session.close()
    return path


def test_a_copy_is_made_and_told(source, tmp_path, capfd):
    target = f"sqlite://{tmp_path}/image"
    assert main(["image", "copy", str(source), target]) == 0
    out = capfd.readouterr().out
    assert out.startswith("Copied 3 transactions, ")
    assert "the copy is the same as the source" in out
    session = Session(target, GuardedRunner)
    with session.read() as root:
        assert root.find("kept").n == 1
    session.close()


def test_a_copy_is_told_as_json(source, tmp_path, capfd):
    assert main(["image", "copy", "--json", str(source), str(tmp_path / "copy.fs")]) == 0
    report = json.loads(capfd.readouterr().out)
    assert (report["transactions"], report["blobs"], report["resumed"]) == (3, 0, 0)
    assert (report["source"], report["target"]) == (str(source), str(tmp_path / "copy.fs"))


def test_a_target_in_use_is_refused_until_it_is_resumed(source, tmp_path, capfd):
    target = str(tmp_path / "copy.fs")
    assert main(["image", "copy", str(source), target]) == 0
    assert main(["image", "copy", str(source), target]) == 3
    assert "is not empty" in capfd.readouterr().err
    assert main(["image", "copy", "--resume", str(source), target]) == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nothing.fs", "copy.fs"), 3, "There is no image"),
        (("nothing.fs", "nothing.fs"), 2, "onto itself"),
        (("nothing.fs", "nonsense://x"), 3, "There is no image"),
        (("nonsense://x", "copy.fs"), 2, "no kind of storage"),
        (("nothing.fs",), 2, "TO"),
    ],
)
def test_what_cannot_be_copied_is_told(tmp_path, monkeypatch, capfd, words, code, said):
    monkeypatch.chdir(tmp_path)
    assert main(["image", "copy", *words]) == code
    assert said in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []
