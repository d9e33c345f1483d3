# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "split_by_ratio"
# signature = "(self, amount, first, second)"
# doc = "Split an amount in two parts by a ratio."
# also = ["divide 100 in 2 to 3", "share money by a proportion"]
# examples = [
#     { args = [100, 2, 3], result = [40.0, 60.0] },
#     { args = [9, 1, 2], result = [3.0, 6.0] },
#     { args = [0, 1, 1], result = [0.0, 0.0] },
# ]
# ///
def split_by_ratio(self, amount, first, second):
    """Split an amount in two parts by a ratio."""
    total = first + second
    return [amount * first / total, amount * second / total]
