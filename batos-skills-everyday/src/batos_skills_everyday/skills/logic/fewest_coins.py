# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "fewest_coins"
# signature = "(self, amount, coins)"
# doc = "Tell the smallest number of coins that make an amount, or -1."
# also = ["minimum coin change", "least coins needed"]
# examples = [
#     { args = [6, [1, 3, 4]], result = 2 },
#     { args = [3, [2]], result = -1 },
#     { args = [0, [1]], result = 0 },
# ]
# ///
def fewest_coins(self, amount, coins):
    """Tell the smallest number of coins that make an amount, or -1."""
    best = [0]
    for total in range(1, amount + 1):
        counts = [best[total - coin] for coin in coins if coin <= total and best[total - coin] >= 0]
        best.append(min(counts) + 1 if counts else -1)
    return best[amount]
