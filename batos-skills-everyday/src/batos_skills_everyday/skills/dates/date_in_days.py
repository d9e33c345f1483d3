# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "date_in_days"
# signature = "(self, days)"
# doc = "Tell which date it will be in a number of days."
# also = ["date n days from now", "deadline in some days"]
# examples = [{ args = [30] }, { args = [0] }]
# ///
def date_in_days(self, days):
    """Tell which date it will be in a number of days."""
    return (today() + timedelta(days=days)).isoformat()
