"""Care: the one way in, for who has an image open and for who only names it."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from batos.care.backup import BackupResult, backup
from batos.care.checking.check import check
from batos.care.checking.flaws import CheckReport
from batos.care.checking.structure import Probe
from batos.care.ends import MissingEnd, missing_end, missing_ends
from batos.care.files.onlooker import Onlooker, Pause, Progress, never, silent
from batos.care.files.places import Place
from batos.care.files.reading import Reader, opened, wording
from batos.care.pack import KEEP_DAYS, PackPlan, PackResult, pack, plan_pack
from batos.care.restore import RestoreResult, restore
from batos.care.salvage import SalvageResult, salvage
from batos.care.status import status_of
from batos.care.verify import VerifyReport, verify
from batos.errors import ImageMissingError
from batos.image.storage import open_database
from batos.image.storage.torn import TornEnd, acknowledge

__all__ = ["Care"]


class Care:
    """Looks after one image.

    Args:
        uri: Where it is.
        state_dir: Where notes about a storage that is no file are kept.
        reader: The session of who has it open; None opens it for each piece of work.
        probes: Further looks of a check at what the image says of itself.
    """

    def __init__(
        self,
        uri: str,
        state_dir: Path,
        *,
        reader: Reader | None = None,
        probes: Sequence[Probe] = (),
    ) -> None:
        self._state_dir = state_dir
        self._reader = reader
        self._probes = tuple(probes)
        self.place = Place.of(uri, state_dir)

    def status(self) -> dict[str, Any]:
        """Return how the image is (see :func:`batos.care.status.status_of`).

        Raises:
            ImageMissingError: There is none.
            ImageError: It cannot be read.
        """
        with opened(self.place, self._reader) as reader:
            return status_of(self.place, reader)

    def check(self, *, progress: Progress = silent, pause: Pause = never) -> CheckReport:
        """Check the image (see :func:`batos.care.checking.check.check`).

        Raises:
            ImageMissingError: There is none.
        """
        return check(
            self.place, reader=self._reader, probes=self._probes, onlooker=Onlooker(progress, pause)
        )

    @property
    def missing_ends(self) -> tuple[MissingEnd, ...]:
        """What is missing at the end of the image, until somebody has said that it is known."""
        storage = None if self._reader is None else self._reader.database.storage
        if storage is None or not storage.isReadOnly():
            return missing_ends(self.place)
        # Who only reads notes nothing, and has found out all the same.
        fresh: TornEnd | None = getattr(storage, "torn", None)
        found = () if fresh is None else (missing_end(self.place, fresh),)
        return (*missing_ends(self.place), *found)

    def acknowledge(self) -> None:
        """Say that what was noticed to be missing at the end is known; it is told no longer."""
        if self.place.file is not None:
            acknowledge(self.place.file)

    def plan_pack(self, keep_days: float = KEEP_DAYS) -> PackPlan:
        """Return what a pack would do.

        Raises:
            UsageError: The days are none.
            ImageMissingError: There is no image.
        """
        with opened(self.place, self._reader) as reader:
            return plan_pack(self.place, reader.database.storage, keep_days)

    def pack(
        self,
        keep_days: float = KEEP_DAYS,
        *,
        drop_history: bool = False,
        keep_old: bool = False,
        progress: Progress = silent,
        pause: Pause = never,
    ) -> PackResult:
        """Drop what is older and no longer part of the image (see :mod:`batos.care.pack`).

        Raises:
            UsageError: No history would be left, and nobody has said that this is wanted.
            ImageLockedError: Another process has the image open.
            ImageError: It could not be packed; it is as it was.
            CancelledError: It was stopped; the image is as it was.
        """
        with self._writing() as database:
            return pack(
                self.place,
                database,
                keep_days,
                drop_history=drop_history,
                keep_old=keep_old,
                onlooker=Onlooker(progress, pause),
            )

    def backup(
        self,
        folder: Path,
        *,
        incremental: bool = False,
        progress: Progress = silent,
        pause: Pause = never,
    ) -> BackupResult:
        """Back the image up (see :func:`batos.care.backup.backup`)."""
        return backup(
            self.place, folder, incremental=incremental, onlooker=Onlooker(progress, pause)
        )

    def restore(
        self,
        folder: Path,
        *,
        at: dt.datetime | bytes | None = None,
        force: bool = False,
        progress: Progress = silent,
        pause: Pause = never,
    ) -> RestoreResult:
        """Bring the image back from a backup (see :func:`batos.care.restore.restore`)."""
        return restore(
            folder,
            self.place,
            at=at,
            force=force,
            probes=self._probes,
            onlooker=Onlooker(progress, pause),
        )

    def verify(
        self,
        folder: Path,
        *,
        quick: bool = False,
        progress: Progress = silent,
        pause: Pause = never,
    ) -> VerifyReport:
        """Try backups out (see :func:`batos.care.verify.verify`)."""
        return verify(folder, quick=quick, probes=self._probes, onlooker=Onlooker(progress, pause))

    def salvage(
        self, target: str, *, progress: Progress = silent, pause: Pause = never
    ) -> SalvageResult:
        """Copy what can be read into a new image (see :mod:`batos.care.salvage`)."""
        new = Place.of(target, self._state_dir)
        return salvage(self.place, new, probes=self._probes, onlooker=Onlooker(progress, pause))

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Any]:
        if self._reader is not None:
            with wording():
                yield self._reader.database
            return
        if self.place.file is not None and not self.place.file.exists():
            # Opening it for writing would bear a new one.
            raise ImageMissingError(f"There is no image {self.place.label!r}.")
        database = open_database(self.place.uri)
        try:
            with wording():
                yield database
        finally:
            database.close()
