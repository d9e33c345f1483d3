# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "height_to_centimeters"
# signature = "(self, feet, inches)"
# doc = "Convert a height in feet and inches to centimeters."
# also = ["body height to cm", "5 foot 10 in centimetres"]
# examples = [
#     { args = [5, 10], result = 177.8 },
#     { args = [6, 0], result = 182.88 },
#     { args = [0, 1], result = 2.54 },
# ]
# ///
def height_to_centimeters(self, feet, inches):
    """Convert a height in feet and inches to centimeters."""
    return round((feet * 12 + inches) * 2.54, 2)
