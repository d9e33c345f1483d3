# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "seconds_since_epoch"
# signature = "(self)"
# doc = "Tell the seconds since 1970 as a whole number."
# also = ["unix timestamp", "epoch time"]
# examples = [{ args = [] }]
# ///
def seconds_since_epoch(self):
    """Tell the seconds since 1970 as a whole number."""
    return int(time.time())
