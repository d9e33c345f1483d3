"""``image.models``, ``image.model_*``: models whose files are blobs of the image."""

from __future__ import annotations

import msgspec

from batos.wire.messages.request import Notice, Request, Response, Text

__all__ = [
    "AddModel",
    "CheckedFile",
    "CheckedFiles",
    "HeldFile",
    "HeldModelList",
    "ListHeldModels",
    "ModelFacts",
    "ModelStep",
    "RemoveModel",
    "VerifyModels",
]


class HeldFile(msgspec.Struct):
    """A file of a model.

    Attributes:
        size: Its bytes.
        sha256: Its checksum when it was taken in.
    """

    size: int
    sha256: str


class ModelFacts(Response):
    """A model in the image.

    Attributes:
        name: Its name.
        added: When it was taken in, ISO text in UTC.
        size: Bytes of its files.
        files: Its files by their names.
        folder: Where they can be used, on the machine of the kernel.
    """

    name: str
    added: str
    size: int
    files: dict[str, HeldFile]
    folder: str


class HeldModelList(Response):
    """The models in the image.

    Attributes:
        models: They, by name.
    """

    models: list[ModelFacts]


class CheckedFile(msgspec.Struct):
    """What became of the check of a file.

    Attributes:
        model: The model.
        file: The file.
        ok: Whether it is as it was taken in.
        problem: What is wrong with it otherwise.
    """

    model: str
    file: str
    ok: bool
    problem: str


class CheckedFiles(Response):
    """What became of a check.

    Attributes:
        files: A line for each file.
    """

    files: list[CheckedFile]


class ModelStep(Notice):
    """How far the work on a model is.

    Attributes:
        text: What is done.
        share: The share of it that is done.
    """

    TYPE = "image.model_step"

    text: str
    share: float


class ListHeldModels(Request[HeldModelList]):
    """List the models in the image."""

    TYPE = "image.models"


class AddModel(Request[ModelFacts]):
    """Take a file or a folder of the kernel's machine into the image as a model.

    Attributes:
        path: It.
        name: Name of the model; that of the file or folder where it is left out.
    """

    TYPE = "image.model_add"

    path: Text
    name: str = ""


class VerifyModels(Request[CheckedFiles]):
    """Read the files of models and compare their checksums.

    Attributes:
        name: The model; all of them where it is left out.
    """

    TYPE = "image.model_verify"

    name: str = ""


class RemoveModel(Request[ModelFacts]):
    """Let a model go; a pack gives its room back.

    Attributes:
        name: The model.
    """

    TYPE = "image.model_remove"

    name: Text
