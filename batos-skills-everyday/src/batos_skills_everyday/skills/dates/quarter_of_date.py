# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "quarter_of_date"
# signature = "(self, day)"
# doc = "Tell the quarter of the year that a date is in."
# also = ["which quarter", "Q1 to Q4 as a number"]
# examples = [
#     { args = ["2024-02-27"], result = 1 },
#     { args = ["2024-12-31"], result = 4 },
#     { args = ["2024-04-01"], result = 2 },
# ]
# ///
def quarter_of_date(self, day):
    """Tell the quarter of the year that a date is in."""
    return (date.fromisoformat(day).month - 1) // 3 + 1
