# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "spiral_order"
# signature = "(self, rows)"
# doc = "List the values of a table in spiral order."
# also = ["walk around a matrix clockwise from outside to inside", "spiral of a grid"]
# examples = [
#     { args = [[[1, 2, 3], [4, 5, 6], [7, 8, 9]]], result = [1, 2, 3, 6, 9, 8, 7, 4, 5] },
#     { args = [[[1, 2]]], result = [1, 2] },
#     { args = [[]], result = [] },
# ]
# ///
def spiral_order(self, rows):
    """List the values of a table in spiral order."""
    rest = [list(row) for row in rows]
    order = []
    while rest:
        order.extend(rest[0])
        rest = [list(column) for column in zip(*rest[1:])][::-1]
    return order
