"""Asking what a machine has, without a library of gigabytes."""

import ctypes

import psutil
import pytest

from batos.inference import availability, free_memory, graphics_card
from batos.inference.availability import GraphicsMemory, graphics_memory


class Driver:
    """A driver with one card, or with none."""

    def __init__(self, count=1):
        self.count = count

    def cuInit(self, _flags):
        return 0

    def cuDeviceGet(self, _device, number):
        return 0 if number < self.count else 101

    def cuDeviceGetName(self, name, _size, _device):
        name.value = b"A Card"
        return 0


@pytest.mark.parametrize(("count", "name"), [(1, "A Card"), (0, "")])
def test_the_driver_names_the_first_card(monkeypatch, count, name):
    monkeypatch.setattr(ctypes, "CDLL", lambda _file: Driver(count))
    assert graphics_card() == name


def test_without_a_driver_there_is_none(monkeypatch):
    def missing(_file):
        raise OSError("no such library")

    monkeypatch.setattr(ctypes, "CDLL", missing)
    assert graphics_card() == ""


class Cards:
    """NVML with cards, of which one tells nothing."""

    def __init__(self, *free):
        self.free = free

    def nvmlInit_v2(self):
        return 0

    def nvmlDeviceGetCount_v2(self, count):
        count._obj.value = len(self.free)
        return 0

    def nvmlDeviceGetHandleByIndex_v2(self, number, card):
        card._obj.value = number
        return 0 if self.free[number] is not None else 15

    def nvmlDeviceGetMemoryInfo(self, card, memory):
        memory._obj.free, memory._obj.used = self.free[card.value or 0], 5
        return 0


@pytest.mark.parametrize(
    ("free", "found"), [((), (0, 0)), ((10,), (5, 10)), ((10, None, 20), (10, 30))]
)
def test_the_memory_of_all_cards_is_added_up(monkeypatch, free, found):
    monkeypatch.setattr(ctypes, "CDLL", lambda _file: Cards(*free))
    assert graphics_memory() == GraphicsMemory(*found)


def test_without_nvml_no_card_is_known(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _file: object())
    assert graphics_memory() == GraphicsMemory()


@pytest.mark.parametrize(
    ("most", "free"), [("max", 10_000), ("3000", 3000 - 1000 + 400), ("500", 0), ("?", 10_000)]
)
def test_memory_is_what_the_machine_has_within_the_limit_of_a_container(
    tmp_path, monkeypatch, most, free
):
    memory = psutil.virtual_memory()._replace(available=10_000)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: memory)
    monkeypatch.setattr(availability, "_GROUP", tmp_path)
    assert free_memory() == 10_000
    (tmp_path / "memory.max").write_text(most)
    (tmp_path / "memory.current").write_text("1000")
    (tmp_path / "memory.stat").write_text("anon 600\nfile 400\n")
    assert free_memory() == free
