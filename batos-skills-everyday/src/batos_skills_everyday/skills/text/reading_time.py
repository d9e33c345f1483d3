# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "reading_time"
# signature = "(self, text)"
# doc = "Estimate the reading time of a text in minutes at 200 words per minute."
# also = ["how many minutes does it take to read this", "reading duration of an article"]
# examples = [
#     { args = ["just a few words"], result = 1 },
#     { args = ["one"], result = 1 },
#     { args = [""], result = 0 },
# ]
# ///
def reading_time(self, text):
    """Estimate the reading time of a text in minutes at 200 words per minute."""
    return math.ceil(len(text.split()) / 200)
