# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "compound_interest"
# signature = "(self, principal, rate, years)"
# doc = "Calculate the final amount with yearly compound interest."
# also = ["savings after some years", "growth of capital with interest on interest"]
# examples = [
#     { args = [1000, 5, 2], result = 1102.5 },
#     { args = [100, 10, 3], result = 133.1 },
#     { args = [500, 3, 0], result = 500.0 },
# ]
# ///
def compound_interest(self, principal, rate, years):
    """Calculate the final amount with yearly compound interest."""
    return round(principal * (1 + rate / 100) ** years, 2)
