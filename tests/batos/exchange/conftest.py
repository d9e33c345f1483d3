"""Fixtures: two images, a signer, and parcels to spoil."""

import hashlib
import re
from pathlib import Path

import pytest

from batos.exchange.manifest import MANIFEST, SIGNATURE, Manifest, Signer
from batos.exchange.parcel import read_parcel, sealed, write_parcel
from batos.exchange.reports import ImportOptions
from batos.guardian.audit.audit import audit
from batos.image import history
from batos.objects import Method


def method(source, examples=(), **provenance):
    """Return a method that was learned."""
    verdict = audit(source)
    assert verdict.accepted, verdict.findings
    return Method(
        selector=verdict.selector,
        source=source,
        signature=verdict.signature,
        doc=verdict.doc or f"{verdict.selector} something",
        mutator=verdict.mutator,
        examples=tuple(examples),
        provenance={"origin": "written", "mission": "a test", **provenance},
        verdict=verdict.to_plain(),
    )


def teach(image, source, examples=(), receiver="genesis", **provenance):
    """Have an object of an image know a method."""
    image.session.change(
        lambda root: history.install(
            root, root.find(receiver), method(source, examples, **provenance), user="test"
        ),
        note="test",
    )


TWICE = "def twice(self, x):\n    return x * 2\n"
AFTER = "def after_twice(self, x):\n    return self.twice(x) + 1\n"


def example(*args, **more):
    return {"args": list(args), "origin": "user", **more}


class Folder:
    """A parcel in a folder, to be spoiled.

    Attributes:
        path: The folder.
        signer: Who signs it.
    """

    def __init__(self, path: Path, signer: Signer) -> None:
        self.path = path
        self.signer = signer

    def file(self, name=""):
        """Return a file of it by a part of its name, or its first method."""
        files = sorted(self.path.glob("*/*"))
        return next(each for each in files if name in each.name)

    def rewrite(self, change, name=""):
        """Change the text of a file, and seal the parcel again as its owner could."""
        path = self.file(name)
        path.write_bytes(change(path.read_bytes().decode()).encode())
        self.seal()

    def resource(self, source, name=""):
        """Put another source into a file, and its digest into the front matter."""
        digest = hashlib.sha256(source.encode()).hexdigest()

        def change(text):
            head = text.partition("# ///\n")[0] + "# ///\n"
            return re.sub(r"(?m)^# sha256 = .*$", f'# sha256 = "{digest}"', head, count=1) + source

        self.rewrite(change, name)

    def seal(self):
        """Write manifest and signature anew for what is in the folder."""
        files = {
            each.relative_to(self.path).as_posix(): each.read_bytes()
            for each in self.path.glob("*/*")
        }
        kind = Manifest.from_bytes((self.path / MANIFEST).read_bytes()).kind
        self.manifest(Manifest.of(kind, files, self.signer.public).to_bytes())

    def manifest(self, text):
        """Write a manifest as it stands, and sign it."""
        (self.path / MANIFEST).write_bytes(text)
        (self.path / SIGNATURE).write_bytes(self.signer.sign(text))

    def read(self):
        return read_parcel(self.path)


class Travel:
    """What tests take from here; a conftest cannot be imported by name."""

    AFTER = AFTER
    TWICE = TWICE
    example = staticmethod(example)
    method = staticmethod(method)
    teach = staticmethod(teach)

    def __init__(self, home, tmp_path):
        self.home = home
        self.tmp_path = tmp_path
        self.signer = Signer()

    def image(self, name="here", **settings):
        """Open an image of its own."""
        return self.home.open(uri=(self.tmp_path / f"{name}.fs").as_uri(), **settings)

    def packed(self, files, kind="skills", name="parcel"):
        """Return a folder with a parcel of files."""
        write_parcel(sealed(kind, files, self.signer), self.tmp_path / name)
        return Folder(self.tmp_path / name, self.signer)

    def exported(self, image, *addresses, name="parcel", **options):
        return self.packed(image.skills.export(addresses, **options).files, name=name)

    def graph(self, image, *names, name="graph"):
        return self.packed(image.skills.export_objects(names).files, "objects", name)

    def options(self, **more):
        return ImportOptions(signer=self.signer.public, **more)

    def take(self, image, folder, **options):
        return image.skills.take(folder.read(), self.options(**options))

    def take_objects(self, image, folder, renames=None, **options):
        return image.skills.take_objects(folder.read(), self.options(**options), renames)


@pytest.fixture
def t(home, tmp_path):
    """Images, parcels and methods for tests of travel."""
    return Travel(home, tmp_path)
