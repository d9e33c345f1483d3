"""PDFs are read in a child, and one that does harm ends in a sentence."""

import zlib

import pytest

from batos.errors import CancelledError, UsageError
from batos.memory.documents import pdf as reading
from batos.memory.documents.pdf import pdf_pages

from .pdfs import pdf


def heedless(_far):
    pass


def test_the_text_of_each_page_is_read():
    assert (
        pdf_pages("a.pdf", pdf("Hello from a page.", pages=2), heedless)
        == ["Hello from a page."] * 2
    )


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.4\n" + b"\x00\xff junk" * 500, pdf("cut")[:200], b"%PDF-1.7"],
    ids=["junk", "cut", "nothing"],
)
def test_what_is_damaged_is_refused(content):
    with pytest.raises(UsageError, match=r"The PDF 'b\.pdf' cannot be read: ") as caught:
        pdf_pages("b.pdf", content, heedless)
    assert caught.value.hint


def test_one_that_unpacks_to_gigabytes_is_refused():
    bomb = zlib.compress(zlib.compress(b" " * (1 << 30)))
    content = pdf("", content=bomb, extra=b"/Filter [/FlateDecode /FlateDecode]")
    assert len(content) < 1 << 20
    with pytest.raises(UsageError, match="cannot be read"):
        assert pdf_pages("bomb.pdf", content, heedless) == []


def test_one_with_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_PAGES", 2)
    with pytest.raises(UsageError, match="it has 3 pages, and 2 are read at most"):
        pdf_pages("long.pdf", pdf("a", pages=3), heedless)


def test_how_long_it_takes_is_told_and_it_can_be_ended():
    def stop(far):
        raise CancelledError(far)

    with pytest.raises(CancelledError, match=r"^\d+ s$"):
        pdf_pages("a.pdf", pdf("a"), stop)
