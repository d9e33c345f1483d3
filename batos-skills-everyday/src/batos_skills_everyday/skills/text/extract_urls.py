# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "extract_urls"
# signature = "(self, text)"
# doc = "Extract the web addresses from a text."
# also = ["find all links in a string", "list the urls of a message"]
# examples = [
#     { args = ["see https://example.com/a and http://b.org now"], result = ["https://example.com/a", "http://b.org"] },
#     { args = ["https://x.io"], result = ["https://x.io"] },
#     { args = ["none"], result = [] },
# ]
# ///
def extract_urls(self, text):
    """Extract the web addresses from a text."""
    return re.findall(r"https?://\S+", text)
