"""Models in the image, reached through the running system, or directly where it is down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

from batos.cli.reach.connect import connected
from batos.cli.reach.installed import installed
from batos.cli.reach.named_image import is_up
from batos.cli.terminal.output import note, show_error
from batos.config import IN_IMAGE, Loaded
from batos.errors import BatosError, UsageError
from batos.wire.messages.memory import MemoryStep
from batos.wire.messages.models import (
    AddModel,
    CheckedFile,
    ListHeldModels,
    ModelFacts,
    ModelStep,
    RemoveModel,
    VerifyModels,
)
from batos.wire.messages.request import Request, answered

if TYPE_CHECKING:
    from batos.image import Session
    from batos.image.models import HeldModels

__all__ = [
    "add",
    "brought",
    "checked_rows",
    "held",
    "ignore",
    "is_any",
    "laid_out",
    "name_in_image",
    "reached",
    "remove",
    "verify",
]

A = TypeVar("A")
H = TypeVar("H")
Show = Callable[[str, float | None], None]


def name_in_image(name: str) -> str:
    """Return the name of a model in the image, from ``image:NAME``; else an empty text."""
    return name.removeprefix(IN_IMAGE) if name.startswith(IN_IMAGE) else ""


def held(loaded: Loaded) -> list[ModelFacts]:
    """Return the models in the image; none where there is no image."""

    def directly(models: HeldModels) -> dict[str, Any]:
        return {"models": [each.to_plain() for each in models.each()]}

    if not is_any(loaded):
        return []
    return _asked(loaded, ListHeldModels(), directly, ignore).models


def add(loaded: Loaded, path: Path, name: str, show: Show) -> ModelFacts:
    """Take a file or a folder into the image as a model.

    Raises:
        BatosError: It could not be; nothing of it is there then.
    """
    source = path.expanduser().absolute()

    def directly(models: HeldModels) -> dict[str, Any]:
        return models.add(source, name, tell=show).to_plain()

    return _asked(loaded, AddModel(str(source), name), directly, show)


@contextmanager
def brought(loaded: Loaded, model: str, quantise: str) -> Iterator[Path]:
    """Yield the folder of a model that a backend can bring; what was made for it goes afterwards.

    Args:
        loaded: The configuration.
        model: Name of it on a hub, or its file or folder.
        quantise: How its weights are to be held; empty leaves them as they are.

    Raises:
        UsageError: No installed backend knows such models.
        BatosError: It cannot be had, or not so.
    """
    specs = [spec for spec in installed(loaded).backends() if spec.bring is not None]
    if not specs or specs[0].bring is None:
        raise UsageError(
            f"There is no {model!r}, and no installed backend could bring it.",
            hint="Is it spelled right? For models of Hugging Face: "
            'pip install "batos-backend-hf[torch]"',
        )
    loaded.paths.cache_dir.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=loaded.paths.cache_dir) as made:
        yield specs[0].bring(model, quantise, Path(made), _tell_step)


def _tell_step(what: str, share: float | None) -> None:
    if share is None:
        note(f"{what}…")


def verify(loaded: Loaded, name: str, show: Show) -> list[CheckedFile]:
    """Read the files of models in the image, and compare their checksums."""

    def directly(models: HeldModels) -> dict[str, Any]:
        return {"files": models.verify(name, tell=show)}

    if not name and not is_any(loaded):
        return []
    return _asked(loaded, VerifyModels(name), directly, show).files


def remove(loaded: Loaded, name: str) -> ModelFacts:
    """Let a model of the image go."""

    def directly(models: HeldModels) -> dict[str, Any]:
        return models.remove(name).to_plain()

    return _asked(loaded, RemoveModel(name), directly, ignore)


def laid_out(loaded: Loaded) -> list[str]:
    """Return the models that can be used from the image, the latest first.

    An image with blobs that has come from elsewhere has no links to them yet; they are made,
    before whoever loads models could miss them.
    """
    from batos.image.models import held_names, links_folder

    folder = links_folder(loaded.image_uri)
    fresh = not folder.exists() and next(folder.parent.rglob("*.blob"), None) is not None
    if fresh and not is_up(None, loaded):
        try:
            with _session(loaded) as session:
                _models(session).lay_out()
        except BatosError:
            return []  # whoever opens the image for good says what is wrong with it
    return held_names(loaded.image_uri)


def reached(
    loaded: Loaded,
    asked: Request[A],
    opened: Callable[[Session], H],
    directly: Callable[[H], dict[str, Any]],
    show: Show,
) -> A:
    """Ask the running system, or the image itself where nothing runs.

    Args:
        loaded: The configuration.
        asked: What is asked of the running system.
        opened: Makes of the open image what answers it otherwise.
        directly: Asks that.
        show: Told how far the work is.
    """

    def heard(kind: str, body: Mapping[str, Any]) -> None:
        if kind in (ModelStep.TYPE, MemoryStep.TYPE):
            show(str(body["text"]), float(body["share"]))

    if is_up(None, loaded):
        with connected(loaded) as client:
            return client.request(asked, on_event=heard)
    with _session(loaded) as session:
        return answered(asked, directly(opened(session)))


def _asked(
    loaded: Loaded,
    asked: Request[A],
    directly: Callable[[HeldModels], dict[str, Any]],
    show: Show,
) -> A:
    return reached(loaded, asked, _models, directly, show)


def _models(session: Session) -> HeldModels:
    from batos.image.models import HeldModels

    return HeldModels(session)


@contextmanager
def _session(loaded: Loaded) -> Iterator[Session]:
    from batos.guardian.running.run import GuardedRunner
    from batos.image import Session

    session = Session(loaded.image_uri, GuardedRunner)
    try:
        yield session
    finally:
        session.close()


def is_any(loaded: Loaded) -> bool:
    """Return whether a system runs or there is an image; one of a server is asked itself."""
    from batos.image import file_of

    file = file_of(loaded.image_uri)
    return is_up(None, loaded) or file is None or file.exists()


def checked_rows(
    found: Sequence[CheckedFile], kind: str, prefix: str, error: type[BatosError]
) -> list[dict[str, Any]]:
    """Say what came of a check of files, and return it as rows.

    Args:
        found: What came of each file.
        kind: What they belong to, in a word.
        prefix: Stands before each name; without, names are quoted in errors.
        error: What a damaged one is.
    """
    for each in found:
        if not each.ok:
            named = f"{prefix}{each.model}" if prefix else repr(each.model)
            show_error(
                error(
                    f"The file {each.file!r} of the {kind} {named} is damaged: {each.problem}.",
                    hint=f"Restore the folder of blobs from a backup, or remove the {kind} and add "
                    "it again.",
                )
            )
    for name in dict.fromkeys(each.model for each in found):
        if all(each.ok for each in found if each.model == name):
            note(f"{prefix}{name} is as it was taken in.")
    return [
        {
            "name": f"{prefix}{each.model}",
            "file": each.file,
            "ok": each.ok,
            **({} if each.ok else {"message": each.problem}),
        }
        for each in found
    ]


def ignore(_text: str, _share: float | None) -> None:
    """Show nothing."""
