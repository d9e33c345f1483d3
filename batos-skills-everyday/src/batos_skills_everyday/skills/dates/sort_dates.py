# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "sort_dates"
# signature = "(self, dates)"
# doc = "Sort dates written as dd/mm/yyyy from early to late."
# also = ["chronological order", "order European dates by time"]
# examples = [
#     { args = [["01/03/2024", "27/02/2024"]], result = ["27/02/2024", "01/03/2024"] },
#     { args = [["01/01/2024"]], result = ["01/01/2024"] },
#     { args = [[]], result = [] },
# ]
# ///
def sort_dates(self, dates):
    """Sort dates written as dd/mm/yyyy from early to late."""
    return sorted(dates, key=lambda day: day.split("/")[::-1])
