# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "markdown_table"
# signature = "(self, header, rows)"
# doc = "Write a table in Markdown."
# also = ["markdown table from rows", "table with pipes and a header line"]
# examples = [
#     { args = [["a", "b"], [[1, 2]]], result = "| a | b |\n| --- | --- |\n| 1 | 2 |" },
#     { args = [["x"], []], result = "| x |\n| --- |" },
#     { args = [["x"], [["y"], ["z"]]], result = "| x |\n| --- |\n| y |\n| z |" },
# ]
# ///
def markdown_table(self, header, rows):
    """Write a table in Markdown."""
    lines = [header, ["---"] * len(header)] + rows
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
