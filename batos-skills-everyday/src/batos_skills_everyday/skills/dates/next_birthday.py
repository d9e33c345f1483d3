# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "next_birthday"
# signature = "(self, birthday, day)"
# doc = "Find the date of the next birthday on or after a date."
# also = ["when is the birthday coming up", "next anniversary of a date"]
# examples = [
#     { args = ["1990-05-17", "2024-02-27"], result = "2024-05-17" },
#     { args = ["1990-01-10", "2024-02-27"], result = "2025-01-10" },
#     { args = ["1990-02-27", "2024-02-27"], result = "2024-02-27" },
# ]
# ///
def next_birthday(self, birthday, day):
    """Find the date of the next birthday on or after a date."""
    then = date.fromisoformat(day)
    coming = date.fromisoformat(birthday).replace(year=then.year)
    if coming < then:
        coming = coming.replace(year=then.year + 1)
    return coming.isoformat()
