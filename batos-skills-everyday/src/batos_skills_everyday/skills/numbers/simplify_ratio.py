# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "simplify_ratio"
# signature = "(self, a, b)"
# doc = "Simplify the ratio of two numbers."
# also = ["aspect ratio", "1920 to 1080 is 16:9", "reduce a proportion"]
# examples = [
#     { args = [1920, 1080], result = "16:9" },
#     { args = [4, 2], result = "2:1" },
#     { args = [7, 7], result = "1:1" },
# ]
# ///
def simplify_ratio(self, a, b):
    """Simplify the ratio of two numbers."""
    divisor = math.gcd(a, b)
    return f"{a // divisor}:{b // divisor}"
