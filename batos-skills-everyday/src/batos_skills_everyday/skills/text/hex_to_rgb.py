# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "hex_to_rgb"
# signature = "(self, color)"
# doc = "Convert a hex colour to red, green and blue."
# also = ["#ff8800 to rgb numbers", "parse a css color code"]
# examples = [
#     { args = ["#ff8800"], result = [255, 136, 0] },
#     { args = ["000000"], result = [0, 0, 0] },
#     { args = ["#FFFFFF"], result = [255, 255, 255] },
# ]
# ///
def hex_to_rgb(self, color):
    """Convert a hex colour to red, green and blue."""
    color = color.lstrip("#")
    return [int(color[place : place + 2], 16) for place in (0, 2, 4)]
