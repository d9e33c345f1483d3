# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "extract_dates"
# signature = "(self, text)"
# doc = "Extract dates such as 2024-05-17 from a text."
# also = ["find iso dates in a string", "list the dates mentioned"]
# examples = [
#     { args = ["from 2024-05-17 to 2024-06-01"], result = ["2024-05-17", "2024-06-01"] },
#     { args = ["in 2024"], result = [] },
#     { args = [""], result = [] },
# ]
# ///
def extract_dates(self, text):
    """Extract dates such as 2024-05-17 from a text."""
    return re.findall(r"\d{4}-\d{2}-\d{2}", text)
