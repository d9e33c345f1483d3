# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "group_dates_by_month"
# signature = "(self, dates)"
# doc = "Group dates by their month."
# also = ["dates per month", "sort dates into months"]
# examples = [
#     { args = [["2024-02-27", "2024-02-01", "2024-03-05"]], result = { 2024-02 = ["2024-02-27", "2024-02-01"], 2024-03 = ["2024-03-05"] } },
#     { args = [["1999-12-31"]], result = { 1999-12 = ["1999-12-31"] } },
#     { args = [[]], result = {} },
# ]
# ///
def group_dates_by_month(self, dates):
    """Group dates by their month."""
    months = {}
    for day in dates:
        months.setdefault(day[:7], []).append(day)
    return months
