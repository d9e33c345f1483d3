"""Installed packages made for one test: real ``dist-info`` folders on the path."""

from __future__ import annotations

import importlib
import importlib.metadata
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from batos.plugins import PluginSet, load_plugins


class Shelf:
    """A folder of installed packages, and nothing but those."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.modules: set[str] = set()

    def install(
        self,
        package: str,
        code: str,
        *,
        name: str | None = None,
        version: str = "1.0",
        requires: Sequence[str] = ("batos-core",),
    ) -> None:
        """Install a package with one plugin module; its entry point is named like the package."""
        module = package.replace("-", "_")
        self.modules.add(module)
        (self.folder / f"{module}.py").write_text(textwrap.dedent(code), encoding="utf-8")
        info = self.folder / f"{module}-{version}.dist-info"
        info.mkdir()
        lines = ["Metadata-Version: 2.1", f"Name: {package}", f"Version: {version}"]
        lines += [f"Requires-Dist: {requirement}" for requirement in requires]
        (info / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(
            f"[batos]\n{name or package} = {module}\n", encoding="utf-8"
        )

    def entry_points(self) -> list[importlib.metadata.EntryPoint]:
        """Return the entry points that the interpreter finds on this shelf."""
        return [
            entry
            for distribution in importlib.metadata.distributions(path=[str(self.folder)])
            for entry in distribution.entry_points
            if entry.group == "batos"
        ]

    def load(self, *args: Any, environ: Mapping[str, str] | None = None, **more: Any) -> PluginSet:
        """Load the plugins of this shelf alone."""
        return load_plugins(*args, entry_points=self.entry_points(), environ=environ or {}, **more)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    importlib.invalidate_caches()
    shelf = Shelf(folder)
    yield shelf
    for module in shelf.modules:
        sys.modules.pop(module, None)
