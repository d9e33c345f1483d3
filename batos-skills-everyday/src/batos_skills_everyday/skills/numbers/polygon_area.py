# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "polygon_area"
# signature = "(self, points)"
# doc = "Calculate the area of a polygon from its corner points."
# also = ["shoelace formula", "surface of a field by coordinates"]
# examples = [
#     { args = [[[0, 0], [4, 0], [4, 3], [0, 3]]], result = 12.0 },
#     { args = [[[0, 0], [2, 0], [0, 2]]], result = 2.0 },
#     { args = [[]], result = 0.0 },
# ]
# ///
def polygon_area(self, points):
    """Calculate the area of a polygon from its corner points."""
    total = 0
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1]):
        total += x1 * y2 - x2 * y1
    return abs(total) / 2
