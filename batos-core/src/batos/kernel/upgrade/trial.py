"""The new environment on a copy of the image, in a home of its own: nothing of it is kept."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from batos.care import Care
from batos.config import Loaded
from batos.errors import BatosError, UpgradeError
from batos.kernel.process.launch import launch, stop
from batos.kernel.upgrade.health import Health, examined
from batos.kernel.upgrade.programs import Heed, answer_of, batos_command
from batos.wire.keys import make_private_folder

__all__ = ["Trial"]

_STOP_S = 10.0
_HINT = "Have that mended or brought along, such as by a wheel in the same folder, and try again."


class Trial:
    """Runs a kernel of another environment beside the real one, which is down.

    Args:
        folder: Where its home is; made, and removed at the end.
        loaded: The real home.
        python: The interpreter of the environment.
        start_s: Seconds that a start may take.
        heed: What it raises ends this.
    """

    def __init__(
        self, folder: Path, loaded: Loaded, python: str, start_s: float, heed: Heed
    ) -> None:
        self._folder = folder
        self._loaded = loaded
        self._python = python
        self._start_s = start_s
        self._heed = heed
        self._process: subprocess.Popen[bytes] | None = None
        self._image = folder / "data" / "live_image.fs"
        self._run = folder / "run"
        self._env = {
            **os.environ,
            "BATOS_HOME": str(folder),
            "BATOS_CACHE": str(loaded.paths.cache_dir),
            "BATOS_IMAGE__URI": self._image.as_uri(),
            "BATOS_KERNEL__PORT": "0",
            "BATOS_KERNEL__LINE_PORT": "0",
            "BATOS_KERNEL__IMAGE_WORKERS": "1",
        }

    def migrate(self, backup: Path | None) -> None:
        """Lay a copy of the image, and start the kernel on it, which makes it its own.

        Args:
            backup: Where the copy comes from; None where there is no image yet.

        Raises:
            BatosError: The copy cannot be made, or the kernel does not start with it.
        """
        self.close()
        make_private_folder(self._folder)
        if self._loaded.paths.config_dir.is_dir():
            shutil.copytree(self._loaded.paths.config_dir, self._folder / "config")
        if backup is not None:
            self._image.parent.mkdir(mode=0o700)
            Care(self._image.as_uri(), self._folder / "state").restore(
                backup, progress=lambda _text: self._heed()
            )
        log = self._folder / "state" / "logs" / "kernel.out"
        # It ends with this process, whatever ends that.
        argv = batos_command(self._python, "serve", "--with", str(os.getpid()))
        self._process = launch(
            argv, self._run, log, timeout=self._start_s, env=self._env, heed=self._heed
        ).process

    def check(self, before: Health) -> None:
        """Check that it is sound, and not worse than what is there.

        Raises:
            UpgradeError: It is not.
        """
        code, report = answer_of(self._python, ["image", "check"], self._heed, env=self._env)
        if code:
            flaws = report.get("findings") or [report.get("error", {})]
            said = str(flaws[0].get("message", "it is not sound")).rstrip(".")
            raise UpgradeError(f"The new version finds its copy of the image unsound: {said}.")
        methods = tuple(before.methods)
        after = examined(self._python, self._run, self._heed, env=self._env, methods=methods)
        if worse := before.worse(after):
            raise UpgradeError(worse[0], hint=_HINT, details={"worse": worse})

    def close(self) -> None:
        """End the kernel, and remove the home."""
        with contextlib.suppress(BatosError):
            stop(self._run, timeout=_STOP_S, drain_s=0.0)
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        shutil.rmtree(self._folder, ignore_errors=True)
