"""How much models may take: what was said, or what is free."""

import pytest

from batos.errors import BackendError
from batos.inference import Budget, Footprint
from batos.inference.availability import GraphicsMemory
from batos.inference.residency import budget as module


@pytest.fixture
def machine(monkeypatch):
    monkeypatch.setattr(module, "free_memory", lambda: 100)
    monkeypatch.setattr(module, "graphics_memory", lambda: GraphicsMemory(used=10, free=50))


def missing(budget, needed, taken=(0, 0)):
    found = budget.missing(Footprint(*needed), Footprint(*taken))
    return found.ram, found.vram


def test_what_is_free_is_what_counts_where_nothing_was_said(machine):
    assert missing(Budget(), (80, 40)) == (0, 0)
    assert missing(Budget(), (130, 60), taken=(1000, 1000)) == (30, 10)
    assert missing(Budget(), (0, 0)) == (0, 0)


def test_where_no_card_is_known_none_is_missed(monkeypatch):
    monkeypatch.setattr(module, "graphics_memory", GraphicsMemory)
    assert missing(Budget(), (0, 60)) == (0, 0)


def test_what_was_said_counts_for_all_together():
    assert missing(Budget(ram=100, vram=10), (60, 0), taken=(60, 12)) == (20, 2)
    assert missing(Budget(ram=100, vram=10), (40, 0), taken=(60, 10)) == (0, 0)


def test_one_that_is_too_large_alone_is_refused_by_what_was_said_only(machine):
    Budget().check("m", Footprint(1 << 50, 1 << 50))
    with pytest.raises(
        BackendError, match="takes 2 MiB of memory, and models may take 1 MiB"
    ) as no:
        Budget(ram=1 << 20).check("m", Footprint(2 << 20))
    assert "inference.memory_mb" in no.value.hint
