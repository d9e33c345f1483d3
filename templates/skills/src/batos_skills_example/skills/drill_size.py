# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "drill_size"
# signature = "(self, screw_mm)"
# doc = "Return the size of the hole for a wood screw, in millimetres."
# also = ["which drill for a screw", "diameter of a pilot hole"]
# examples = [
#     { args = [4], result = 2.8 },
#     { args = [0], raises = "ValueError" },
# ]
# ///
def drill_size(self, screw_mm):
    """Return the size of the hole for a wood screw, in millimetres."""
    if screw_mm <= 0:
        raise ValueError("A screw has a size.")
    return round(screw_mm * 0.7, 1)
