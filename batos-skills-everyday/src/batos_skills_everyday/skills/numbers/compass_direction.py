# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "compass_direction"
# signature = "(self, degrees)"
# doc = "Tell the compass direction of an angle in degrees."
# also = ["north, east, south or west by bearing", "wind direction as letters"]
# examples = [
#     { args = [90], result = "E" },
#     { args = [350], result = "N" },
#     { args = [225], result = "SW" },
# ]
# ///
def compass_direction(self, degrees):
    """Tell the compass direction of an angle in degrees."""
    directions = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"]
    return directions[round(degrees / 45) % 8]
