"""The own signing key, and whom a user trusts."""

import os

import pytest

from batos.config import Paths
from batos.errors import ConfigError, KeyRefusedError, UsageError
from batos.exchange.manifest import Signer
from batos.exchange.signers import SignerBook


@pytest.fixture
def book(tmp_path):
    return SignerBook(Paths.find({"BATOS_HOME": str(tmp_path)}))


def test_the_own_key_is_made_once_and_trusted(book):
    assert book.own_public() == ""
    first = book.own()
    assert book.own().public == first.public == book.own_public()
    assert book.is_known(first.public)
    assert book.known() == {}


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_the_own_key_is_for_its_owner_only(book):
    book.own()
    assert book.key_file.stat().st_mode & 0o777 == 0o600
    assert book.key_file.parent.stat().st_mode & 0o777 == 0o700
    book.key_file.chmod(0o644)
    with pytest.raises(KeyRefusedError, match="open to other users"):
        book.own()


@pytest.mark.parametrize("text", ["", "AAAA\n", "not base64!\n", "A" * 44])
def test_a_damaged_key_is_not_replaced_in_silence(book, text):
    book.own()
    book.key_file.write_text(text, "ascii")
    with pytest.raises(KeyRefusedError, match="damaged"):
        book.own()
    assert not book.is_known(Signer().public)


def test_known_signers_are_kept_a_line_each(book):
    one, two = Signer().public, Signer().public
    for key in (one, two, one):
        book.trust(key)
    assert list(book.known()) == [one, two]
    assert book.is_known(one)
    assert not book.is_known(Signer().public)
    assert not book.is_known("")
    assert len(book.known_file.read_text("utf-8").splitlines()) == 2


def test_a_person_may_edit_the_list(book):
    key, other = Signer().public, Signer().public
    book.known_file.parent.mkdir(parents=True)
    book.known_file.write_text(f"# friends\n\n{key}\nnonsense here\ned25519:AAAA", "utf-8")
    assert book.known() == {key: ""}
    book.trust(other)
    assert list(book.known()) == [key, other]
    assert book.known_file.read_text("utf-8").startswith("# friends\n")


def test_what_is_no_key_is_not_trusted(book):
    with pytest.raises(UsageError, match="no public key"):
        book.trust("me")
    assert not book.known_file.exists()


def test_a_list_that_cannot_be_read_is_told(book):
    book.known_file.parent.mkdir(parents=True)
    book.known_file.write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="cannot be read"):
        book.known()
