# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "birthdays_in_month"
# signature = "(self, month)"
# doc = "List the people whose saved birthday is in a month."
# also = ["who has a birthday this month", "birthdays by month number"]
# examples = [
#     { args = [5], result = [] },
#     { args = [5], result = ["Ann"], state = { birthdays = { Ann = "1990-05-17", Bob = "1985-01-02" } } },
# ]
# ///
def birthdays_in_month(self, month):
    """List the people whose saved birthday is in a month."""
    birthdays = getattr(self, "birthdays", {})
    return [person for person, day in birthdays.items() if int(day[5:7]) == month]
