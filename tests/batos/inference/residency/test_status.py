"""How a model is, as it is told."""

from pathlib import Path

from batos.inference import Footprint, Place
from batos.inference.residency.place import PlaceState
from batos.inference.residency.status import status_of
from batos.testing import EchoBackend


class Filed(EchoBackend):
    def model_file(self):
        return Path("/models/echo.gguf")

    def check_files(self):
        pass


def test_it_says_what_is_where_and_for_whom():
    place = Place(Filed())
    place.state = PlaceState("failed", "2026-01-01T00:00:00+00:00", "It is damaged.", "Fetch it.")
    place.takes = Footprint(3, 4)
    told = status_of("main", place, ["coder", "robin"]).to_plain()
    assert told == {
        "name": "main",
        "backend": "echo",
        "model": "echo",
        "file": str(Path("/models/echo.gguf")),
        "roles": ["coder", "robin"],
        "state": "failed",
        "since": "2026-01-01T00:00:00+00:00",
        "reason": "It is damaged.",
        "hint": "Fetch it.",
        "ram": 3,
        "vram": 4,
        "asked": "",
        "running": 0,
    }


def test_one_that_is_no_file_of_this_machine_has_none():
    assert status_of("main", Place(EchoBackend()), ()).file == ""
