# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "solve_quadratic"
# signature = "(self, a, b, c)"
# doc = "Solve the quadratic equation a x^2 + b x + c = 0 for real numbers."
# also = [
#     "roots of a parabola",
#     "midnight formula",
#     "pq formula",
#     "solutions of a second degree equation",
# ]
# examples = [
#     { args = [1, -3, 2], result = [1.0, 2.0] },
#     { args = [1, -2, 1], result = [1.0] },
#     { args = [1, 0, 1], result = [] },
# ]
# ///
def solve_quadratic(self, a, b, c):
    """Solve the quadratic equation a x^2 + b x + c = 0 for real numbers."""
    discriminant = b**2 - 4 * a * c
    if discriminant < 0:
        return []
    root = math.sqrt(discriminant)
    return sorted({(-b - root) / (2 * a), (-b + root) / (2 * a)})
