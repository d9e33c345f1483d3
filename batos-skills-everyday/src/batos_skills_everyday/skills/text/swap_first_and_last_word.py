# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "swap_first_and_last_word"
# signature = "(self, text)"
# doc = "Swap the first and the last word of a text."
# also = ["exchange the outer words of a sentence", "trade the words at both ends"]
# examples = [
#     { args = ["one two three"], result = "three two one" },
#     { args = ["left mid dle right"], result = "right mid dle left" },
#     { args = ["one"], result = "one" },
# ]
# ///
def swap_first_and_last_word(self, text):
    """Swap the first and the last word of a text."""
    words = text.split()
    if len(words) > 1:
        words[0], words[-1] = words[-1], words[0]
    return " ".join(words)
