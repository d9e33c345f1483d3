# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "wrap_text"
# signature = "(self, text, width)"
# doc = "Wrap a text into lines of a given width."
# also = ["break long lines", "word wrap", "lines of at most n characters"]
# examples = [
#     { args = ["the quick brown fox", 10], result = "the quick\nbrown fox" },
#     { args = ["short", 10], result = "short" },
#     { args = ["", 10], result = "" },
# ]
# ///
def wrap_text(self, text, width):
    """Wrap a text into lines of a given width."""
    return "\n".join(textwrap.wrap(text, width))
