# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "centimeters_to_height"
# signature = "(self, centimeters)"
# doc = "Convert centimeters to a height in feet and inches."
# also = ["body height such as 5'10\"", "cm to feet and inches text"]
# examples = [
#     { args = [178], result = "5 ft 10 in" },
#     { args = [183], result = "6 ft 0 in" },
#     { args = [150], result = "4 ft 11 in" },
# ]
# ///
def centimeters_to_height(self, centimeters):
    """Convert centimeters to a height in feet and inches."""
    feet, inches = divmod(round(centimeters / 2.54), 12)
    return f"{feet} ft {inches} in"
