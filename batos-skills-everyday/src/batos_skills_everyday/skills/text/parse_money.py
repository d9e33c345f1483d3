# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "parse_money"
# signature = "(self, text)"
# doc = "Read an amount of money such as $1,234.50 as a number."
# also = ["parse a price with currency sign and commas", "money text to float"]
# examples = [
#     { args = ["$1,234.50"], result = 1234.5 },
#     { args = ["20 EUR"], result = 20.0 },
#     { args = ["-$5"], result = -5.0 },
# ]
# ///
def parse_money(self, text):
    """Read an amount of money such as $1,234.50 as a number."""
    return float(re.sub(r"[^\d.-]", "", text))
