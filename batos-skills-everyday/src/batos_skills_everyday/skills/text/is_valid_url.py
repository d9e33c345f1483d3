# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "is_valid_url"
# signature = "(self, text)"
# doc = "Check whether a text is a web address."
# also = ["validate a url", "is this a link", "does it start with http"]
# examples = [
#     { args = ["https://example.com/page"], result = true },
#     { args = ["example"], result = false },
#     { args = ["http://a b.com"], result = false },
# ]
# ///
def is_valid_url(self, text):
    """Check whether a text is a web address."""
    return re.fullmatch(r"https?://[\w-]+(\.[\w-]+)+(:\d+)?(/\S*)?", text) is not None
