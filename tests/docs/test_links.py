"""Every link inside of the repository leads somewhere."""

import re

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)


def _anchors(text):
    found = set()
    for heading in _HEADING.findall(text):
        plain = re.sub(r"[^\w\- ]", "", heading.strip().lower())
        found.add(plain.replace(" ", "-"))
    return found


def test_every_link_leads_somewhere(page, read):
    for target in _LINK.findall(read.outside_of_blocks(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{target} leads nowhere"
        if anchor:
            assert anchor in _anchors(file.read_text("utf-8")), f"{target}: no such heading"


def test_every_page_can_be_reached_from_the_first(root, read):
    seen, waiting = set(), [root / "docs" / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        for target in _LINK.findall(read.outside_of_blocks(page)):
            path = target.partition("#")[0]
            if path.endswith(".md") and ":" not in path:
                waiting.append((page.parent / path).resolve())
    assert set(root.glob("docs/**/*.md")) <= seen
