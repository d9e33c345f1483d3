# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "format_money"
# signature = "(self, amount)"
# doc = "Write an amount of money with dollar sign, commas and two decimals."
# also = ["currency format", "1234.5 becomes $1,234.50", "dollars as text"]
# examples = [
#     { args = [1234.5], result = "$1,234.50" },
#     { args = [0], result = "$0.00" },
#     { args = [7], result = "$7.00" },
# ]
# ///
def format_money(self, amount):
    """Write an amount of money with dollar sign, commas and two decimals."""
    return f"${amount:,.2f}"
