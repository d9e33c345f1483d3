# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "double"
# signature = "(self, number)"
# doc = "Double a number."
# also = ["two times a value", "twice the number"]
# examples = [
#     { args = [4], result = 8 },
#     { args = [-1.5], result = -3.0 },
#     { args = [0], result = 0 },
# ]
# ///
def double(self, number):
    """Double a number."""
    return number * 2
