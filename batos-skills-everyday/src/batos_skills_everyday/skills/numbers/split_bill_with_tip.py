# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "split_bill_with_tip"
# signature = "(self, bill, percent, people)"
# doc = "Split a bill with tip evenly among people."
# also = ["share of each guest with gratuity", "divide the restaurant check"]
# examples = [
#     { args = [100, 20, 4], result = 30.0 },
#     { args = [50, 10, 2], result = 27.5 },
#     { args = [30, 0, 3], result = 10.0 },
# ]
# ///
def split_bill_with_tip(self, bill, percent, people):
    """Split a bill with tip evenly among people."""
    return round(bill * (100 + percent) / 100 / people, 2)
