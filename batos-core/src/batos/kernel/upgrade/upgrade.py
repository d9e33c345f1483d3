"""An upgrade from its first step to its last, or back; and what follows one that was killed."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from batos.care import Care
from batos.config import Loaded
from batos.errors import BatosError, CancelledError, ImageMissingError, UpgradeError
from batos.kernel.upgrade.environments import Environments
from batos.kernel.upgrade.health import examined
from batos.kernel.upgrade.instructions import (
    FILE,
    Instructions,
    check_instructions,
    read_instructions,
)
from batos.kernel.upgrade.journal import Entry, Journal, Plan, Record, Step
from batos.kernel.upgrade.keeper import Keeper
from batos.kernel.upgrade.packages import CORE, fill
from batos.kernel.upgrade.programs import Heed
from batos.kernel.upgrade.trial import Trial
from batos.kernel.worker.confinement import kernel_folders
from batos.stewardship.health.soundness import PROBES
from batos.wire.keys import make_private_folder
from batos.wire.lock import ProcessLock

__all__ = ["Upgrade"]

Tell = Callable[[Entry], None]
"""Told what is begun, and how it ended."""


class Upgrade:
    """Upgrades one home.

    The new environment is made beside the old one while the kernel serves. Then the kernel is
    drained, the image backed up, and the new version has to prove itself on a copy; only then it
    takes over. Whatever goes wrong, the old one is there again.

    Args:
        loaded: The home.
        keeper: Its kernel.
        tell: Told what happens.
        heed: What it raises ends this, as a kill would.
    """

    def __init__(self, loaded: Loaded, keeper: Keeper, tell: Tell, heed: Heed) -> None:
        self._loaded = loaded
        self._keeper = keeper
        self._tell = tell
        self._heed = heed
        self._folder = loaded.paths.environments_dir
        self._environments = Environments(self._folder)
        self._journal = Journal(self._folder)
        self._lock = ProcessLock(self._folder / "upgrade.lock")
        image = hashlib.sha256(loaded.image_uri.encode()).hexdigest()[:12]
        self._backup = self._folder / f"backup-{image}"

    @property
    def record(self) -> Record | None:
        """What the journal tells of the latest upgrade."""
        return self._journal.read()

    def waiting(self) -> Instructions | None:
        """Return the instructions that wait.

        Raises:
            UpgradeError: They are refused; they are put aside and the reason is on record.
        """
        if self._lock.holder():
            return None  # another upgrade is under way
        state_dir = self._loaded.paths.state_dir
        try:
            return read_instructions(state_dir)
        except UpgradeError as error:
            file = state_dir / FILE
            with contextlib.suppress(OSError):
                file.replace(file.with_suffix(".refused.json"))
            with self._alone():
                self._journal.refuse(error.message, error.hint)
            raise

    def carry_out(self, wanted: Instructions) -> Entry:
        """Carry instructions out; return how that ended.

        Raises:
            UpgradeError: They cannot be followed, or another upgrade is under way.
            CancelledError: It was interrupted; :meth:`recover` goes on from there.
        """
        with self._alone():
            try:
                plan = self._plan(wanted)
            except UpgradeError as error:
                self._forget(wanted)
                self._journal.refuse(error.message, error.hint)
                raise
            self._journal.begin(plan, f"from {plan.old.version}")
            self._forget(wanted)
            try:
                self._forward(plan)
            except CancelledError:
                raise
            except Exception as error:  # whatever it is, the old one has to run again
                return self._back(plan, *_told_of(error))
            return self._finish(plan)

    def recover(self) -> Entry | None:
        """Finish an upgrade that was killed, or roll it back; None where there is none.

        Raises:
            UpgradeError: It is not killed, but under way.
            CancelledError: This was interrupted as well.
        """
        record = self._journal.read()
        if record is None or record.ended:
            return None
        with self._alone():
            record = self._journal.read()
            if record is None or record.ended or record.plan is None:
                return None
            plan = record.plan
            self._forget(plan.instructions)
            self._trial(plan).close()
            reason, hint = record.reason()
            if reason:
                return self._back(plan, reason, hint)
            if not self._environments.is_current(plan.new):
                step = record.last.step
                return self._back(
                    plan,
                    f"It was interrupted at the step {step!r}.",
                    "Nothing was changed; ask for it again.",
                )
            try:
                self._start(plan)
            except CancelledError:
                raise
            except Exception as error:  # as above
                return self._back(plan, *_told_of(error))
            return self._finish(plan)

    # -- forward ---------------------------------------------------------------------------

    def _plan(self, wanted: Instructions) -> Plan:
        paths = self._loaded.paths
        own = (paths.state_dir, paths.data_dir, paths.runtime_dir, paths.cache_dir)
        check_instructions(wanted, (*own, *(kernel_folders(self._loaded) or ())))
        old = self._environments.running()
        current = self._environments.current()
        older = old if current is None else current.previous
        at = f"{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        if wanted.rollback:
            if older.prefix == old.prefix or not Path(older.python).exists():
                raise UpgradeError(
                    "There is no environment to go back to.",
                    hint="Name a version: batos upgrade --to VERSION",
                )
            new = older
        else:
            version = wanted.packages.get(CORE, "")
            if version == old.version and not wanted.wheels:
                raise UpgradeError(f"{CORE} {version} runs already.")
            new = self._environments.fresh(f"batos-{version or 'wheels'}-{at}")
        was_up = self._keeper.up
        return Plan(id=at, instructions=wanted, old=old, new=new, older=older, was_up=was_up)

    def _forward(self, plan: Plan) -> None:
        trial = self._trial(plan)
        new = plan.new
        if not plan.instructions.rollback:
            self._step(Step.INSTALL, f"making the environment {new.prefix}")
            found = fill(new, plan.old, plan.instructions, self._heed)
            new = msgspec.structs.replace(new, version=found[CORE]["version"])
        self._step(Step.DRAIN, "looking at how the system is, and ending it")
        self._keeper.start(plan.old)
        before = examined(plan.old.python, self._keeper.runtime_dir, self._heed)
        self._keeper.stop()
        self._step(Step.BACKUP, f"backing the image up into {self._backup}")
        backup = self._back_up()
        try:
            self._step(Step.MIGRATE, f"starting {new.version or 'it'} on a copy of the image")
            trial.migrate(backup)
            self._step(Step.CHECK, "checking plugins, doctor, image and examples there")
            trial.check(before)
        finally:
            trial.close()
        self._heed()
        self._step(Step.SWITCH, f"taking {new.prefix}")
        self._environments.switch(new, plan.old)
        self._start(plan)

    def _start(self, plan: Plan) -> None:
        self._step(Step.START, "starting the system in the new environment")
        self._keeper.start(plan.new)
        if not plan.was_up:
            self._keeper.stop()

    def _back_up(self) -> Path | None:
        try:
            self._care().backup(self._backup, incremental=True, progress=lambda _text: self._heed())
        except ImageMissingError:
            return None  # it was never born
        return self._backup

    def _finish(self, plan: Plan) -> Entry:
        self._environments.tidy()
        current = self._environments.current()
        version = current.environment.version if current is not None else ""
        return self._step(Step.DONE, f"{version} runs; {plan.old.version} is kept to go back to")

    # -- back ------------------------------------------------------------------------------

    def _back(self, plan: Plan, reason: str, hint: str) -> Entry:
        """Have the old environment run again, with everything that was there before."""
        if not plan.instructions.rollback and not self._environments.is_current(plan.new):
            self._environments.remove(plan.new)  # first of all: it may have filled the disk
        self._step(Step.ROLL_BACK, reason, hint)
        if self._environments.is_current(plan.new):
            self._keeper.stop()
            self._environments.switch(plan.old, plan.older)
        text, failed = reason, False
        if plan.was_up:
            try:
                self._start_old(plan)
            except CancelledError:
                raise
            except Exception as error:
                message, hint = _told_of(error)
                failed, text = True, f"{reason} The old version does not start either: {message}"
        if not plan.instructions.rollback:
            self._environments.remove(plan.new)
        return self._step(Step.FAILED if failed else Step.ROLLED_BACK, text, hint)

    def _has_run(self) -> bool:
        """Return whether the new version was ever begun with the image itself."""
        record = self._journal.read()
        return record is not None and any(each.step == Step.START for each in record.entries)

    def _start_old(self, plan: Plan) -> None:
        try:
            self._keeper.start(plan.old)
        except BatosError:
            care = self._care()
            if not self._has_run() or care.place.file is None or not self._backup.is_dir():
                raise
            # The new version has written what the old one cannot read. That stays beside it.
            care.restore(self._backup, force=True)
            self._keeper.start(plan.old)

    # -- small parts -----------------------------------------------------------------------

    def _step(self, step: Step, text: str, hint: str = "") -> Entry:
        self._journal.note(step, text, hint)
        record = self._journal.read()
        assert record is not None, "it was written a moment ago"
        self._tell(record.last)
        return record.last

    def _trial(self, plan: Plan) -> Trial:
        start_s = 2 * self._keeper.start_s
        return Trial(self._folder / "trial", self._loaded, plan.new.python, start_s, self._heed)

    def _care(self) -> Care:
        return Care(self._loaded.image_uri, self._loaded.paths.state_dir, probes=PROBES)

    def _forget(self, wanted: Instructions) -> None:
        """Take instructions away that are being followed, and leave any others."""
        file = self._loaded.paths.state_dir / FILE
        with contextlib.suppress(OSError, msgspec.DecodeError):
            if msgspec.json.decode(file.read_bytes(), type=Instructions) == wanted:
                file.unlink()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        make_private_folder(self._folder)
        if not self._lock.take():
            pid = self._lock.holder()
            raise UpgradeError(
                f"An upgrade is under way already{f' (pid {pid})' if pid else ''}.",
                hint="batos upgrade --status",
            )
        try:
            yield
        finally:
            self._lock.release()


def _told_of(error: Exception) -> tuple[str, str]:
    """Return an error as a sentence, and what to do about it."""
    if isinstance(error, BatosError):
        return error.message, error.hint
    return f"{type(error).__name__}: {error}.", ""
