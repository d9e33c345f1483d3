"""Having other models answer: written into the configuration, and taken by what runs."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

from batos.cli.terminal.output import note
from batos.config import MODEL_SETTINGS, Paths, load_config, read_config_text
from batos.errors import BatosError, ConfigError
from batos.wire.messages.inference import BackendsTaken, LoadStep, TakeBackends

__all__ = ["put_to_use", "warn_of_change", "warn_of_environment"]

_AWAY = ("kernel.down", "engine.unavailable")
"""There is nobody who could take it; it is taken at the next start."""


def put_to_use(
    paths: Paths, settings: Mapping[tuple[str, ...], Sequence[Any] | None]
) -> BackendsTaken | None:
    """Write settings of backends into the file, and have the running system take them.

    Args:
        paths: The user's folders.
        settings: Values by the names of their settings, as ``write_setting`` takes them; None
            takes a setting out of the file.

    Returns:
        What the running system has made of them; None where none could be asked.

    Raises:
        ConfigError: The file does not take them.
        BatosError: The running system cannot use them; the file is as it was.
    """
    from batos.cli.reach.connect import connected
    from batos.cli.system.config_file import put_back, remove_setting, write_setting
    from batos.kernel.process.launch import running

    before = read_config_text(paths.config_file)
    try:
        for path, values in settings.items():
            if values is None:
                remove_setting(paths, path)
            else:
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


def warn_of_change(paths: Paths, name: str) -> None:
    """Say why a change of the file may not be seen yet."""
    from batos.kernel.process.launch import running

    warn_of_environment(name)
    if running(paths.runtime_dir) is None:
        return
    if name.partition(".")[0] in MODEL_SETTINGS:
        note("The running system goes on as it is; 'batos backends use' has it take the change.")
    else:
        note("The running system goes on as it is until it is started again: batos down, batos up.")


def warn_of_environment(name: str) -> None:
    """Say that the environment overrides a setting of the file, where it does."""
    variable = f"BATOS_{name.upper().replace('.', '__')}"
    with contextlib.suppress(ConfigError):  # what is wrong in the environment is told by its user
        if load_config().origins.get(name) == "environment":
            note(f"{variable} in the environment overrides it.")


def _tell(kind: str, body: Mapping[str, Any]) -> None:
    if kind == LoadStep.TYPE:
        note(f"{body.get('text', '')}…")


def _say(taken: BackendsTaken) -> None:
    if not taken.loaded and not taken.left:
        note("It changes nothing for the running system.")
        return
    loaded = f", {', '.join(taken.loaded)} loaded" if taken.loaded else ""
    left = f"; {', '.join(taken.left)} ends with what it still answers" if taken.left else ""
    note(f"The running system has taken it ({taken.seconds:.1f} s{loaded}){left}.")
