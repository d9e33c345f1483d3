# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "greeting_for_now"
# signature = "(self, person)"
# doc = "Greet a person with good morning, good afternoon or good evening."
# also = ["greeting that fits the time of day", "say hello depending on the hour"]
# examples = [{ args = ["Ann"] }, { args = [""] }]
# ///
def greeting_for_now(self, person):
    """Greet a person with good morning, good afternoon or good evening."""
    hour = now().hour
    if hour < 12:
        return f"Good morning, {person}"
    if hour < 18:
        return f"Good afternoon, {person}"
    return f"Good evening, {person}"
