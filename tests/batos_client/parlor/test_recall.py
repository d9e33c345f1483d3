"""What was typed before."""

from batos_client.parlor.recall import Recall


def test_lines_come_back_over_a_restart(tmp_path):
    file = tmp_path / "state" / "history.json"
    first = Recall(file)
    for line in ("one", "two", "two"):
        first.add(line)
    again = Recall(file)
    assert again.lines == ["one", "two"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_draft_stands_behind_the_latest(tmp_path):
    recall = Recall(tmp_path / "h.json")
    recall.add("one")
    recall.add("two")
    assert recall.step(-1, "a draft") == "two"
    assert recall.step(-1, "two") == "one"
    assert recall.step(-1, "one") == "one"
    assert recall.step(1, "one") == "two"
    assert recall.step(1, "two") == "a draft"


def test_a_file_that_cannot_be_read_is_begun_anew(tmp_path):
    file = tmp_path / "h.json"
    for text in ("{", "3", '["a", 1]'):
        file.write_text(text)
        assert Recall(file).lines == (["a"] if "a" in text else [])
