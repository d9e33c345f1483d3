"""``models``: loading a model from the image, beside the same file on the disk and beside a tar.

The founding documents packed a model into one blob as a tar, and unpacked it before each load.
"""

from __future__ import annotations

import statistics
import tarfile
from pathlib import Path

from batos.errors import ModelFileError
from batos.guardian.running.run import GuardedRunner
from batos.image import Session
from batos.image.models import HeldModels
from batos.inference import no_progress
from batos_backend_llamacpp.backend import LlamaBackend
from batos_backend_llamacpp.options import LlamaOptions
from batos_backend_llamacpp.shelf import LlamaShelf
from benchmarks.homes import temporary_folder
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import in_turns, median_ratio, seconds_of

__all__ = ["run", "smallest_model"]

_TIMES = 1.05


def smallest_model() -> Path:
    """Return the file of the smallest model that is here.

    Raises:
        ModelFileError: None is.
    """
    shelf = LlamaShelf()
    here = [each for each in shelf.entries() if each.state == "here"]
    if not here:
        raise ModelFileError("No model is here.", hint="Fetch one: batos models get")
    return min(here, key=lambda each: each.size).file


def run(options: Options) -> Result:
    """Load one model from the image, from the disk and out of a tar, in turns."""
    rounds = options.pick(8, 2)
    file = smallest_model()
    with temporary_folder() as folder:
        options.say(f"taking {file.name} into an image")
        session = Session((folder / "image.fs").as_uri(), GuardedRunner)
        try:
            taken = seconds_of(lambda: HeldModels(session).add(file, "model"))
            [facts] = HeldModels(session).each()
            tar = folder / "model.tar"
            with tarfile.open(tar, "w") as archive:
                archive.add(file, file.name)
            sides = {
                "image": lambda: _load(Path(facts.folder)),
                "disk": lambda: _load(file),
                "tar": lambda: _load_tar(tar, folder / "unpacked"),
            }
            in_turns(sides, 1)
            options.say(f"{rounds} rounds of three loads")
            found = in_turns(sides, rounds)
        finally:
            session.close()
    return Result(
        name="models",
        figures=(
            Figure(
                name="a load from the image, times that of the same file on the disk",
                value=median_ratio(found["image"], found["disk"]),
                below=_TIMES,
            ),
            Figure(
                name="the founding way, out of a tar, times that of the file on the disk",
                value=median_ratio(found["tar"], found["disk"]),
            ),
            *(
                Figure(name=f"a load, {name}", value=statistics.median(times), unit="s")
                for name, times in found.items()
            ),
            Figure(name="taken into the image", value=facts.size / taken / 1e6, unit="MB/s"),
        ),
        facts={"model": file.name, "bytes": facts.size, "rounds": rounds},
        notes=("What the system keeps of files in memory was warm for all three.",),
    )


def _load(path: Path) -> float:
    backend = LlamaBackend(LlamaOptions(model=str(path), n_ctx=1024, parallel=1))
    try:
        return seconds_of(lambda: backend.load(no_progress))
    finally:
        backend.close()


def _load_tar(tar: Path, folder: Path) -> float:
    def unpack() -> None:
        with tarfile.open(tar) as archive:
            archive.extractall(folder, filter="data")

    return seconds_of(unpack) + _load(folder)
