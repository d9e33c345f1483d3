"""The manifest, and the signature over it."""

import pytest

from batos.errors import TravelError
from batos.exchange.manifest import Manifest, Signer, is_member_path, is_signer, verify

FILES = {"methods/genesis.a.py": b"a", "methods/genesis.b.py": b""}


def test_a_manifest_comes_back_from_its_text():
    manifest = Manifest.of("skills", FILES, Signer().public)
    assert Manifest.from_bytes(manifest.to_bytes()) == manifest
    assert [entry.size for entry in manifest.files] == [1, 0]


def test_a_signature_is_of_one_key_and_one_text():
    signer, other = Signer(), Signer()
    text = Manifest.of("skills", FILES, signer.public).to_bytes()
    signature = signer.sign(text)
    verify(text, signature, signer.public)
    verify(text, Signer(signer.secret).sign(text), signer.public)
    for args in [
        (text + b" ", signature, signer.public),
        (text, signature, other.public),
        (text, other.sign(text), signer.public),
    ]:
        with pytest.raises(TravelError, match="does not belong to"):
            verify(*args)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:40],
        lambda text: text[:-5] + b"\n",
        lambda text: text.removeprefix(b"ed25519:"),
        lambda _: b"",
        lambda _: b"\xff\xfe",
        lambda _: b"ed25519:",
        lambda text: text.replace(b"=", b"!"),
        lambda text: text + text,
    ],
)
def test_a_damaged_signature_is_refused(damage):
    signer = Signer()
    with pytest.raises(TravelError, match=r"manifest.toml.sig"):
        verify(b"text", damage(signer.sign(b"text")), signer.public)


@pytest.mark.parametrize(
    "path",
    [
        "../x.py",
        "methods/../x.py",
        "methods/..py",
        "methods/.x.py",
        "/etc/passwd",
        "methods//x.py",
        "methods/a/b.py",
        "methods\\x.py",
        "C:/x.py",
        "methods/x.toml",
        "methods/x.py\n",
        "methods/\u202ex.py",
        "methods/\uff58.py",
        "methods/x.py\x00",
        "objects/x.py",
        "other/x.py",
        "x.py",
        "manifest.toml",
        f"methods/{'x' * 300}.py",
        "",
        7,
        None,
    ],
    ids=repr,
)
def test_paths_that_lead_elsewhere_are_no_members(path):
    assert not is_member_path(path)


@pytest.mark.parametrize(
    "text", ["", "ed25519:", "ed25519:AAAA", "rsa:" + "A" * 44, f"ed25519:{'A' * 43}==", 5]
)
def test_what_is_no_key_is_no_signer(text):
    assert not is_signer(text)
    assert is_signer(Signer().public)


HEAD = 'format = 1\nkind = "skills"\nbatos = "1"\ncreated = "now"\n'
ENTRY = '[[files]]\npath = "methods/a.py"\nsha256 = "' + "0" * 64 + '"\nsize = 1\n'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "format None"),
        (b"\xff", "not UTF-8"),
        (b"a = ", "not valid TOML"),
        (b"a = " + b"[" * 5000, "not valid TOML"),
        (b"a = 1\na = 2", "not valid TOML"),
        (HEAD.replace("1", "2").encode(), "format 2"),
        (HEAD.replace("skills", "pickles").encode(), "'kind'"),
        ((HEAD + "more = 1\n").encode(), "'more'"),
        ((HEAD + "files = 3\n").encode(), "'files'"),
        ((HEAD + ENTRY.replace("size = 1", "size = nan")).encode(), "size"),
        ((HEAD + ENTRY.replace("size = 1", "size = -1")).encode(), "size"),
        ((HEAD + ENTRY.replace("size = 1", "size = true")).encode(), "size"),
        ((HEAD + ENTRY.replace("0" * 64, "0" * 63)).encode(), "sha256"),
        ((HEAD + ENTRY.replace("methods/a.py", "../a.py")).encode(), "no file of a parcel"),
        ((HEAD + ENTRY.replace("methods/a.py", "/a.py")).encode(), "no file of a parcel"),
        ((HEAD + ENTRY.replace("methods/a.py", "objects/a.toml")).encode(), "parcel of methods"),
        ((HEAD + ENTRY + ENTRY).encode(), "twice"),
        ((HEAD + ENTRY + ENTRY.replace("a.py", "A.py")).encode(), "twice"),
        ((HEAD + 'signer = "me"\n').encode(), "no public key"),
    ],
)
def test_a_manifest_that_is_none_is_refused_with_its_reason(text, reason):
    with pytest.raises(TravelError, match=reason) as error:
        Manifest.from_bytes(text)
    assert "manifest.toml" in error.value.message
