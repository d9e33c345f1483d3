# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "remove_emoji"
# signature = "(self, text)"
# doc = "Remove emoji and other symbols that are not plain text."
# also = ["clean a message from smileys", "drop pictures and icons from a string"]
# examples = [
#     { args = ["Hi 😀 there"], result = "Hi there" },
#     { args = ["café 100%"], result = "café 100%" },
#     { args = ["🎉"], result = "" },
# ]
# ///
def remove_emoji(self, text):
    """Remove emoji and other symbols that are not plain text."""
    kept = "".join(c for c in text if unicodedata.category(c) not in ("So", "Sk", "Cn", "Cf"))
    return " ".join(kept.split())
