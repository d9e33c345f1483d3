"""The models and the adapters of one image: taken in, listed, checked and let go."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar

from persistent import Persistent

from batos.errors import ImageDamagedError, ImageError, UnknownNameError, UsageError
from batos.image.blobs import blob_file, store_file
from batos.image.models.drafts import ModelDraft, Tell, copied, drafts_in, file_digest, files_of
from batos.image.models.links import ADAPTERS, MODELS, drop, lay_out, links_folder
from batos.image.root import Root
from batos.image.session import Session

__all__ = ["HeldAdapters", "HeldModel", "HeldModels", "ModelFacts"]

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


class HeldModel(Persistent):
    """A model, or an adapter, in the image.

    Attributes:
        added: When it was taken in, ISO text in UTC.
        files: Size, sha256 and blob of each file, by its name within the model.
    """

    def __init__(self, added: str, files: dict[str, tuple[int, str, Any]]) -> None:
        self.added = added
        self.files = files


@dataclass(frozen=True, kw_only=True)
class ModelFacts:
    """A model, or an adapter, in the image, as plain data.

    Attributes:
        name: Its name.
        added: When it was taken in, ISO text in UTC.
        size: Bytes of its files.
        files: Size and sha256 of each file.
        folder: Where its links are.
    """

    name: str
    added: str
    size: int
    files: dict[str, dict[str, Any]]
    folder: str

    @property
    def digests(self) -> frozenset[str]:
        """The checksums of its files, which tell it from others whatever it is called."""
        return frozenset(str(each["sha256"]) for each in self.files.values())

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def _quiet(_what: str, _share: float) -> None:
    """Tell nobody."""


def _never() -> bool:
    return False


class HeldModels:
    """The models of an image that is open.

    Args:
        session: The image.

    Attributes:
        noun: What one of them is called.
        kind: Which container of the root they are in.
    """

    noun: ClassVar[str] = "model"
    kind: ClassVar[str] = MODELS
    removing: ClassVar[str] = "batos models remove image:{}"

    def __init__(self, session: Session) -> None:
        self._session = session

    def each(self) -> list[ModelFacts]:
        """Return the models, by name."""
        with self._session.read() as root:
            return [self._facts(name, held) for name, held in root.held(self.kind).items()]

    def add(
        self,
        source: Path,
        name: str = "",
        *,
        tell: Tell = _quiet,
        stopped: Callable[[], bool] = _never,
        user: str = "user",
    ) -> ModelFacts:
        """Take a file or a folder in as a model.

        The bytes are copied once, outside of any transaction; whatever ends that in the middle
        leaves nothing of it.

        Args:
            source: A file such as ``coder.gguf``, or a folder with the files of a model.
            name: Name of the model; that of the file or folder where it is left out.
            tell: Told how far it is.
            stopped: Whether to stop.
            user: On whose behalf.

        Raises:
            UsageError: There is no such file, or it cannot be called so.
            ImageError: There is no room for it, or it cannot be read or kept.
            CancelledError: It was stopped.
        """
        files = files_of(source)
        called = self._checked(name or _name_for(source))
        with self._session.read() as root:
            self._must_be_new(root, called)
        temporary = Path(self._session.database.storage.temporaryDirectory())
        with drafts_in(temporary) as folder:
            drafts = copied(files, folder, tell, stopped)

            def work(root: Root) -> None:
                self._must_be_new(root, called)
                added = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
                kept = {file: _kept(root, draft) for file, draft in drafts.items()}
                root.held(self.kind)[called] = HeldModel(added, kept)
                self._note_added(root, frozenset(each.sha256 for each in drafts.values()))

            self._session.change(work, note=f"The {self.noun} {called} is taken in", user=user)
            # Before the folder of drafts is free for another one, whose sweep would take the links.
            self.lay_out()
        return self._found(called)

    def remove(self, name: str, *, user: str = "user") -> ModelFacts:
        """Let a model go; a pack gives its room back.

        Raises:
            UnknownNameError: There is no such model.
        """
        facts = self._found(name)

        def work(root: Root) -> None:
            root.held(self.kind).pop(name, None)
            self._note_removed(root, facts.digests)

        self._session.change(work, note=f"The {self.noun} {name} is let go", user=user)
        drop(self._links, name)
        return facts

    def verify(
        self, name: str = "", *, tell: Tell = _quiet, stopped: Callable[[], bool] = _never
    ) -> list[dict[str, Any]]:
        """Read the files of a model, or of all, and compare their checksums.

        Returns:
            ``model``, ``file``, ``ok`` and ``problem`` of each file.

        Raises:
            UnknownNameError: There is no such model.
            CancelledError: It was stopped.
        """
        chosen = [self._found(name)] if name else self.each()
        total = sum(each.size for each in chosen) or 1
        done = 0

        def hear(count: int) -> None:
            nonlocal done
            done += count
            tell(f"reading {self.kind}", min(done / total, 1.0))

        rows = []
        for facts in chosen:
            for file, kept in facts.files.items():
                problem = ""
                try:
                    got = file_digest(self._blob(facts.name, file), hear, stopped)
                    if got != kept["sha256"]:
                        problem = f"its sha256 should be {kept['sha256']} and is {got}"
                except (ImageDamagedError, OSError) as error:
                    problem = str(error)
                rows.append(
                    {"model": facts.name, "file": file, "ok": not problem, "problem": problem}
                )
        return rows

    def lay_out(self) -> None:
        """Make the links by which the models are used; what is there and right stays.

        A file that is missing is left out: whoever wants the model is told then.

        Raises:
            ImageError: They cannot be made.
        """
        found: dict[str, dict[str, Path]] = {}
        with self._session.read() as root:
            for name, held in root.held(self.kind).items():
                found[name] = {}
                for file, (_, _, blob) in held.files.items():
                    try:
                        found[name][file] = blob_file(blob)
                    except ImageDamagedError:
                        continue
        lay_out(self._links, found)

    def digests(self, source: Path) -> frozenset[str]:
        """Return the checksums of files that are not taken in yet.

        Raises:
            UsageError: There are none.
        """
        files = files_of(source).values()
        return frozenset(file_digest(each, lambda _count: None, _never) for each in files)

    def _note_added(self, root: Root, digests: frozenset[str]) -> None:
        """Do nothing: only what is offered again at each start has to be told apart."""

    def _note_removed(self, root: Root, digests: frozenset[str]) -> None:
        """Do nothing; see :meth:`_note_added`."""

    def _found(self, name: str) -> ModelFacts:
        with self._session.read() as root:
            held = root.held(self.kind)
            if name not in held:
                raise UnknownNameError(
                    f"{self.noun} in the image", name, held, hint=f"'batos {self.kind}' lists them."
                )
            return self._facts(name, held[name])

    def _facts(self, name: str, held: HeldModel) -> ModelFacts:
        files = {
            file: {"size": size, "sha256": sha256} for file, (size, sha256, _) in held.files.items()
        }
        return ModelFacts(
            name=name,
            added=held.added,
            size=sum(size for size, _, _ in held.files.values()),
            files=files,
            folder=str(self._links / name),
        )

    def _blob(self, name: str, file: str) -> Path:
        with self._session.read() as root:
            return blob_file(root.held(self.kind)[name].files[file][2])

    @property
    def _links(self) -> Path:
        return links_folder(self._session.uri, self.kind)

    def _checked(self, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{_a(self.noun).capitalize()} cannot be called {name!r}.",
                hint="Give it a name of small letters, digits, dots and dashes: --name coder",
            )
        return name

    def _must_be_new(self, root: Root, name: str) -> None:
        if name in root.held(self.kind):
            raise ImageError(
                f"The image has {_a(self.noun)} {name!r} already.",
                hint=f"Choose another name, or remove it first: {self.removing.format(name)}",
            )


class HeldAdapters(HeldModels):
    """The LoRA adapters of an image that is open, kept as its models are."""

    noun = "adapter"
    kind = ADAPTERS
    removing = "batos adapters remove {}"

    def was_removed(self, digests: frozenset[str]) -> bool:
        """Return whether a person has let go of an adapter with these files, and not added it."""
        with self._session.read() as root:
            return tuple(sorted(digests)) in root.removed

    def _note_added(self, root: Root, digests: frozenset[str]) -> None:
        root.removed.pop(tuple(sorted(digests)), None)

    def _note_removed(self, root: Root, digests: frozenset[str]) -> None:
        removed = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        root.removed[tuple(sorted(digests))] = removed


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _name_for(source: Path) -> str:
    return (source.stem if source.is_file() else source.resolve().name).lower()


def _kept(root: Root, draft: ModelDraft) -> tuple[int, str, Any]:
    """Return what is kept of a file, its draft taken in under a second name.

    The transaction may run again, and the first try has moved what it was given.
    """
    again = draft.path.with_name(f"{draft.path.name}.in")
    again.unlink(missing_ok=True)
    try:
        os.link(draft.path, again)
    except OSError:  # a disk without second names
        blob = store_file(root.connection, draft.path)
    else:
        blob = store_file(root.connection, again, move=True)
    return draft.size, draft.sha256, blob
