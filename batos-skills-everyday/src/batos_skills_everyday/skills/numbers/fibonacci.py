# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "fibonacci"
# signature = "(self, n)"
# doc = "Calculate the n-th Fibonacci number, starting with 0 and 1."
# also = ["fibonacci number at a position", "each number is the sum of the two before"]
# examples = [{ args = [10], result = 55 }, { args = [0], result = 0 }, { args = [1], result = 1 }]
# ///
def fibonacci(self, n):
    """Calculate the n-th Fibonacci number, starting with 0 and 1."""
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a
