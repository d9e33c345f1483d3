# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "todays_date"
# signature = "(self)"
# doc = "Tell today's date as ISO text."
# also = ["what day is it today", "the current date", "date of today like 2024-02-27"]
# examples = [{ args = [] }]
# ///
def todays_date(self):
    """Tell today's date as ISO text."""
    return today().isoformat()
