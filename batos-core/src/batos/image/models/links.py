"""The folders of links by which the models of an image, and its adapters, are used where they lie.

A link is a second name of a blob's file, so that a backend maps the very bytes of the image into
memory: nothing is copied and nothing is unpacked. Where the disk gives no second names it is a
symbolic link.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from batos.errors import ImageError
from batos.image.storage import blob_folder, read_address

__all__ = ["ADAPTERS", "MODELS", "drop", "held_folder", "held_names", "lay_out", "links_folder"]

MODELS, ADAPTERS = "models", "adapters"
"""The kinds of what an image holds in files: containers of its root, and folders of links."""


def links_folder(uri: str, kind: str = MODELS) -> Path:
    """Return the folder of the links of an image, each model in a folder of its name.

    It is among the blobs: a second name of a file has to be on the same disk.

    Raises:
        ConfigError: The URI cannot be read.
    """
    return blob_folder(read_address(uri)) / kind


def held_folder(uri: str, name: str, kind: str = MODELS) -> Path:
    """Return the folder of one model, whether it is there or not."""
    return links_folder(uri, kind) / name


def held_names(uri: str) -> list[str]:
    """Return the names of the models of an image as their links tell, the latest first.

    The image need not be opened for that.
    """
    folder = links_folder(uri)
    if not folder.is_dir():
        return []
    found = [each for each in folder.iterdir() if each.is_dir() and each.name[0] != "."]
    return [each.name for each in sorted(found, key=lambda e: e.stat().st_mtime, reverse=True)]


def lay_out(folder: Path, models: Mapping[str, Mapping[str, Path]]) -> None:
    """Make the links of all models, and drop those of others.

    Args:
        folder: Where they belong; it is there afterwards.
        models: The blob's file of each file, by the names of the models and of the files.

    Raises:
        ImageError: They cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, files in models.items():
            for relative, blob in files.items():
                _link(blob, folder / name / relative)
            _sweep(folder / name, {folder / name / relative for relative in files})
        for each in folder.iterdir():
            if each.name not in models:
                _remove(each)
    except OSError as error:
        raise ImageError(
            f"The links of {folder.name} cannot be made in {str(folder)!r}: {error.strerror}."
        ) from error


def drop(folder: Path, name: str) -> None:
    """Remove the links of one model."""
    _remove(folder / name)


def _link(blob: Path, target: Path) -> None:
    if target.exists() and target.samefile(blob):
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.new")
    fresh.unlink(missing_ok=True)
    try:
        os.link(blob, fresh)
    except OSError:
        fresh.symlink_to(blob.absolute())
    fresh.replace(target)


def _sweep(folder: Path, wanted: set[Path]) -> None:
    for place, _, names in os.walk(folder):
        for name in names:
            if (file := Path(place, name)) not in wanted:
                file.unlink(missing_ok=True)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):  # a stray file does no harm
            path.unlink()
