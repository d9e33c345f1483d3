"""What the memory tells, as plain data."""

from batos.memory import Hit
from batos.memory.answers import Added, Found, MemoryStatus
from batos.memory.snippets import Snippet


def test_it_is_plain_data():
    assert Added(source="a", refused=("Line 1.",)).to_plain()["refused"] == ["Line 1."]
    found = Found(Hit("k", "document", "t", "x", 0.5, {"source": "a"}), Snippet("x", ((0, 1),)))
    assert found.to_plain()["marks"] == [[0, 1]]
    status = MemoryStatus(kinds={}, sources=0, incomplete=(), embedder="", remark="none")
    assert status.to_plain()["incomplete"] == []
