"""The manifest of a parcel: what is in it, who made it, and the signature over both.

The signature is over the bytes of ``manifest.toml``, which names the digest of every other file
and the public key of the signer. It stands beside it, in ``manifest.toml.sig``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from batos.errors import TravelError
from batos.exchange.toml_text import TomlError, parsed, table
from batos.learning.records.trail import now_text
from batos.version import __version__

__all__ = [
    "FORMAT",
    "MANIFEST",
    "SIGNATURE",
    "FileEntry",
    "Manifest",
    "Signer",
    "digest",
    "is_member_path",
    "is_signer",
    "read_as",
    "verify",
]

FORMAT = 1
"""Version of everything that is written here."""
MANIFEST = "manifest.toml"
SIGNATURE = "manifest.toml.sig"
MOST_FILES = 20_000
LARGEST_MANIFEST = 8 * 1024 * 1024

M = TypeVar("M", bound=BaseModel)
_KEY_LENGTH = 32
_SCHEME = "ed25519:"
_PURPOSE = b"batos parcel manifest 1\n"
"""Signed before the manifest, so that the signature means nothing elsewhere."""
_ENDINGS: Mapping[str, str] = {"methods": ".py", "objects": ".toml", "blobs": ".blob"}
_PATH = re.compile(r"(methods|objects|blobs)/([A-Za-z0-9][A-Za-z0-9_.-]{0,220})")


def digest(data: bytes) -> str:
    """Return the sha256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def is_member_path(path: object) -> bool:
    """Return whether a path is one that a file of a parcel may have: a folder, a plain name."""
    match = _PATH.fullmatch(path) if isinstance(path, str) else None
    return match is not None and match[2].endswith(_ENDINGS[match[1]])


def is_signer(key: object) -> bool:
    """Return whether a text is a public key, such as ``ed25519:`` and 44 letters."""
    if not isinstance(key, str) or not key.startswith(_SCHEME) or not key.isascii():
        return False
    try:
        raw = base64.b64decode(key.removeprefix(_SCHEME), validate=True)
    except (ValueError, binascii.Error):
        return False
    return len(raw) == _KEY_LENGTH and key == _SCHEME + base64.b64encode(raw).decode("ascii")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class FileEntry(_Model):
    """A file of a parcel.

    Attributes:
        path: Its place in the folder, with a slash.
        sha256: Digest of its bytes.
        size: Bytes.
    """

    path: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0)]


class Manifest(_Model):
    """What a parcel says of itself.

    Attributes:
        format: Version of the layout.
        kind: ``skills`` or ``objects``.
        batos: Version of BAT OS that made it.
        created: When, as ISO text.
        signer: Public key of who made it, or an empty text.
        files: Every file beside the manifest and its signature.
    """

    format: int
    kind: Literal["skills", "objects"]
    batos: Annotated[str, Field(max_length=100)]
    created: Annotated[str, Field(max_length=100)]
    signer: Annotated[str, Field(max_length=100)] = ""
    files: Annotated[list[FileEntry], Field(max_length=MOST_FILES)] = []

    @classmethod
    def of(
        cls, kind: Literal["skills", "objects"], files: Mapping[str, bytes], signer: str
    ) -> Self:
        """Return the manifest of files."""
        entries = [
            FileEntry(path=path, sha256=digest(data), size=len(data))
            for path, data in sorted(files.items())
        ]
        return cls(
            format=FORMAT,
            kind=kind,
            batos=__version__,
            created=now_text(),
            signer=signer,
            files=entries,
        )

    def to_bytes(self) -> bytes:
        """Return the text of ``manifest.toml``."""
        head = self.model_dump(exclude={"files"})
        files = (table(entry.model_dump(), "[[files]]") for entry in self.files)
        return (table(head) + "".join(files)).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return the manifest that a text holds.

        Raises:
            TravelError: It is none, or names a file that no parcel may have.
        """
        manifest = read_as(cls, data, _refused)
        if manifest.signer and not is_signer(manifest.signer):
            raise _refused("the signer is no public key")
        seen: dict[str, str] = {}
        for entry in manifest.files:
            if not is_member_path(entry.path):
                raise _refused(f"it lists {entry.path[:100]!r}, which no file of a parcel may be")
            if manifest.kind == "skills" and not entry.path.startswith("methods/"):
                raise _refused(f"it lists {entry.path!r} in a parcel of methods")
            # One folder may not tell capital letters apart where another one does.
            twin = seen.setdefault(entry.path.lower(), entry.path)
            if twin is not entry.path:
                raise _refused(f"it lists {entry.path!r} twice")
        return manifest


def read_as(model: type[M], data: bytes, refuse: Callable[[str], TravelError]) -> M:
    """Return what a text of this format holds, which comes from outside.

    Args:
        model: What it has to be.
        data: The text.
        refuse: Returns the error for a reason, in a few words.

    Raises:
        TravelError: It is none.
    """
    try:
        content = parsed(data)
    except TomlError as problem:
        raise refuse(str(problem)) from None
    found = content.get("format")
    if found != FORMAT:
        raise refuse(f"it is of format {str(found)[:20]}; this version reads {FORMAT}")
    try:
        return model.model_validate(content)
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part)[:60] for part in first["loc"])
    said = first["msg"][:100]
    raise refuse(f"{place!r} is not valid: {said.lower()}" if place else said)


def _refused(reason: str) -> TravelError:
    return TravelError(f"The parcel cannot be read: {MANIFEST}: {reason}.")


class Signer:
    """A private key that signs manifests.

    Args:
        secret: The 32 bytes of an Ed25519 key; a new one when left out.
    """

    def __init__(self, secret: bytes | None = None) -> None:
        # Loaded where something is signed: it is a library of several megabytes.
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._key = (
            Ed25519PrivateKey.generate()
            if secret is None
            else Ed25519PrivateKey.from_private_bytes(secret)
        )

    @property
    def secret(self) -> bytes:
        """The 32 bytes to keep."""
        return self._key.private_bytes_raw()

    @property
    def public(self) -> str:
        """The public key as text, such as ``ed25519:`` and 44 letters."""
        raw = self._key.public_key().public_bytes_raw()
        return _SCHEME + base64.b64encode(raw).decode("ascii")

    def sign(self, manifest: bytes) -> bytes:
        """Return the text of the signature file of a manifest."""
        raw = self._key.sign(_PURPOSE + manifest)
        return f"{_SCHEME}{base64.b64encode(raw).decode('ascii')}\n".encode("ascii")


def verify(manifest: bytes, signature: bytes, signer: str) -> None:
    """Do nothing if a signature is the signer's and over this manifest.

    Raises:
        TravelError: It is not.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        text = signature.decode("ascii").strip()
        if not text.startswith(_SCHEME) or not is_signer(signer):
            raise ValueError("no signature")
        raw = base64.b64decode(text.removeprefix(_SCHEME), validate=True)
        key = base64.b64decode(signer.removeprefix(_SCHEME), validate=True)
        Ed25519PublicKey.from_public_bytes(key).verify(raw, _PURPOSE + manifest)
    except (ValueError, InvalidSignature) as problem:
        what = (
            "does not belong to" if isinstance(problem, InvalidSignature) else "is no signature of"
        )
        raise TravelError(
            f"The parcel cannot be trusted: {SIGNATURE} {what} this {MANIFEST}.",
            hint="Somebody has changed it on the way, or it is damaged: ask for it again.",
        ) from None
