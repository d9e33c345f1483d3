# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "parse_month_day_year"
# signature = "(self, text)"
# doc = "Read a date written as mm/dd/yyyy and give it as ISO text."
# also = ["convert an American date to yyyy-mm-dd", "parse a date with the month first"]
# examples = [
#     { args = ["02/27/2024"], result = "2024-02-27" },
#     { args = ["12/1/1999"], result = "1999-12-01" },
#     { args = ["1/31/2024"], result = "2024-01-31" },
# ]
# ///
def parse_month_day_year(self, text):
    """Read a date written as mm/dd/yyyy and give it as ISO text."""
    return datetime.strptime(text, "%m/%d/%Y").date().isoformat()
