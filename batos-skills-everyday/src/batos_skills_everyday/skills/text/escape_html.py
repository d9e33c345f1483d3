# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "escape_html"
# signature = "(self, text)"
# doc = "Escape the special characters of HTML in a text."
# also = ["make a text safe for a web page", "replace < > & by entities"]
# examples = [
#     { args = ["a < b & c"], result = "a &lt; b &amp; c" },
#     { args = ["<b>"], result = "&lt;b&gt;" },
#     { args = ["plain"], result = "plain" },
# ]
# ///
def escape_html(self, text):
    """Escape the special characters of HTML in a text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
