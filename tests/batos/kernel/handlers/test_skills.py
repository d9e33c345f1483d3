"""Parcels over the wire's own codec, between an image and the command line's half."""

import contextlib
import os

import pytest
from ZODB.blob import Blob

from batos.cli.exchange.parcels import fetched, take
from batos.config import load_config
from batos.errors import TravelError, UsageError
from batos.exchange.manifest import Signer
from batos.exchange.parcel import sealed
from batos.exchange.staging import LARGEST_PIECE
from batos.inference import LocalThinker
from batos.kernel.handlers.skills import ROUTES
from batos.living import LivingImage
from batos.objects import UvmObject
from batos.plugins import PluginSet
from batos.testing import ScriptedBackend
from batos.wire.codec import decode_body, encode_body
from batos.wire.messages.frame import MAX_BODY, MAX_WORKER_BODY
from batos.wire.messages.request import answered
from batos.wire.messages.skills import (
    BeginTransfer,
    ExportObjects,
    ImportObjects,
    ImportSkills,
    WritePieces,
    WrittenPiece,
)


class Job:
    cancelled = False


class Client:
    """Answers requests as an image worker would, within the limits of the wire."""

    def __init__(self, image):
        self.image = image
        self.asked = []
        self.routes = {route.type: route for route in ROUTES}

    def request(self, asked, **_options):
        return answered(asked, self.call(asked.TYPE, asked))

    def call(self, kind, body):
        raw = encode_body(body)
        assert len(raw) <= MAX_BODY
        self.asked.append(kind)
        answer = encode_body(self.routes[kind].run(self.image, decode_body(raw), Job()))
        return decode_body(answer, MAX_WORKER_BODY)


@pytest.fixture
def make(tmp_path):
    """Opens images, each in a home of its own."""
    with contextlib.ExitStack() as stack:

        def open_image(name):
            loaded = load_config(environ={"BATOS_HOME": str(tmp_path / name)})
            loaded.paths.make()
            thinker = LocalThinker({"main": ScriptedBackend(())}, {"default": "main"}, retries=0)
            image = LivingImage.open(loaded=loaded, thinker=thinker, plugins=PluginSet([]))
            stack.callback(image.close)
            return Client(image)

        yield open_image


def test_blobs_larger_than_a_message_travel_whole(make):
    here, there, signer = make("here"), make("there"), Signer()
    pictures = [os.urandom(3 * LARGEST_PIECE + 7), b"", os.urandom(LARGEST_PIECE)]

    def work(root):
        album = root.add("album", UvmObject(parents=(root.find("traits"),)))
        blobs = []
        for data in pictures:
            blob = Blob()
            root.connection.add(blob)
            with blob.open("w") as file:
                file.write(data)
            blobs.append(blob)
        album.pictures = blobs

    there.image.session.change(work, note="test")
    answer = there.request(ExportObjects(["album"]))
    files = fetched(there, answer)
    assert there.asked.count("skills.read") >= 5
    parcel = sealed("objects", files, signer)
    report = take(
        here,
        parcel,
        lambda transfer: ImportObjects(
            transfer=transfer, signer=signer.public, renames={"album": "photos"}
        ),
    )
    assert report["whole"], report
    with here.image.session.read() as root:
        found = []
        for blob in root.find("photos").pictures:
            with blob.open("r") as file:
                found.append(file.read())
    assert found == pictures
    for client in (here, there):
        assert list(client.image.skills.transfers.folder.iterdir()) == []


def test_a_worker_checks_everything_again(make):
    here, signer = make("here"), Signer()
    parcel = sealed("skills", {"methods/x.py": b"x"}, signer)
    transfer = here.request(BeginTransfer()).transfer
    members = parcel.members

    def put(files):
        here.request(WritePieces(transfer, [WrittenPiece(*each) for each in files.items()]))

    asked = ImportSkills(transfer=transfer, signer=signer.public)
    with pytest.raises(UsageError, match="no parcel"):
        here.request(asked)
    put({**members, "methods/x.py": b"y"})
    with pytest.raises(TravelError, match="sha256"):
        here.request(asked)
    put(members)
    with pytest.raises(TravelError, match="does not begin"):
        here.request(asked)
    with pytest.raises(TravelError, match="not signed by the key"):
        here.request(ImportSkills(transfer=transfer))
    put({"manifest.toml.sig": b"ed25519:" + b"A" * 80})
    with pytest.raises(TravelError, match=r"manifest\.toml\.sig"):
        here.request(asked)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("skills.list", {"all": "yes"}),
        ("skills.export", {"addresses": [7]}),
        ("skills.export", {"addresses": "genesis"}),
        ("skills.export_objects", {"names": [""]}),
        ("skills.export_objects", {}),
        ("skills.write", {}),
        ("skills.write", {"transfer": "x", "pieces": []}),
        ("skills.write", {"transfer": "x", "pieces": [7]}),
        ("skills.write", {"transfer": "x", "pieces": [{"path": "methods/a.py", "data": "text"}]}),
        ("skills.read", {"transfer": "x", "pieces": [7]}),
        ("skills.read", {"transfer": "x", "pieces": [{"path": "methods/a.py", "offset": -1}]}),
        ("skills.read", {"transfer": "../../..", "pieces": [{"path": "methods/a.py"}]}),
        ("skills.end", {}),
        ("skills.import", {}),
        ("skills.import", {"transfer": "/etc"}),
        ("skills.import_objects", {"transfer": "x", "renames": {"a": 1}}),
        ("skills.import_objects", {"transfer": "x", "renames": [1]}),
    ],
)
def test_a_body_that_is_wrong_is_told(make, kind, body):
    with pytest.raises(UsageError):
        make("here").call(kind, body)
