# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "parse_duration"
# signature = "(self, text)"
# doc = "Read a duration like 1h 30m and give the minutes."
# also = ["hours and minutes text to minutes", "parse 2h15m"]
# examples = [
#     { args = ["1h 30m"], result = 90 },
#     { args = ["45m"], result = 45 },
#     { args = ["2h"], result = 120 },
# ]
# ///
def parse_duration(self, text):
    """Read a duration like 1h 30m and give the minutes."""
    minutes = 0
    for number, unit in re.findall(r"(\d+)\s*([hm])", text):
        minutes += int(number) * (60 if unit == "h" else 1)
    return minutes
