"""Vectors in blocks: they come, change and go, and the nearest are the nearest."""

import random

import numpy as np
import pytest

from batos.image import Session
from batos.memory.embedding import VectorSpace
from batos.memory.vectors import VectorIndex, VectorShelf

SPACE = VectorSpace(embedder="test", model="random", dimension=24)


def units(count, seed=0):
    rows = np.random.default_rng(seed).standard_normal((count, SPACE.dimension))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def index():
    index = VectorIndex(SPACE)
    index.put(dict(enumerate(units(500), start=1)))
    return index


def exact(vectors, asked, limit):
    ranked = sorted(vectors, key=lambda number: -float(vectors[number] @ asked))
    return ranked[:limit]


def test_the_nearest_are_those_of_an_exact_scan(index):
    vectors = dict(enumerate(units(500), start=1))
    shelf = VectorShelf()
    for asked in units(20, seed=1):
        found = shelf.nearest(index, asked, 10)
        assert [number for number, _ in found] == exact(vectors, asked, 10)
        assert found[0][1] == pytest.approx(float(vectors[found[0][0]] @ asked), abs=1e-3)


def test_any_order_of_changes_leaves_what_is_there():
    rng = random.Random(1)
    index, shelf, kept = VectorIndex(SPACE), VectorShelf(), {}
    rows = units(3_000, seed=2)
    for step in range(60):
        if rng.random() < 0.6:
            fresh = {rng.randint(1, 600): rows[step * 50 + each] for each in range(50)}
            index.put(fresh)
            kept |= fresh
        else:
            gone = rng.sample(sorted(kept), len(kept) // 2)
            index.remove([*gone, 10_000])
            for number in gone:
                del kept[number]
        asked = rows[rng.randrange(len(rows))]
        assert [each for each, _ in shelf.nearest(index, asked, 7)] == exact(kept, asked, 7)
        assert len(index) == len(kept)
    assert list(index.faults()) == []


def test_what_is_removed_is_overwritten(index):
    shelf = VectorShelf()
    shelf.nearest(index, units(1)[0], 1)
    packed = units(500)[6].astype(np.float16).tobytes()
    assert any(packed in block.rows for _, _, block in index.blocks())
    index.remove([7])
    assert not any(packed in block.rows for _, _, block in index.blocks())
    assert 7 not in index
    assert shelf.nearest(index, units(500)[6], 1)[0][0] != 7


def test_an_index_without_vectors_has_no_nearest(index):
    index.remove(range(1, 501))
    assert VectorShelf().nearest(index, units(1)[0], 5) == []
    assert list(index.blocks()) == []


def test_two_views_of_one_image_find_what_each_holds(session: Session):
    def begin(root):
        root.memory["vectors"] = VectorIndex(SPACE)
        root.memory["vectors"].put(dict(enumerate(units(200), start=1)))

    session.change(begin, note="vectors")
    shelf, asked = VectorShelf(), units(200)[4]
    with session.read() as before:
        assert shelf.nearest(before.memory["vectors"], asked, 1)[0][0] == 5
        session.change(lambda root: root.memory["vectors"].remove([5]), note="one goes")
        with session.read() as after:
            assert shelf.nearest(after.memory["vectors"], asked, 1)[0][0] != 5
        assert shelf.nearest(before.memory["vectors"], asked, 1)[0][0] == 5


def test_one_change_writes_one_block(session: Session):
    def begin(root):
        root.memory["vectors"] = VectorIndex(SPACE)
        root.memory["vectors"].put(dict(enumerate(units(1_000), start=1)))

    session.change(begin, note="vectors")
    with session.read() as root:
        before = {home: stamp for home, stamp, _ in root.memory["vectors"].blocks()}
    session.change(lambda root: root.memory["vectors"].put({3: units(1)[0]}), note="one changes")
    with session.read() as root:
        after = {home: stamp for home, stamp, _ in root.memory["vectors"].blocks()}
    assert sum(after[home] != before[home] for home in before) == 1


def test_what_does_not_agree_is_told(index):
    index._homes[9_999] = 1
    assert list(index.faults()) == ["The vectors of test random 24 are not where the index says."]
