"""Having other models answer: written into the configuration, and taken by what runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from batos.cli.terminal.output import note
from batos.config import Paths, load_config, read_config_text
from batos.errors import BatosError
from batos.wire.messages.inference import BackendsTaken, LoadStep, TakeBackends

__all__ = ["put_to_use"]

_AWAY = ("kernel.down", "engine.unavailable")
"""There is nobody who could take it; it is taken at the next start."""


def put_to_use(
    paths: Paths, settings: Mapping[tuple[str, ...], Sequence[Any]]
) -> BackendsTaken | None:
    """Write settings of backends into the file, and have the running system take them.

    Args:
        paths: The user's folders.
        settings: Values by the names of their settings, as ``write_setting`` takes them.

    Returns:
        What the running system has made of them; None where none could be asked.

    Raises:
        ConfigError: The file does not take them.
        BatosError: The running system cannot use them; the file is as it was.
    """
    from batos.cli.reach.connect import connected
    from batos.cli.system.config import warn_of_change, warn_of_environment
    from batos.cli.system.config_file import put_back, write_setting
    from batos.kernel.process.launch import running

    before = read_config_text(paths.config_file)
    try:
        for path, values in settings.items():
            write_setting(paths, path, list(values))
    except BatosError:
        put_back(paths, before)
        raise
    if running(paths.runtime_dir) is not None:
        try:
            with connected(load_config()) as client:
                taken = client.request(TakeBackends(), on_event=_tell)
        except BatosError as error:
            if error.code not in _AWAY:
                put_back(paths, before)
                raise
        else:
            _say(taken)
            for path in settings:
                warn_of_environment(".".join(path))
            return taken
    for path in settings:
        warn_of_change(paths, ".".join(path))
    return None


def _tell(kind: str, body: Mapping[str, Any]) -> None:
    if kind == LoadStep.TYPE:
        note(f"{body.get('text', '')}…")


def _say(taken: BackendsTaken) -> None:
    if not taken.loaded and not taken.left:
        note("The running system has it so already.")
        return
    loaded = f", {', '.join(taken.loaded)} loaded" if taken.loaded else ""
    left = f"; {', '.join(taken.left)} ends with what it still answers" if taken.left else ""
    note(f"The running system has taken it ({taken.seconds:.1f} s{loaded}){left}.")
