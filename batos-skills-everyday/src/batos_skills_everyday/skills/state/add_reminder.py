# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_reminder"
# signature = "(self, day, text)"
# doc = "Add a reminder for a date and tell how many reminders that day has."
# also = ["remind me of something on a day", "put an appointment in the calendar"]
# examples = [
#     { args = ["2024-02-27", "dentist"], result = 1, after = { reminders = { 2024-02-27 = ["dentist"] } } },
#     { args = ["2024-02-27", "call Bob"], result = 2, state = { reminders = { 2024-02-27 = ["dentist"] } }, after = { reminders = { 2024-02-27 = ["dentist", "call Bob"] } } },
# ]
# ///
def add_reminder(self, day, text):
    """Add a reminder for a date and tell how many reminders that day has."""
    if not hasattr(self, "reminders"):
        self.reminders = {}
    self.reminders.setdefault(day, []).append(text)
    self._p_changed = True
    return len(self.reminders[day])
