# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "slugify"
# signature = "(self, text)"
# doc = "Turn a title into a slug for a web address."
# also = [
#     "url friendly text",
#     "lowercase words joined by hyphens without punctuation",
#     "permalink",
# ]
# examples = [
#     { args = ["Hello, World!"], result = "hello-world" },
#     { args = ["  10 Tips & Tricks "], result = "10-tips-tricks" },
#     { args = [""], result = "" },
# ]
# ///
def slugify(self, text):
    """Turn a title into a slug for a web address."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))
