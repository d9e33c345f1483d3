"""The restore drill: whether the backups in a folder are what they were, and make an image."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batos.care.checking.check import check
from batos.care.checking.flaws import CheckReport
from batos.care.checking.structure import Probe
from batos.care.files.onlooker import NOBODY, Onlooker, Pause
from batos.care.files.places import Place
from batos.care.files.scratch import clear_scratch, scratch
from batos.care.manifest import BackupFile, Point, Repository
from batos.care.restore import unpack
from batos.errors import BatosError, CancelledError, ImageError

__all__ = ["VerifyReport", "verify"]

_STOPPED = "The drill was stopped."


@dataclass(frozen=True)
class VerifyReport:
    """What a drill has found.

    Attributes:
        folder: The folder of backups.
        points: The points, in a line each, with whether each is ``whole``.
        files: How many files were compared with their digests.
        problems: What is wrong, a sentence each.
        leftovers: What interrupted backups have left, which does no harm.
        drill: What the check of the restored image has found; None where none was made.
    """

    folder: str
    points: tuple[dict[str, Any], ...]
    files: int
    problems: tuple[str, ...]
    leftovers: tuple[str, ...]
    drill: CheckReport | None

    @property
    def sound(self) -> bool:
        """Whether the backups can be relied on."""
        return not self.problems

    def to_plain(self) -> dict[str, Any]:
        """Return the report as plain data."""
        drill = self.drill.to_plain() if self.drill is not None else None
        return {**vars(self), "sound": self.sound, "drill": drill}


def verify(
    folder: Path,
    *,
    quick: bool = False,
    probes: Sequence[Probe] = (),
    onlooker: Onlooker = NOBODY,
) -> VerifyReport:
    """Compare the backups in a folder with their manifests, and restore the latest for a try.

    Args:
        folder: The folder.
        quick: Whether the digests are enough.
        probes: Further looks of the check.
        onlooker: Told what is done; may have it wait or stop.

    Raises:
        ImageMissingError: It holds no backups.
        ImageDamagedError: A manifest cannot be read.
        ImageError: There is no room for the try.
        CancelledError: It was stopped.
    """
    repository = Repository(folder)
    points = repository.points()
    clear_scratch(repository.folder)
    wrong: dict[str, str] = {}
    files = 0
    for place, piece in _pieces(repository, points):
        onlooker.go_on(_STOPPED)
        onlooker.tell(f"comparing {piece.name}")
        files += 1
        problem = piece.problem(place)
        if problem:
            wrong[piece.name] = problem
    lines = [{**point.summary(), "whole": not _names(point) & wrong.keys()} for point in points]
    problems = list(wrong.values())
    drill = None
    if not quick and lines[-1]["whole"]:
        onlooker.tell("restoring the latest for a try")
        drill = _drill(repository, points[-1], probes, problems, onlooker.pause)
    return VerifyReport(
        folder=str(repository.folder),
        points=tuple(lines),
        files=files,
        problems=tuple(problems),
        leftovers=tuple(path.name for path in repository.leftovers()),
        drill=drill,
    )


def _pieces(repository: Repository, points: Sequence[Point]) -> list[tuple[Path, BackupFile]]:
    """Return every file once that a point names."""
    found = {piece.name: (repository.pieces, piece) for each in points for piece in each.pieces}
    for point in points:
        found |= {piece.name: (repository.blobs, piece) for piece in point.blobs}
    return list(found.values())


def _names(point: Point) -> set[str]:
    return {piece.name for piece in (*point.pieces, *point.blobs)}


def _drill(
    repository: Repository,
    point: Point,
    probes: Sequence[Probe],
    problems: list[str],
    pause: Pause,
) -> CheckReport | None:
    # Beside the backups, where blobs need no room; a folder for reading only has none.
    beside = repository.folder if os.access(repository.folder, os.W_OK) else None
    try:
        with scratch(beside) as folder:
            making = Place.of(str(folder / "image.fs"), folder)
            unpack(repository, point, making)
            report = check(making, probes=probes, onlooker=Onlooker(pause=pause))
    except BatosError as error:
        problems.append(error.message)
        return None
    except OSError as error:
        raise ImageError(
            f"The backup could not be restored for a try: {error.strerror or error}.",
            hint="Make room on the disk, or compare the digests only: --quick.",
        ) from error
    problems += [finding.message for finding in report.findings if finding.damage]
    if not report.complete:
        raise CancelledError(_STOPPED)
    return report
