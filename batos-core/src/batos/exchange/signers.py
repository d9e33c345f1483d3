"""Who signs: the user's own key, and the keys that the user has said to trust.

Both lie in the config folder, because they belong to the person and outlive every session. The
own key is made when something is signed first; a known signer is one line of a text file, as in
the file of known hosts of a remote shell::

    ed25519:uF4l...= 2031-05-01T12:00:00+00:00
"""

from __future__ import annotations

import base64
import binascii
import contextlib
from typing import TYPE_CHECKING

from batos.errors import ConfigError, KeyRefusedError, UsageError
from batos.exchange.manifest import Signer, is_signer
from batos.learning.records.trail import now_text
from batos.wire.keys import check_private, make_private_folder, write_private

if TYPE_CHECKING:
    from batos.config import Paths

__all__ = ["SignerBook"]

_SECRET_BYTES = 32


class SignerBook:
    """The own key of a user, and the signers that this user knows.

    Args:
        paths: The folders of the user.
    """

    def __init__(self, paths: Paths) -> None:
        self.key_file = paths.config_dir / "keys" / "signing.key"
        self.known_file = paths.config_dir / "known-signers"

    def own(self) -> Signer:
        """Return the own key, which is made when there is none yet.

        Raises:
            KeyRefusedError: The key is damaged, or open to others.
            ConfigError: It cannot be written.
        """
        make_private_folder(self.key_file.parent)
        if not self.key_file.exists():
            signer = Signer()
            text = base64.b64encode(signer.secret).decode("ascii")
            try:
                write_private(self.key_file, f"{text}\n")
            except OSError as problem:
                raise ConfigError(
                    f"The key {str(self.key_file)!r} cannot be written: {problem.strerror}."
                ) from problem
        return Signer(self._secret())

    def own_public(self) -> str:
        """Return the own public key, or an empty text as long as nothing was signed."""
        return self.own().public if self.key_file.exists() else ""

    def _secret(self) -> bytes:
        check_private(self.key_file)
        try:
            secret = base64.b64decode(self.key_file.read_text("ascii").strip(), validate=True)
        except OSError as problem:
            raise KeyRefusedError(
                f"The signing key {str(self.key_file)!r} cannot be read: {problem.strerror}."
            ) from problem
        except (ValueError, binascii.Error):
            secret = b""
        if len(secret) != _SECRET_BYTES:
            raise KeyRefusedError(
                f"The signing key {str(self.key_file)!r} is damaged.",
                hint="Put a copy of it back; or delete it, and others must trust a new one.",
            )
        return secret

    def known(self) -> dict[str, str]:
        """Return the known signers with the time since when; other lines are passed over.

        Raises:
            ConfigError: The file cannot be read.
        """
        try:
            lines = self.known_file.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError) as problem:
            raise ConfigError(f"{str(self.known_file)!r} cannot be read: {problem}.") from problem
        parts = [line.split(None, 1) for line in lines]
        return {
            part[0]: part[1].strip() if len(part) > 1 else ""
            for part in parts
            if part and is_signer(part[0])
        }

    def is_known(self, key: str) -> bool:
        """Return whether a key is the own one or was said to be trusted."""
        if key in self.known():
            return True
        with contextlib.suppress(KeyRefusedError):  # a damaged own key trusts nobody
            return bool(key) and key == self.own_public()
        return False

    def trust(self, key: str) -> None:
        """Keep a key as one that is trusted.

        Raises:
            UsageError: It is no key.
            ConfigError: It cannot be written.
        """
        if not is_signer(key):
            raise UsageError(
                f"{key[:80]!r} is no public key.",
                hint="A key is 'ed25519:' and 44 letters; 'batos skills signers' shows your own.",
            )
        if key in self.known():
            return
        try:
            self.known_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            old = self.known_file.read_text("utf-8") if self.known_file.exists() else ""
            gap = "" if old.endswith("\n") or not old else "\n"
            write_private(self.known_file, f"{old}{gap}{key} {now_text()}\n")
        except OSError as problem:
            raise ConfigError(
                f"{str(self.known_file)!r} cannot be written: {problem.strerror}."
            ) from problem
