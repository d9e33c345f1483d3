"""Keys and who may read them."""

import os

import pytest

from batos.errors import KeyRefusedError
from batos.wire.keys import KeyRing, write_private

pytestmark = pytest.mark.skipif(os.name != "posix", reason="file modes")


def test_keys_are_made_once_and_for_their_owner_only(tmp_path):
    ring = KeyRing(tmp_path / "keys")
    ring.ensure()
    first = [ring.load(role) for role in ("kernel", "client", "worker")]
    assert len({pair.public for pair in first}) == 3
    ring.ensure()
    assert [ring.load(role) for role in ("kernel", "client", "worker")] == first
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert all(f.stat().st_mode & 0o777 == 0o600 for f in (tmp_path / "keys").iterdir())
    assert first[0].secret not in repr(first[0])


def test_a_key_that_others_can_read_is_refused(tmp_path):
    ring = KeyRing(tmp_path / "keys")
    ring.ensure()
    (tmp_path / "keys" / "client.key").chmod(0o640)
    with pytest.raises(KeyRefusedError, match="open to other users") as caught:
        ring.load("client")
    assert "chmod 600" in caught.value.hint
    (tmp_path / "keys" / "client.key").chmod(0o600)
    (tmp_path / "keys").chmod(0o711)
    with pytest.raises(KeyRefusedError, match="open to other users"):
        ring.load("client")


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"public": "x", "secret": "y"}', '{"public": 1}']
)
def test_a_damaged_key_says_what_to_do(tmp_path, text):
    ring = KeyRing(tmp_path / "keys")
    ring.ensure()
    write_private(tmp_path / "keys" / "client.key", text)
    with pytest.raises(KeyRefusedError, match="damaged") as caught:
        ring.load("client")
    assert "Delete it" in caught.value.hint


def test_a_missing_key_says_who_makes_it(tmp_path):
    with pytest.raises(KeyRefusedError, match="cannot be read") as caught:
        KeyRing(tmp_path).load("client")
    assert "batos up" in caught.value.hint


def test_a_private_file_is_replaced_in_one_step(tmp_path):
    path = tmp_path / "file"
    write_private(path, "one")
    write_private(path, "two")
    assert path.read_text() == "two"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
