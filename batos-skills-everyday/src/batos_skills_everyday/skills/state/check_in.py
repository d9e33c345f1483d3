# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "check_in"
# signature = "(self, day)"
# doc = "Check in on a date and tell the streak of days in a row."
# also = ["daily streak", "habit tracker", "how many days in a row"]
# examples = [
#     { args = ["2024-02-27"], result = 1, after = { streak = 1, last_check_in = "2024-02-27" } },
#     { args = ["2024-02-29"], result = 4, state = { streak = 3, last_check_in = "2024-02-28" }, after = { streak = 4, last_check_in = "2024-02-29" } },
#     { args = ["2024-02-29"], result = 1, state = { streak = 3, last_check_in = "2024-02-01" }, after = { streak = 1, last_check_in = "2024-02-29" } },
# ]
# ///
def check_in(self, day):
    """Check in on a date and tell the streak of days in a row."""
    before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    if getattr(self, "last_check_in", "") == before:
        self.streak += 1
    else:
        self.streak = 1
    self.last_check_in = day
    self._p_changed = True
    return self.streak
