# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "days_until"
# signature = "(self, day)"
# doc = "Count the days from today until a date."
# also = ["how many days are left", "countdown to a day", "days to go"]
# examples = [{ args = ["2030-12-24"] }, { args = ["2000-01-01"] }]
# ///
def days_until(self, day):
    """Count the days from today until a date."""
    return (date.fromisoformat(day) - today()).days
