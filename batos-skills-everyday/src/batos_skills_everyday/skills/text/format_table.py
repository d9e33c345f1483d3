# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "format_table"
# signature = "(self, rows)"
# doc = "Write rows as a table with aligned columns."
# also = ["align the columns of a list of rows", "plain text table", "pretty print rows"]
# examples = [
#     { args = [[["a", "bb"], ["ccc", "d"]]], result = "a   bb\nccc d" },
#     { args = [[["x", 1]]], result = "x 1" },
#     { args = [[]], result = "" },
# ]
# ///
def format_table(self, rows):
    """Write rows as a table with aligned columns."""
    widths = [max(len(str(cell)) for cell in column) for column in zip(*rows)]
    lines = []
    for row in rows:
        cells = [str(cell).ljust(width) for cell, width in zip(row, widths)]
        lines.append(" ".join(cells).rstrip())
    return "\n".join(lines)
