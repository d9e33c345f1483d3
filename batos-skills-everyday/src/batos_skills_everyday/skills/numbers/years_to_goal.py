# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "years_to_goal"
# signature = "(self, start, goal, rate)"
# doc = "Count the years until savings reach a goal with yearly interest."
# also = ["how long to save until a target", "years of growth needed"]
# examples = [
#     { args = [1000, 1100, 5], result = 2 },
#     { args = [100, 200, 10], result = 8 },
#     { args = [500, 500, 3], result = 0 },
# ]
# ///
def years_to_goal(self, start, goal, rate):
    """Count the years until savings reach a goal with yearly interest."""
    years = 0
    while start < goal:
        start = start * (1 + rate / 100)
        years += 1
    return years
