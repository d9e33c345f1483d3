# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "wrap_number"
# signature = "(self, number, low, high)"
# doc = "Wrap a number around inside a range, both ends included."
# also = ["cyclic value", "count on from the start after the maximum"]
# examples = [
#     { args = [13, 1, 12], result = 1 },
#     { args = [0, 1, 12], result = 12 },
#     { args = [5, 1, 12], result = 5 },
# ]
# ///
def wrap_number(self, number, low, high):
    """Wrap a number around inside a range, both ends included."""
    size = high - low + 1
    return (number - low) % size + low
