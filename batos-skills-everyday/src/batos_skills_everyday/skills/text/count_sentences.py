# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "count_sentences"
# signature = "(self, text)"
# doc = "Count the sentences in a text."
# also = ["number of sentences in a paragraph", "how many phrases end with a period, ! or ?"]
# examples = [
#     { args = ["Hello there. How are you? Fine!"], result = 3 },
#     { args = ["Wait... what?"], result = 2 },
#     { args = [""], result = 0 },
# ]
# ///
def count_sentences(self, text):
    """Count the sentences in a text."""
    return len(re.findall(r"[^.!?]+[.!?]+", text))
