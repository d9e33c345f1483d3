"""What every part of the kit stands on: the persona, found as users find it, and images for it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from batos.config import load_config
from batos.inference import LocalThinker, prompt_text
from batos.learning.model.outcome import Reply
from batos.living import LivingImage
from batos.plugins import PersonaSpec, PluginSet, load_plugins
from batos.testing.backends import ScriptedBackend
from batos.testing.personas.company import Company, Model, company_of

__all__ = ["Inhabited", "PersonaBase", "opened", "speakers"]


@dataclass(frozen=True)
class Inhabited:
    """An image in which the persona lives, in company.

    Attributes:
        image: The image.
        model: What answers in it.
        backend: Keeps what was asked.
    """

    image: LivingImage
    model: Model
    backend: ScriptedBackend

    def asked(self) -> list[str]:
        """Return the prompts since the last call."""
        texts = [prompt_text(request) for request in self.backend.requests]
        self.backend.requests.clear()
        return texts


class PersonaBase:
    """The fixtures and attributes of a suite; see :class:`batos.testing.PersonaSuite`."""

    name: ClassVar[str] = ""
    plugin: ClassVar[str] = ""

    @pytest.fixture(scope="class")
    @classmethod
    def spec(cls) -> PersonaSpec:
        """The persona as its installed package contributes it."""
        plugin = cls.plugin or cls.name
        found = installed(plugin)
        specs = {spec.name: spec for spec in found.personas()}
        if cls.name not in specs:
            told = {info.name: f"It is {info.state}: {info.reason}." for info in found.listing()}
            why = told.get(plugin, "There is none of that name.")
            pytest.fail(f"The plugin {plugin!r} brings no persona {cls.name!r}. {why}")
        return specs[cls.name]

    @pytest.fixture(scope="class")
    @classmethod
    def plugins(cls, spec: PersonaSpec) -> PluginSet:
        """The plugin of the persona, whole, and the company that it needs."""
        return installed(cls.plugin or cls.name, company_of(spec))

    @pytest.fixture(scope="class")
    @classmethod
    def house(
        cls, spec: PersonaSpec, plugins: PluginSet, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[Inhabited]:
        """An image for all tests that leave it as it is."""
        with opened(tmp_path_factory.mktemp("house"), plugins, Model(spec.name)) as found:
            yield found


def installed(plugin: str, company: Company | None = None) -> PluginSet:
    """Return an installed plugin alone, found by its entry point, with company if need be."""
    own = {"company": company} if company is not None else {}
    return load_plugins([plugin], own=own, environ={})


@contextlib.contextmanager
def opened(folder: Path, plugins: PluginSet, model: Model) -> Iterator[Inhabited]:
    """Open the image of a folder, which is made the first time."""
    backend = ScriptedBackend(model, context_window=1 << 14)
    environ = {"BATOS_HOME": str(folder), "BATOS_CACHE": str(folder / "cache")}
    image = LivingImage.open(
        loaded=load_config({}, environ),
        thinker=LocalThinker({"kit": backend}, {"default": "kit"}, retries=0),
        plugins=plugins,
    )
    with image:
        yield Inhabited(image, model, backend)


def speakers(reply: Reply) -> list[str]:
    """Return who speaks in an answer, in order."""
    if reply.persona:
        return [reply.persona]
    heads = [part.partition(":")[0].partition(" ")[0] for part in reply.text.split("\n\n")]
    return [head.lower() for head in heads if head.isupper()]
