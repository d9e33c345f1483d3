# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "to_csv_line"
# signature = "(self, values)"
# doc = "Write values as one line of CSV."
# also = ["join fields by commas", "comma separated row", "quote values that contain a comma"]
# examples = [
#     { args = [["a", 1, true]], result = "a,1,True" },
#     { args = [["x, y", "z"]], result = "\"x, y\",z" },
#     { args = [[]], result = "" },
# ]
# ///
def to_csv_line(self, values):
    """Write values as one line of CSV."""
    cells = [str(value) for value in values]
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in cells)
