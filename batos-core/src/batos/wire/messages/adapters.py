"""``image.adapters``, ``image.adapter_*``: LoRA adapters whose files are blobs of the image."""

from __future__ import annotations

from batos.wire.messages.models import CheckedFiles, HeldFile
from batos.wire.messages.request import Request, Response, Text

__all__ = [
    "AdapterAttached",
    "AdapterFacts",
    "AddAdapter",
    "AttachAdapter",
    "DetachAdapter",
    "HeldAdapterList",
    "ListAdapters",
    "RemoveAdapter",
    "VerifyAdapters",
]


class AdapterFacts(Response):
    """An adapter in the image.

    Attributes:
        name: Its name.
        added: When it was taken in, ISO text in UTC.
        size: Bytes of its files.
        files: Its files by their names.
        folder: Where they can be used, on the machine of the kernel.
        kind: Its form: ``peft``, ``safetensors`` or ``gguf``; empty where it is damaged.
        base_model: The model that it says it was made for.
        rank: Its rank.
        alpha: Its scale times its rank.
        problem: What is wrong with its files; empty where nothing is.
        personas: Who answers through it.
    """

    name: str
    added: str
    size: int
    files: dict[str, HeldFile]
    folder: str
    kind: str
    base_model: str
    rank: int
    alpha: float
    problem: str
    personas: list[str]


class HeldAdapterList(Response):
    """The adapters in the image.

    Attributes:
        adapters: They, by name.
    """

    adapters: list[AdapterFacts]


class AdapterAttached(Response):
    """That a persona answers through an adapter from now on, or does so no more.

    Attributes:
        adapter: The adapter.
        persona: The persona.
        remark: What a person should know besides; empty where nothing.
    """

    adapter: str
    persona: str
    remark: str = ""


class ListAdapters(Request[HeldAdapterList]):
    """List the adapters in the image."""

    TYPE = "image.adapters"


class AddAdapter(Request[AdapterFacts]):
    """Take an adapter of the kernel's machine into the image.

    Attributes:
        path: A folder as PEFT saves one, a safetensors file, or a GGUF file.
        name: Name of the adapter; that of the file or folder where it is left out.
    """

    TYPE = "image.adapter_add"

    path: Text
    name: str = ""


class AttachAdapter(Request[AdapterAttached]):
    """Have a persona answer through an adapter; it is tried on the persona's model before.

    Attributes:
        adapter: The adapter.
        persona: The persona.
    """

    TYPE = "image.adapter_attach"

    adapter: Text
    persona: Text


class DetachAdapter(Request[AdapterAttached]):
    """Have a persona answer through no adapter any more.

    Attributes:
        persona: The persona.
    """

    TYPE = "image.adapter_detach"

    persona: Text


class RemoveAdapter(Request[AdapterFacts]):
    """Let an adapter go that no persona answers through; a pack gives its room back.

    Attributes:
        name: The adapter.
    """

    TYPE = "image.adapter_remove"

    name: Text


class VerifyAdapters(Request[CheckedFiles]):
    """Read the files of adapters and compare their checksums.

    Attributes:
        name: The adapter; all of them where it is left out.
    """

    TYPE = "image.adapter_verify"

    name: str = ""
