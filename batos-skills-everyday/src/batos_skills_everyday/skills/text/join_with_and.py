# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "join_with_and"
# signature = "(self, items)"
# doc = "Join words with commas and an and before the last."
# also = ["enumerate in plain English", "a, b and c", "readable list of names"]
# examples = [
#     { args = [["Ann", "Bob", "Cy"]], result = "Ann, Bob and Cy" },
#     { args = [["Ann", "Bob"]], result = "Ann and Bob" },
#     { args = [["Ann"]], result = "Ann" },
#     { args = [[]], result = "" },
# ]
# ///
def join_with_and(self, items):
    """Join words with commas and an and before the last."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]
