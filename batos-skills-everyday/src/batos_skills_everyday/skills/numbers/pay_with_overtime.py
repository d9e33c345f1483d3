# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "pay_with_overtime"
# signature = "(self, hours, rate)"
# doc = "Calculate weekly pay with overtime at one and a half above 40 hours."
# also = ["wage with extra hours", "overtime pay", "time and a half"]
# examples = [
#     { args = [45, 10], result = 475.0 },
#     { args = [40, 10], result = 400.0 },
#     { args = [20, 15], result = 300.0 },
# ]
# ///
def pay_with_overtime(self, hours, rate):
    """Calculate weekly pay with overtime at one and a half above 40 hours."""
    overtime = max(hours - 40, 0)
    regular = hours - overtime
    return regular * rate + overtime * rate * 1.5
