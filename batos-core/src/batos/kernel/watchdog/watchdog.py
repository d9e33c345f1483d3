"""The watch over one kernel: started, started again, given up with a reason, or ended."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from batos.errors import BatosError, CancelledError, KernelNotRunningError, UpgradeError
from batos.kernel.process.launch import Launched, launch, running, stop
from batos.kernel.process.service import KernelExit, ending_signals
from batos.kernel.upgrade.journal import Entry, Step
from batos.kernel.upgrade.upgrade import Upgrade
from batos.kernel.watchdog.endurance import Death, Endurance
from batos.kernel.watchdog.record import Watch, watch_lock
from batos.kernel.watchdog.watched import Watched
from batos.processes import process_start
from batos.wire.connection import Connection
from batos.wire.faults import KernelAlreadyRunningError
from batos.wire.keys import make_private_folder

__all__ = ["Tell", "WatchSettings", "Watchdog"]

_LOG = logging.getLogger(__name__)
_TICK_S = 0.25
_DRAIN_S = 1.5
"""Seconds that running work gets when the watchdog itself is to end: all of it takes under 5 s."""
_STOP_S = 15.0
"""Seconds before a kernel that was asked to end is ended: only a busy machine needs them."""

Tell = Callable[[str, str, Mapping[str, Any]], None]
"""Told what happens: its name, a sentence, and the facts in it."""


@dataclass(frozen=True, kw_only=True)
class WatchSettings:
    """What a watchdog needs to know.

    Attributes:
        runtime_dir: The kernel's runtime folder.
        log_file: Where the kernel's output goes.
        start_s: Seconds that a start may take.
        patience_s: Seconds without an answer after which a kernel counts as hanging.
        endurance: When it is started again.
    """

    runtime_dir: Path
    log_file: Path
    start_s: float = 60.0
    patience_s: float = 15.0
    endurance: Callable[[], Endurance] = Endurance


class Watchdog:
    """Keeps one kernel up.

    Args:
        settings: Where it is.
        command: Returns the command that starts a kernel.
        tell: Told what happens.
        upgrade: Makes what carries out upgrades, from who is told of a step and who is heeded;
            None where there are none.
    """

    def __init__(
        self,
        settings: WatchSettings,
        command: Callable[[], Sequence[str]],
        tell: Tell,
        upgrade: Callable[[Callable[[Entry], None], Callable[[], None]], Upgrade] | None = None,
    ) -> None:
        self._settings = settings
        self._runtime_dir = settings.runtime_dir
        self._command = command
        self._teller = tell
        self._ending = ""
        self._kernel: Watched | None = None
        self._step = ""
        self._upgrade = None if upgrade is None else upgrade(self._tell_step, self._heed_upgrade)
        self._endurance = settings.endurance()
        self._watch = Watch(
            pid=os.getpid(),
            start_time=process_start(os.getpid()) or 0.0,
            since=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        )

    def run(self) -> int:
        """Watch until the kernel is stopped for good; return the exit code.

        The code is 0 after an end that somebody wanted, and otherwise that of the kernel which
        could not be kept up (see :class:`KernelExit`).

        Raises:
            KernelAlreadyRunningError: Another watchdog watches here.
        """
        make_private_folder(self._runtime_dir)
        lock = watch_lock(self._runtime_dir)
        if not lock.take():
            pid = lock.holder()
            raise KernelAlreadyRunningError(
                f"A watchdog{f' (pid {pid})' if pid else ''} is watching here already.",
                hint="batos status shows it, batos down stops it",
                details={"pid": pid},
            )
        try:
            Watch.withdraw(self._runtime_dir)
            self._note("starting", "looking whether an upgrade was interrupted")
            with self._heeding():
                self._recover()
                return self._keep_up()
        finally:
            Watch.withdraw(self._runtime_dir)
            lock.release()

    def _keep_up(self) -> int:
        while True:
            try:
                death = self._life()
            except CancelledError:
                return self._end()
            if death is None:
                continue
            if self._ended_for_good(death):
                self._tell("ended", "The kernel was stopped; there is nothing left to watch.")
                return KernelExit.STOPPED
            verdict = self._endurance.judge(death, time.monotonic())
            if verdict.delay is None:
                hint = death.hint or f"The kernel's log tells more: {self._settings.log_file}"
                text = f"The kernel is not started again: {verdict.reason.rstrip('.')}."
                self._tell("given_up", text, code=death.code, reason=verdict.reason, hint=hint)
                return death.code
            text = f"Starting again in {verdict.delay:.2f} s, after: {death.text.rstrip('.')}."
            self._note("waiting", text, restarts=self._watch.restarts + 1)
            self._tell("restarting", text, delay_s=round(verdict.delay, 3), cause=death.text)
            try:
                self._wait(verdict.delay)
            except CancelledError:
                return self._end()

    def _ended_for_good(self, death: Death) -> bool:
        if Watch.dismissed(self._runtime_dir):
            return True
        # Somebody may have stopped it to start another one, which is watched from then on.
        return death.code == KernelExit.STOPPED and running(self._runtime_dir) is None

    def _life(self) -> Death | None:
        """Start a kernel, or find one, and return how it ended; None after an upgrade.

        Raises:
            CancelledError: The watchdog itself is to end.
        """
        begun = time.monotonic()
        found = running(self._runtime_dir)
        if found is not None:
            kernel = self._found(found)
        else:
            self._note("starting", "starting the kernel")
            self._tell("starting", "Starting the kernel.")
            try:
                kernel = Watched.of(self._launched(), self._runtime_dir)
            except KernelAlreadyRunningError as error:
                try:
                    kernel = self._found(Connection.read(self._runtime_dir))
                except BatosError:
                    return Death.at_start(error)
            except CancelledError:
                raise
            except BatosError as error:
                return self._mourn("failed", Death.at_start(error))
            except OSError as error:  # no room, no process, no interpreter: that may pass
                return self._mourn("failed", Death(error.strerror or str(error)))
            seconds = time.monotonic() - begun
            text = f"The kernel (pid {kernel.connection.pid}) is up ({seconds:.1f} s)."
            self._tell("up", text, pid=kernel.connection.pid, seconds=round(seconds, 3))
        self._note("watching", f"watching the kernel (pid {kernel.connection.pid})")
        self._kernel = kernel
        death = self._watched(kernel)
        self._kernel = None
        return death

    def _launched(self) -> Launched:
        return launch(
            self._command(),
            self._runtime_dir,
            self._settings.log_file,
            timeout=self._settings.start_s,
            heed=self._heed,
        )

    def _found(self, connection: Connection) -> Watched:
        text = f"A kernel (pid {connection.pid}) runs already; it is watched from now on."
        self._tell("found", text, pid=connection.pid)
        return Watched(self._runtime_dir, connection)

    def _watched(self, kernel: Watched) -> Death | None:
        while True:
            self._heed()
            if self._upgraded():
                return None
            death = kernel.ended(_TICK_S)
            if death is not None:
                return death if death.intended else self._mourn("died", death)
            if kernel.silent_s > self._settings.patience_s:
                text = f"it has not answered for {kernel.silent_s:.0f} s"
                kernel.kill()
                return self._mourn("hung", Death(text))

    def _mourn(self, event: str, death: Death) -> Death:
        text = f"The kernel {_BECAME[event]}: {death.text.rstrip('.')}."
        self._tell(event, text, cause=death.text, code=death.code)
        return death

    def _end(self) -> int:
        """End the kernel, since the watchdog itself is to end."""
        self._note("ending", f"ending: {self._ending}")
        self._tell("ending", f"Ending, with the kernel: {self._ending}.", reason=self._ending)
        with contextlib.suppress(KernelNotRunningError):
            stop(self._runtime_dir, timeout=_STOP_S, drain_s=_DRAIN_S)
        if self._kernel is not None:
            self._kernel.ended(_STOP_S)
        self._tell("ended", "The kernel has ended.")
        return KernelExit.STOPPED

    # -- upgrades --------------------------------------------------------------------------

    def _recover(self) -> None:
        """Finish an upgrade that was killed, or roll it back."""
        if self._upgrade is None:
            return
        try:
            self._upgrade.recover()
        except CancelledError:
            pass  # the watch ends as soon as it begins; the next one goes on from there
        except BatosError as error:
            self._tell("refused", error.message, hint=error.hint)
        except OSError as error:  # a full disk: what runs is kept up all the same
            self._tell("refused", f"{error}.")

    def _upgraded(self) -> bool:
        """Follow instructions for an upgrade, if there are any; return whether there were."""
        if self._upgrade is None:
            return False
        try:
            wanted = self._upgrade.waiting()
            if wanted is None:
                return False
            self._note("upgrading", "upgrading; batos upgrade --status tells how far it is")
            self._upgrade.carry_out(wanted)
        except UpgradeError as error:
            self._tell("refused", f"No upgrade: {error.message}", hint=error.hint)
            return self._step != ""
        except OSError as error:
            self._tell("refused", f"No upgrade: {error}.")
            return self._step != ""
        finally:
            self._step = ""
        return True

    def _tell_step(self, entry: Entry) -> None:
        self._step = entry.step
        text = f"Upgrade, {entry.step}: {entry.text.rstrip('.')}."
        self._tell("upgrade", text, step=entry.step, hint=entry.hint)

    def _heed_upgrade(self) -> None:
        """Heed who wants the watchdog to end, and the kernel that serves during an upgrade."""
        self._heed()
        kernel = self._kernel
        if self._step != Step.INSTALL or kernel is None or kernel.ended(0.0) is None:
            return
        with contextlib.suppress(BatosError, OSError):  # the upgrade meets it when it goes on
            self._kernel = Watched.of(self._launched(), self._runtime_dir)

    # -- being told to end -----------------------------------------------------------------

    @contextlib.contextmanager
    def _heeding(self) -> Iterator[None]:
        def note(number: int, _frame: object) -> None:
            self._ending = signal.Signals(number).name

        before = {number: signal.signal(number, note) for number in ending_signals()}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _heed(self) -> None:
        """Do nothing, unless the watchdog is to end.

        Raises:
            CancelledError: It is.
        """
        # Who has said so ends a kernel that serves; how that ends tells the rest.
        serves = self._kernel is not None and not self._step
        if not self._ending and not serves and Watch.dismissed(self._runtime_dir):
            self._ending = "batos down"
        if self._ending:
            raise CancelledError(f"The watchdog ends: {self._ending}.")

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._heed()
            time.sleep(min(left, 0.05))

    # -- telling ---------------------------------------------------------------------------

    def _note(self, state: str, text: str, **more: Any) -> None:
        self._watch = msgspec.structs.replace(self._watch, state=state, text=text, **more)
        # A full disk is no reason to end what runs.
        with contextlib.suppress(OSError):
            self._watch.write(self._runtime_dir)

    def _tell(self, event: str, text: str, **facts: Any) -> None:
        _LOG.info("%s", text, extra={"event": event, **facts})
        self._teller(event, text, facts)


_BECAME = {
    "failed": "could not be started",
    "died": "ended unexpectedly",
    "hung": "hangs and was ended",
}
