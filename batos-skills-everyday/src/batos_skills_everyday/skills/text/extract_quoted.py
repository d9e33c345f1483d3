# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "extract_quoted"
# signature = "(self, text)"
# doc = "Extract the parts of a text that stand in double quotes."
# also = ["find quotations", "list what is between quotation marks"]
# examples = [
#     { args = ["he said \"yes\" and \"no\""], result = ["yes", "no"] },
#     { args = ["none"], result = [] },
#     { args = ["\"\""], result = [""] },
# ]
# ///
def extract_quoted(self, text):
    """Extract the parts of a text that stand in double quotes."""
    return re.findall(r'"([^"]*)"', text)
