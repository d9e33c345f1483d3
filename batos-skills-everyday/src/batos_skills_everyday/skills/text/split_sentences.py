# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "split_sentences"
# signature = "(self, text)"
# doc = "Split a text into sentences."
# also = ["list the sentences of a paragraph", "break a text after . ! or ?"]
# examples = [
#     { args = ["Hello there. How are you? Fine!"], result = ["Hello there.", "How are you?", "Fine!"] },
#     { args = ["one"], result = ["one"] },
#     { args = [""], result = [] },
# ]
# ///
def split_sentences(self, text):
    """Split a text into sentences."""
    return [part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part]
