"""Asking for a graphics card without a library of gigabytes."""

import ctypes

import pytest

from batos.inference import graphics_card


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
