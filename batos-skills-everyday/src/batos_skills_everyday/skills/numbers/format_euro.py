# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "format_euro"
# signature = "(self, amount)"
# doc = "Write an amount in euro with a decimal comma."
# also = ["european price format", "12.5 becomes 12,50 €", "euro text"]
# examples = [
#     { args = [12.5], result = "12,50 €" },
#     { args = [3], result = "3,00 €" },
#     { args = [0.99], result = "0,99 €" },
# ]
# ///
def format_euro(self, amount):
    """Write an amount in euro with a decimal comma."""
    return f"{amount:.2f} €".replace(".", ",")
