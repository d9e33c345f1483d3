# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "weekday_today"
# signature = "(self)"
# doc = "Tell the name of today's weekday."
# also = ["which day of the week is it", "is it Monday or Tuesday today"]
# examples = [{ args = [] }]
# ///
def weekday_today(self):
    """Tell the name of today's weekday."""
    return today().strftime("%A")
