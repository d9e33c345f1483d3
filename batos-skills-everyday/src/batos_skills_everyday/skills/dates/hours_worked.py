# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "hours_worked"
# signature = "(self, start, end, pause)"
# doc = "Calculate the hours worked from a start time to an end time less a pause in minutes."
# also = ["working time of a day", "hours on a time sheet"]
# examples = [
#     { args = ["09:00", "17:30", 30], result = 8.0 },
#     { args = ["08:00", "12:15", 0], result = 4.25 },
#     { args = ["10:00", "10:30", 30], result = 0.0 },
# ]
# ///
def hours_worked(self, start, end, pause):
    """Calculate the hours worked from a start time to an end time less a pause in minutes."""
    begin = datetime.strptime(start, "%H:%M")
    finish = datetime.strptime(end, "%H:%M")
    return ((finish - begin).seconds / 60 - pause) / 60
