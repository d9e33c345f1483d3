"""The key of a server: where it is kept, and that nobody else reads it."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

from batos.errors import ConfigError
from batos_backend_openai.options import OpenAIOptions

__all__ = ["find_key", "key_hint", "without_key"]

_NO_KEY = "none"
"""What is sent to a server that asks for no key: the library insists on one."""


def find_key(options: OpenAIOptions, environ: Mapping[str, str] | None = None) -> SecretStr:
    """Return the key: from the private file, the keyring, or the environment, in this order.

    Raises:
        ConfigError: The file is not there or others may read it, or the keyring has no such key.
    """
    if options.api_key_file:
        return _from_file(Path(options.api_key_file).expanduser())
    if options.api_key_keyring:
        return _from_keyring(options.api_key_keyring, options.url)
    given = (os.environ if environ is None else environ).get(options.api_key_env, "").strip()
    return SecretStr(given or _NO_KEY)


def _from_file(path: Path) -> SecretStr:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        # Windows has no such bits; a file in a user's own folder is private there.
        if mode & 0o077 and sys.platform != "win32":
            raise ConfigError(
                f"The key in {str(path)!r} can be read by others: the file has the mode "
                f"{mode:04o}.",
                hint=f"Make it private: chmod 600 {path}",
            )
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise ConfigError(f"The key in {str(path)!r} cannot be read: {reason}.") from error
    if not text or len(text.split()) != 1:
        raise ConfigError(f"The file {str(path)!r} should hold one key and nothing else.")
    return SecretStr(text)


def _from_keyring(service: str, user: str) -> SecretStr:
    try:
        import keyring
        import keyring.errors
    except ImportError as error:
        raise ConfigError(
            "The system's keyring cannot be asked: the package 'keyring' is not installed.",
            hint="Install it: python -m pip install 'batos-backend-openai[keyring]'",
        ) from error
    try:
        found = keyring.get_password(service, user)
    except keyring.errors.KeyringError as error:
        raise ConfigError(f"The system's keyring cannot be asked: {error}.") from error
    if not found:
        raise ConfigError(
            f"The system's keyring has no key of the service {service!r} for {user!r}.",
            hint=f"Put it there: python -m keyring set {service} {user}",
        )
    return SecretStr(found)


def without_key(text: str, key: SecretStr) -> str:
    """Return what a server said without the key, which some repeat when they refuse it."""
    secret = key.get_secret_value()
    return text.replace(secret, "…") if secret != _NO_KEY else text


def key_hint(options: OpenAIOptions) -> str:
    """Return where the key comes from, as a hint for one that is refused."""
    if options.api_key_file:
        return f"The key comes from the file {options.api_key_file}."
    if options.api_key_keyring:
        return f"The key comes from the keyring's service {options.api_key_keyring!r}."
    return f"The key comes from the variable {options.api_key_env} of the environment."
