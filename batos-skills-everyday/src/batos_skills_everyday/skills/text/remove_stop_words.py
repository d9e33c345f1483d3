# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "remove_stop_words"
# signature = "(self, text)"
# doc = "Remove common filler words such as the, a, and, of from a text."
# also = ["strip stop words", "keep only the meaningful words", "drop articles"]
# examples = [
#     { args = ["the cat and a dog in the house"], result = "cat dog house" },
#     { args = ["The End of it"], result = "End" },
#     { args = [""], result = "" },
# ]
# ///
def remove_stop_words(self, text):
    """Remove common filler words such as the, a, and, of from a text."""
    filler = {"a", "an", "the", "and", "or", "of", "in", "on", "to", "is", "it", "at", "for"}
    return " ".join(word for word in text.split() if word.lower() not in filler)
