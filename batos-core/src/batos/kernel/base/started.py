"""What a running kernel was started with, told to whoever starts one beside it.

A kernel goes on with the settings that it had at its start. Whoever starts it again with others
shall hear that they are not in force, and which. Nothing that may be a secret leaves the process:
texts that a provider's own options hold, and addresses of storages, go as digests, which are
enough to see that they differ.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from batos import __version__
from batos.config import MODEL_SETTINGS, RESERVED, Loaded, public_uri
from batos.wire.messages.kernel import SettingsDigest

__all__ = ["Difference", "differences", "models_of", "settings_of"]

_OPTIONS = ".options."
_FOLDERS = ("config_dir", "data_dir", "state_dir", "cache_dir")
_PLACE = "BATOS_HOME"
"""Names the runtime folder, so that whoever compares has the same one; the folders say the rest."""


@dataclass(frozen=True)
class Difference:
    """A setting that is another one for a running kernel.

    Attributes:
        setting: Its dotted key.
        running: What the kernel runs with.
        here: What it would be started with here.
        origin: Where that comes from.
    """

    setting: str
    running: Any
    here: Any
    origin: str

    def __str__(self) -> str:
        return f"{self.setting}: {_shown(self.running)}, here {_shown(self.here)} ({self.origin})"


def settings_of(loaded: Loaded, salt: str) -> dict[str, Any]:
    """Return everything that makes a kernel what it is, by dotted key.

    Args:
        loaded: The configuration.
        salt: Goes into the digests, so that nobody can look them up.
    """
    found = {key: _told(key, value, salt) for key, value, _ in loaded.values(hide=False)}
    uri = loaded.image_uri
    found["image.uri"] = public_uri(uri)
    if public_uri(uri) != uri:
        found["image.uri password"] = _digest(uri, salt)
    for folder in _FOLDERS:
        found[f"paths.{folder.removesuffix('_dir')}"] = str(getattr(loaded.paths, folder))
    for name in sorted(RESERVED - {_PLACE}):
        found[name] = os.environ.get(name, "")
    return {**found, "version": __version__, "python": sys.executable}


def models_of(loaded: Loaded) -> SettingsDigest:
    """Return what says which models answer whom: ``salt`` and ``settings``."""
    salt = secrets.token_hex(8)
    return {"salt": salt, "settings": _of_models(settings_of(loaded, salt))}


def _of_models(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {key: each for key, each in settings.items() if key.partition(".")[0] in MODEL_SETTINGS}


def _without_models(settings: Mapping[str, Any]) -> dict[str, Any]:
    models = _of_models(settings)
    return {key: each for key, each in settings.items() if key not in models}


def differences(
    running: SettingsDigest, loaded: Loaded, taken: SettingsDigest | None = None
) -> list[Difference]:
    """Return which settings differ from those of a running kernel.

    Args:
        running: What its ``kernel.status`` tells: ``salt`` and ``settings``; a kernel of a
            version that tells nothing differs in nothing that is known.
        loaded: The configuration here.
        taken: What it has taken since, as :func:`models_of` tells it.
    """
    theirs = running.get("settings")
    if not isinstance(theirs, Mapping):
        return []
    here = settings_of(loaded, str(running.get("salt", "")))
    if taken:
        theirs = {**_without_models(theirs), **taken["settings"]}
        models = _of_models(settings_of(loaded, str(taken["salt"])))
        here = {**_without_models(here), **models}
    return [
        Difference(key, theirs.get(key), here.get(key), loaded.origins.get(key, _origin(key)))
        for key in sorted({*here, *theirs})
        if _plain(theirs.get(key)) != _plain(here.get(key))
    ]


def _origin(key: str) -> str:
    return "environment" if key in RESERVED or key.startswith("paths.") else "default"


def _told(key: str, value: Any, salt: str) -> Any:
    # A number or a flag is no secret; any text of an option may be one.
    secret = _OPTIONS in key and not isinstance(value, (bool, int, float, type(None)))
    return _digest(value, salt) if secret else _plain(value)


def _plain(value: Any) -> Any:
    """Return a value as it comes back from the wire."""
    return list(value) if isinstance(value, tuple) else value


def _digest(value: Any, salt: str) -> str:
    return f"sha256:{hashlib.sha256(f'{salt} {value!r}'.encode()).hexdigest()[:16]}"


def _shown(value: Any) -> str:
    if isinstance(value, str) and value.startswith("sha256:"):
        return "another text"
    return (
        "nothing" if value in (None, "") else repr(value) if isinstance(value, str) else str(value)
    )
