"""Documents, and what a search hands out of them."""

from batos.memory import Document, Hit


def test_the_source_of_a_method_is_code_and_no_document():
    method = Document("m", "method", "Reverse.", "", {"source": "def r(self): ...", "verified": 3})
    page = Document("d", "document", "Roses", "red", {"source": "garden.md", "year": 2024})
    assert method.facets == {("verified", "3")}
    assert page.facets == {("source", "garden.md"), ("year", "2024")}
    assert (Hit.of(method, 1.0).source, Hit.of(page, 1.0).source) == ("", "garden.md")


def test_what_is_indexed_is_title_and_text():
    assert Document("d", "document", "Roses", "red").content == "Roses\nred"
