# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "change_in_coins"
# signature = "(self, amount, coins)"
# doc = "Pay an amount with as few coins as possible."
# also = ["make change", "greedy coins", "which coins make up a sum"]
# examples = [
#     { args = [41, [25, 10, 5, 1]], result = [25, 10, 5, 1] },
#     { args = [60, [50, 20, 10]], result = [50, 10] },
#     { args = [0, [5, 1]], result = [] },
# ]
# ///
def change_in_coins(self, amount, coins):
    """Pay an amount with as few coins as possible."""
    change = []
    for coin in sorted(coins, reverse=True):
        while amount >= coin:
            change.append(coin)
            amount -= coin
    return change
