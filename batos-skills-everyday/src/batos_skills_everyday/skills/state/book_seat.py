# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "book_seat"
# signature = "(self, seat, person)"
# doc = "Book a seat for a person and tell whether it was free."
# also = ["reserve a table", "seat reservation", "book a room"]
# examples = [
#     { args = ["A1", "Ann"], result = true, after = { seats = { A1 = "Ann" } } },
#     { args = ["A1", "Bob"], result = false, state = { seats = { A1 = "Ann" } }, after = { seats = { A1 = "Ann" } } },
# ]
# ///
def book_seat(self, seat, person):
    """Book a seat for a person and tell whether it was free."""
    if not hasattr(self, "seats"):
        self.seats = {}
    free = seat not in self.seats
    if free:
        self.seats[seat] = person
    self._p_changed = True
    return free
