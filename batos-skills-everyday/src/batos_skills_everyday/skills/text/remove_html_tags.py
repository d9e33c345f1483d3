# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "remove_html_tags"
# signature = "(self, text)"
# doc = "Remove the HTML tags from a text."
# also = ["strip markup", "plain text of a web page", "delete everything in angle brackets"]
# examples = [
#     { args = ["<p>Hello <b>you</b></p>"], result = "Hello you" },
#     { args = ["no tags"], result = "no tags" },
#     { args = ["<br/>"], result = "" },
# ]
# ///
def remove_html_tags(self, text):
    """Remove the HTML tags from a text."""
    return re.sub(r"<[^>]+>", "", text)
