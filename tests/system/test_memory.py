"""Documents through the running system: embedded by the worker that holds the models."""

import pytest

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]


def test_a_document_is_taken_in_and_found_by_its_meaning(living, tmp_path):
    file = tmp_path / "notes.md"
    file.write_text(
        "# Undo\n\nTake back what was done.\n\n# Cats\n\nA black cat sleeps.\n", "utf-8"
    )
    added = living.batos("memory", "add", str(file))
    assert added.code == 0, added
    assert "2 passages, 2 new" in added.err
    told = living.batos("memory", "status", "--json").json()
    assert told["embedder"] == "minilm all-MiniLM-L6-v2-int8 384"
    assert told["spaces"][told["embedder"]] >= 2
    words = ("reverting an earlier change", "--using", "meaning", "--kind", "document", "--json")
    found = living.batos("memory", "search", *words).json()
    assert [each["title"] for each in found] == ["notes.md > Undo", "notes.md > Cats"]
    gone = living.batos("memory", "forget", "notes.md")
    assert gone.code == 0, gone
    assert living.batos("memory", "--json").json() == []
