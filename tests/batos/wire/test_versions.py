"""Versions: one that both sides speak is found, or it is said which side is to be updated."""

import pytest

from batos.wire import versions
from batos.wire.faults import VersionMismatchError
from batos.wire.messages.kernel import Hello
from batos.wire.versions import agreed


@pytest.fixture(autouse=True)
def _kernel(monkeypatch):
    monkeypatch.setattr(versions, "PROTOCOL", 2)
    monkeypatch.setattr(versions, "MINOR", 3)


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        (Hello(versions=(2, 2), minor=3), (2, 3)),
        (Hello(versions=(2, 2), minor=1), (2, 1)),
        (Hello(versions=(2, 2), minor=9), (2, 3)),
        (Hello(versions=(2, 2)), (2, 0)),
        (Hello(versions=(1, 2), minor=1), (2, 1)),
        (Hello(versions=(2, 4), minor=1), (2, 3)),
    ],
)
def test_the_lower_minor_version_is_spoken(said, spoken):
    assert agreed(said) == spoken


@pytest.mark.parametrize(
    ("spoken", "said"),
    [
        ((1, 1), "The kernel speaks protocol 2, this program 1: update the program."),
        ((3, 4), "The kernel speaks protocol 2, this program 3 to 4: update the kernel."),
    ],
)
def test_without_a_version_of_both_the_older_side_is_named(spoken, said):
    with pytest.raises(VersionMismatchError) as caught:
        agreed(Hello(versions=spoken))
    assert caught.value.message == said
    assert caught.value.details == {"supported": [2, 2]}
