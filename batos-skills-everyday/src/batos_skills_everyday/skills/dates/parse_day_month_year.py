# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "parse_day_month_year"
# signature = "(self, text)"
# doc = "Read a date written as dd/mm/yyyy and give it as ISO text."
# also = ["convert dd/mm/yyyy to yyyy-mm-dd", "parse a European date"]
# examples = [
#     { args = ["27/02/2024"], result = "2024-02-27" },
#     { args = ["1/12/1999"], result = "1999-12-01" },
#     { args = ["31/01/2024"], result = "2024-01-31" },
# ]
# ///
def parse_day_month_year(self, text):
    """Read a date written as dd/mm/yyyy and give it as ISO text."""
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day)).isoformat()
