"""Fixtures: wheels of another version, made without a network, and homes to upgrade."""

import sysconfig
import zipfile

import pytest

NEXT = "0.1.0+next"
"""A version of its own that every plugin of this one takes for the version it wants."""


def wheel(folder, name, version, files):
    """Write a wheel with some files in it; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    whole = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": (
            "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        ),
    }
    listed = "".join(f"{path},,\n" for path in (*whole, f"{info}/RECORD"))
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name_, text in {**whole, f"{info}/RECORD": listed}.items():
            archive.writestr(name_, text)
    return path


def core(folder, version=NEXT, prelude=""):
    """Write a wheel of the core that takes everything from the environment of the tests.

    Args:
        folder: Where to.
        version: Its version.
        prelude: What it does at every start of its interpreter.
    """
    here = sysconfig.get_path("purelib")
    lines = [f"import site; site.addsitedir({here!r})", *([prelude] if prelude else [])]
    return wheel(folder, "batos-core", version, {"zz_batos.pth": "\n".join(lines) + "\n"})


class Wheels:
    """What tests take from here."""

    NEXT = NEXT
    core = staticmethod(core)
    wheel = staticmethod(wheel)


@pytest.fixture(scope="session")
def wheels():
    return Wheels


@pytest.fixture(scope="session")
def h(system_harness):
    """The helpers of whole systems."""
    return system_harness
