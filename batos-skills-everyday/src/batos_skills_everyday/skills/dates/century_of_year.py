# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "century_of_year"
# signature = "(self, year)"
# doc = "Tell the century of a year."
# also = ["which century", "year to century number"]
# examples = [
#     { args = [1905], result = 20 },
#     { args = [2000], result = 20 },
#     { args = [1], result = 1 },
# ]
# ///
def century_of_year(self, year):
    """Tell the century of a year."""
    return (year - 1) // 100 + 1
