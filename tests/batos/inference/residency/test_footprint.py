"""What models take: added, compared, measured."""

from batos.inference import Footprint
from batos.inference.residency.footprint import in_use, least_of
from batos.testing import EchoBackend


def test_footprints_are_added_and_never_below_nothing():
    assert Footprint(1, 2) + Footprint(3, 4) == Footprint(4, 6)
    assert Footprint(1, 5) - Footprint(3, 4) == Footprint(0, 1)
    assert Footprint(1, 5) | Footprint(3, 4) == Footprint(3, 5)
    assert not Footprint()


def test_two_share_what_both_take_of():
    assert Footprint(ram=1).shares(Footprint(1, 1))
    assert not Footprint(ram=1).shares(Footprint(vram=1))


def test_what_this_process_takes_grows_with_what_it_takes():
    before = in_use().ram
    taken = bytearray(64 << 20)
    taken[:: 1 << 12] = b"1" * len(taken[:: 1 << 12])
    assert (in_use().ram - before) > 48 << 20


class Filed(EchoBackend):
    def __init__(self, file):
        super().__init__()
        self.file = file

    def model_file(self):
        return self.file

    def check_files(self):
        pass


def test_a_model_takes_at_least_what_its_files_have(tmp_path):
    (tmp_path / "model").write_bytes(bytes(1000))
    assert least_of(Filed(tmp_path / "model")) == Footprint(ram=1000)
    assert least_of(Filed(tmp_path)) == Footprint(ram=1000)
    assert least_of(Filed(tmp_path / "gone")) == Footprint()
    assert least_of(EchoBackend()) == Footprint()
