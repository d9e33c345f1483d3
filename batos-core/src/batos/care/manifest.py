"""The folder of backups, and the manifest of each point that can be restored.

===================  ==============================================================
``batos-backup``     ``.json``: says that the folder is one of backups, and of what
``image/``           the file in pieces, as ``repozo`` keeps it: full and increments
``blobs/``           one file for each version of a blob, for all points
``points/``          a manifest for each point, written last and whole
===================  ==============================================================

A piece that no manifest names is what an interrupted backup has left.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batos.care.files.blobs import digest_of
from batos.care.files.places import sync_folder
from batos.care.files.scratch import clear_scratch
from batos.errors import ImageDamagedError, ImageError, ImageMissingError, UsageError
from batos.image.storage.ledger import write_whole

__all__ = ["BackupFile", "Point", "Repository", "stamp_after"]

_FORMAT = 1
_MARK = "batos-backup.json"


@dataclass(frozen=True)
class BackupFile:
    """A file of a backup.

    Attributes:
        name: Below ``image/`` or ``blobs/``.
        bytes: Its size.
        sha256: Of its content, in hexadecimal.
    """

    name: str
    bytes: int
    sha256: str

    def problem(self, folder: Path) -> str:
        """Return why the file is not what it was, or an empty text."""
        path = folder / self.name
        try:
            size, digest = digest_of(path)
        except FileNotFoundError:
            return f"{self.name} is not there"
        except OSError as error:
            return f"{self.name} cannot be read: {error.strerror}"
        if size != self.bytes:
            return f"{self.name} has {size} bytes instead of {self.bytes}"
        return "" if digest == self.sha256 else f"{self.name} does not have its sha256"


@dataclass(frozen=True)
class Point:
    """A state of the image that can be restored.

    Attributes:
        stamp: Its name, which is when it was begun, in UTC.
        made: When it was complete, ISO text in UTC.
        version: The version of BAT OS that made it.
        image: The image, without a password.
        kind: ``full`` or ``incremental``.
        tid: Id of its last transaction, in hexadecimal.
        time: Of that transaction, ISO text in UTC.
        size: Bytes of the image's file.
        packed: Id of the last transaction that a pack had touched, or an empty text.
        pieces: The pieces of the file, in order.
        blobs: The files of blobs.
    """

    stamp: str
    made: str
    version: str
    image: str
    kind: str
    tid: str
    time: str
    size: int
    packed: str
    pieces: tuple[BackupFile, ...]
    blobs: tuple[BackupFile, ...]

    def to_plain(self) -> dict[str, Any]:
        """Return the manifest as plain data."""
        return {"format": _FORMAT, **dataclasses.asdict(self)}

    def summary(self) -> dict[str, Any]:
        """Return the point in a line."""
        return {
            "stamp": self.stamp,
            "kind": self.kind,
            "time": self.time,
            "tid": self.tid,
            "bytes": self.size,
            "blobs": len(self.blobs),
        }

    def noted(self, folder: Path) -> dict[str, str]:
        """Return what the ledger of the image keeps of the point."""
        return {"at": self.made, "time": self.time, "folder": str(folder), "stamp": self.stamp}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Point:
        """Return the point of a manifest.

        Raises:
            ValueError: It is none.
        """
        try:
            content = {field.name: plain[field.name] for field in dataclasses.fields(cls)}
            content["size"] = int(content["size"])
            for name in ("pieces", "blobs"):
                content[name] = tuple(
                    BackupFile(str(each["name"]), int(each["bytes"]), str(each["sha256"]))
                    for each in content[name]
                )
            bytes.fromhex(content["tid"]), bytes.fromhex(content["packed"])
            for piece in (*content["pieces"], *content["blobs"]):
                if os.path.isabs(piece.name) or ".." in piece.name.split("/"):
                    raise ValueError(piece.name)
            return cls(**content)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"a manifest lacks {error}") from None


class Repository:
    """A folder of backups.

    Args:
        folder: The folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.expanduser().absolute()

    @property
    def pieces(self) -> Path:
        """Where the pieces of the file are."""
        return self.folder / "image"

    @property
    def blobs(self) -> Path:
        """Where the files of blobs are."""
        return self.folder / "blobs"

    def prepare(self, image: str) -> None:
        """Make the folder ready for a backup of an image.

        Raises:
            UsageError: It holds other things, or backups of another image.
            ImageError: It cannot be written.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            mark = self._mark()
            if mark is None:
                # An interrupted first backup may have left the half of a mark.
                if any(each.name != f"{_MARK}.new" for each in self.folder.iterdir()):
                    raise UsageError(
                        f"The folder {str(self.folder)!r} holds other things than backups.",
                        hint="Choose an empty folder, or one that does not exist yet.",
                    )
                content = {"format": _FORMAT, "image": image}
                write_whole(self.folder / _MARK, json.dumps(content).encode())
            elif mark.get("image") != image:
                raise UsageError(
                    f"The folder {str(self.folder)!r} holds backups of {mark.get('image')!r}.",
                    hint="Choose a folder of its own for each image.",
                )
            for part in (self.pieces, self.blobs, self.folder / "points"):
                part.mkdir(mode=0o700, exist_ok=True)
        except NotADirectoryError:
            raise UsageError(f"{str(self.folder)!r} is not a folder.") from None
        except FileExistsError:
            raise UsageError(f"{str(self.folder)!r} is not a folder.") from None
        except OSError as error:
            raise ImageError(
                f"The folder {str(self.folder)!r} cannot be written: {error.strerror}."
            ) from error

    def _mark(self) -> dict[str, Any] | None:
        try:
            found = json.loads((self.folder / _MARK).read_text("utf-8"))
        except FileNotFoundError:
            return None
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def points(self) -> list[Point]:
        """Return the points that can be restored, oldest first.

        Raises:
            ImageMissingError: It is no folder of backups, or there is none in it.
            ImageDamagedError: A manifest cannot be read.
        """
        if not (self.folder / _MARK).is_file():
            raise ImageMissingError(
                f"The folder {str(self.folder)!r} holds no backups.",
                hint="Make one: batos image backup DIR.",
            )
        found = self.known()
        if not found:
            raise ImageMissingError(
                f"The folder {str(self.folder)!r} holds no backup that came to its end.",
                hint="Make one: batos image backup DIR.",
            )
        return found

    def known(self) -> list[Point]:
        """Return the points of the manifests, oldest first; none where there is none.

        Raises:
            ImageDamagedError: A manifest cannot be read.
        """
        return [self._read(path) for path in sorted((self.folder / "points").glob("*.json"))]

    def _read(self, path: Path) -> Point:
        try:
            plain = json.loads(path.read_text("utf-8"))
            if not isinstance(plain, dict) or plain.get("format") != _FORMAT:
                raise ValueError("its format is not known")
            return Point.from_plain(plain)
        except (OSError, ValueError) as error:
            raise ImageDamagedError(
                f"The manifest {str(path)!r} cannot be read: {error}.",
                hint="Move it away to use the others.",
            ) from None

    def keep(self, point: Point) -> None:
        """Write the manifest of a point, which makes it one.

        Raises:
            OSError: It cannot be written.
        """
        for folder in (self.pieces, self.blobs):
            sync_folder(folder)
        content = json.dumps(point.to_plain(), indent=1).encode()
        write_whole(self.folder / "points" / f"{point.stamp}.json", content)
        sync_folder(self.folder / "points")

    def leftovers(self) -> list[Path]:
        """Return the pieces of the file that belong to no point."""
        named = {piece.name for point in self.known() for piece in point.pieces}
        stems = {name.split(".")[0] for name in named}
        if not self.pieces.is_dir():
            return []
        return [
            path
            for path in sorted(self.pieces.iterdir())
            if path.name not in named
            and not (path.suffix in (".dat", ".index") and path.stem in stems)
        ]

    def clear(self) -> list[Path]:
        """Remove what an interrupted backup or drill has left; return what it was."""
        tries = clear_scratch(self.folder)
        gone = self.leftovers()
        for path in gone:
            path.unlink()
        self._mend_tables()
        return [*gone, *tries]

    def _mend_tables(self) -> None:
        """Take pieces out of repozo's own tables that are there no more."""
        for table in self.pieces.glob("*.dat"):
            # A line that is damaged names no piece.
            lines = table.read_text("utf-8", "replace").splitlines(keepends=True)
            kept = [line for line in lines if self._is_there(line)]
            if kept != lines:
                write_whole(table, "".join(kept).encode())

    def _is_there(self, line: str) -> bool:
        return (self.pieces / Path(line.rsplit(" ", 3)[0]).name).exists()

    def choose(self, tid: bytes | None) -> Point:
        """Return the point from which a state can be restored.

        Args:
            tid: The last transaction that may be in it; None for the latest point.

        Raises:
            ImageMissingError: No point reaches back so far.
        """
        points = self.points()
        if tid is None:
            return points[-1]
        # A later point holds earlier states as well, as far back as it was not packed.
        for point in points:
            if bytes.fromhex(point.tid) >= tid >= bytes.fromhex(point.packed):
                return point
        earlier = [point for point in points if bytes.fromhex(point.tid) <= tid]
        if earlier:
            return earlier[-1]
        raise ImageMissingError(
            f"No backup reaches back so far; the oldest is of {points[0].time}.",
            hint="'batos image verify DIR' lists them.",
        )


def stamp_after(taken: Iterable[str]) -> tuple[int, ...]:
    """Return the time of now in UTC, in whole seconds, later than the names that are taken."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    names = list(taken)
    while any(name >= f"{now:%Y-%m-%d-%H-%M-%S}" for name in names if name[:1] == "2"):
        latest = max(name for name in names if name[:1] == "2")
        now = dt.datetime.strptime(latest, "%Y-%m-%d-%H-%M-%S").replace(tzinfo=dt.UTC)
        now += dt.timedelta(seconds=1)
    return now.timetuple()[:6]
