"""Markdown as one piece of content."""

from textual.app import App
from textual.widgets import Static

from batos_client.parlor.widgets.laid_markdown import LaidMarkdown

TEXT = """\
# Head

A *list* with `code` and [a link](https://example.org):

- one thing that is as long as it takes to be broken somewhere
- two

```python
def f(x):
    return x
```
"""


def laid(p, width):
    found = []

    @p.on_a_loop
    async def run():
        class Alone(App):
            def compose(self):
                yield Static(LaidMarkdown(TEXT))

        async with Alone().run_test():
            found.append(LaidMarkdown(TEXT).at(width))

    run()
    return found[0]


def test_it_is_laid_out_at_a_width(p):
    lines = laid(p, 40).plain.split("\n")
    assert lines[0] == "Head"
    assert "A list with code and a link" in lines
    assert " • one thing that is as long as it takes" in lines
    assert "   to be broken somewhere" in lines
    assert all(len(line) <= 40 for line in lines)


def test_where_a_link_goes_to_is_shown(p):
    assert "(https://example.org)" in laid(p, 80).plain


def test_what_is_marked_has_a_style(p):
    content = laid(p, 80)
    marked = {content.plain[span.start : span.end].strip() for span in content.spans}
    assert {"Head", "list", "code", "def"} <= marked
