# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "headline_case"
# signature = "(self, text)"
# doc = "Capitalize a title but keep small words such as of, and, the in lowercase."
# also = ["book title capitalization", "headline style", "proper title case with exceptions"]
# examples = [
#     { args = ["the lord of the rings"], result = "The Lord of the Rings" },
#     { args = ["war and peace"], result = "War and Peace" },
#     { args = [""], result = "" },
# ]
# ///
def headline_case(self, text):
    """Capitalize a title but keep small words such as of, and, the in lowercase."""
    small = ("a", "an", "the", "of", "and", "or", "in", "on", "to", "for", "at", "by")
    words = text.lower().split()
    return " ".join(
        word if place > 0 and word in small else word.capitalize()
        for place, word in enumerate(words)
    )
