# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "least_common_multiple"
# signature = "(self, a, b)"
# doc = "Calculate the least common multiple of two numbers."
# also = ["lcm", "smallest number that both divide"]
# examples = [
#     { args = [4, 6], result = 12 },
#     { args = [3, 5], result = 15 },
#     { args = [7, 7], result = 7 },
# ]
# ///
def least_common_multiple(self, a, b):
    """Calculate the least common multiple of two numbers."""
    return a * b // math.gcd(a, b)
