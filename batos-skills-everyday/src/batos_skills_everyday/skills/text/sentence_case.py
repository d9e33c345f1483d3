# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "sentence_case"
# signature = "(self, text)"
# doc = "Capitalize the first letter of each sentence."
# also = ["start all sentences with a capital letter", "fix the capitalization after periods"]
# examples = [
#     { args = ["hello there. how are you? fine!"], result = "Hello there. How are you? Fine!" },
#     { args = ["one"], result = "One" },
#     { args = [""], result = "" },
# ]
# ///
def sentence_case(self, text):
    """Capitalize the first letter of each sentence."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return " ".join(sentence[:1].upper() + sentence[1:] for sentence in sentences)
