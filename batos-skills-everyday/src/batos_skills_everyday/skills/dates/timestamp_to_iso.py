# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "timestamp_to_iso"
# signature = "(self, seconds)"
# doc = "Convert a number of seconds since 1970 to date and time."
# also = ["unix timestamp to ISO text", "epoch seconds to date, in UTC"]
# examples = [
#     { args = [0], result = "1970-01-01T00:00:00" },
#     { args = [1709000000], result = "2024-02-27T02:13:20" },
#     { args = [86400], result = "1970-01-02T00:00:00" },
# ]
# ///
def timestamp_to_iso(self, seconds):
    """Convert a number of seconds since 1970 to date and time."""
    return (datetime(1970, 1, 1) + timedelta(seconds=seconds)).isoformat()
