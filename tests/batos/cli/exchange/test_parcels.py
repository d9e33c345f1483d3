"""Whom a user trusts, and parcels cut into messages."""

import io
import sys

import pytest

from batos.cli.exchange.parcels import _batches, accepted_signer, check_new, print_report
from batos.config import Paths
from batos.errors import SignerUnknownError, TravelError, UsageError
from batos.exchange.manifest import Signer
from batos.exchange.parcel import sealed
from batos.exchange.signers import SignerBook
from batos.exchange.staging import LARGEST_PIECE


@pytest.fixture
def book(tmp_path):
    return SignerBook(Paths.find({"BATOS_HOME": str(tmp_path)}))


@pytest.fixture
def signer():
    return Signer()


@pytest.fixture
def parcel(signer):
    return sealed("skills", {"methods/a.py": b"x"}, signer)


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def say(monkeypatch):
    """Returns what answers at a terminal."""

    def answer(text):
        monkeypatch.setattr(sys, "stdin", Terminal(text))
        monkeypatch.setattr(sys, "stderr", Terminal())

    return answer


def accepted(parcel, book, **more):
    given = {"trust": "", "unsigned": False, "dry_run": False, **more}
    return accepted_signer(parcel, book, **given)


def test_the_own_key_needs_no_trust(book):
    assert accepted(sealed("skills", {}, book.own()), book) == book.own_public()


def test_a_new_signer_is_asked_about_at_a_terminal(book, parcel, signer, say):
    say("no\n")
    with pytest.raises(SignerUnknownError, match="not said to trust"):
        accepted(parcel, book)
    assert book.known() == {}
    say("yes\n")
    assert accepted(parcel, book) == signer.public
    assert list(book.known()) == [signer.public]
    say("")
    assert accepted(parcel, book) == signer.public


def test_nobody_is_asked_where_nobody_can_answer(book, parcel, signer):
    with pytest.raises(SignerUnknownError) as caught:
        accepted(parcel, book)
    assert signer.public in caught.value.hint


def test_a_dry_run_trusts_nobody_for_later(book, parcel, signer):
    assert accepted(parcel, book, trust=signer.public, dry_run=True) == signer.public
    assert book.known() == {}


def test_a_parcel_without_a_signature_needs_a_word(book):
    bare = sealed("skills", {}, None)
    with pytest.raises(TravelError, match="not signed"):
        accepted(bare, book)
    assert accepted(bare, book, unsigned=True) == ""


def test_messages_are_cut_where_they_are_full():
    sizes = [LARGEST_PIECE, 1, LARGEST_PIECE - 1, 1, 0, 0]
    found = list(_batches(list(range(6)), sizes))
    assert found == [[0], [1, 2], [3, 4, 5]]
    assert [len(each) for each in _batches(list(range(1001)), [0] * 1001)] == [500, 500, 1]
    assert list(_batches([], [])) == []


def test_only_a_new_or_empty_folder_is_written_to(tmp_path):
    check_new(tmp_path / "new")
    (tmp_path / "empty").mkdir()
    check_new(tmp_path / "empty")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    for name in ("", "gone"):
        with pytest.raises(UsageError):
            check_new(tmp_path / name)


def test_texts_of_others_do_not_steer_the_terminal(capfd):
    row = {
        "address": "genesis.a",
        "status": "conflict",
        "examples": 0,
        "reason": "\x1b[2J",
        "diff": "-a\n+\x1b[31m\x07b",
        "warnings": ["\x9b1m"],
    }
    report = {"rows": [row], "warnings": [], "dry_run": False, "installed": 0, "whole": False}
    assert print_report(report, as_json=False, what="methods") == 1
    out, err = capfd.readouterr()
    assert not set(out + err) & {"\x1b", "\x07", "\x9b"}
