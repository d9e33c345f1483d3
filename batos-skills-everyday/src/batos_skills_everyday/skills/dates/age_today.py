# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "age_today"
# signature = "(self, birthday)"
# doc = "Tell how old somebody born on a date is today."
# also = ["age from a birthday", "current age in years"]
# examples = [{ args = ["1990-05-17"] }, { args = ["2000-02-29"] }]
# ///
def age_today(self, birthday):
    """Tell how old somebody born on a date is today."""
    born = date.fromisoformat(birthday)
    day = today()
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
