# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "top_keys"
# signature = "(self, data, amount)"
# doc = "List the keys with the largest values of a dict."
# also = ["top n names by score", "best n entries", "podium"]
# examples = [
#     { args = [{ Ann = 3, Bob = 7, Cy = 5 }, 2], result = ["Bob", "Cy"] },
#     { args = [{ x = 1 }, 3], result = ["x"] },
#     { args = [{}, 1], result = [] },
# ]
# ///
def top_keys(self, data, amount):
    """List the keys with the largest values of a dict."""
    return sorted(data, key=lambda key: data[key], reverse=True)[:amount]
