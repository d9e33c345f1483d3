# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "loan_payment"
# signature = "(self, amount, yearly_rate, months)"
# doc = "Calculate the monthly payment of a loan."
# also = ["mortgage rate per month", "annuity", "installment of a credit"]
# examples = [
#     { args = [10000, 6, 12], result = 860.66 },
#     { args = [1200, 0, 12], result = 100.0 },
#     { args = [200000, 4, 360], result = 954.83 },
# ]
# ///
def loan_payment(self, amount, yearly_rate, months):
    """Calculate the monthly payment of a loan."""
    rate = yearly_rate / 100 / 12
    if rate == 0:
        return round(amount / months, 2)
    return round(amount * rate / (1 - (1 + rate) ** -months), 2)
