# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "save_birthday"
# signature = "(self, person, day)"
# doc = "Save the birthday of a person."
# also = ["remember a birthday", "add to the birthday calendar"]
# examples = [
#     { args = ["Ann", "1990-05-17"], result = "Ann: 1990-05-17", after = { birthdays = { Ann = "1990-05-17" } } },
#     { args = ["Bob", "1985-01-02"], result = "Bob: 1985-01-02", state = { birthdays = { Ann = "1990-05-17" } }, after = { birthdays = { Ann = "1990-05-17", Bob = "1985-01-02" } } },
# ]
# ///
def save_birthday(self, person, day):
    """Save the birthday of a person."""
    if not hasattr(self, "birthdays"):
        self.birthdays = {}
    self.birthdays[person] = day
    self._p_changed = True
    return f"{person}: {day}"
