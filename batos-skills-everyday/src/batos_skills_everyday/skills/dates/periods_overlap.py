# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "periods_overlap"
# signature = "(self, first_start, first_end, second_start, second_end)"
# doc = "Check whether two periods of dates overlap."
# also = ["do two bookings collide", "date ranges in conflict"]
# examples = [
#     { args = ["2024-01-01", "2024-01-10", "2024-01-05", "2024-01-20"], result = true },
#     { args = ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"], result = false },
#     { args = ["2024-01-01", "2024-01-02", "2024-01-02", "2024-01-04"], result = true },
# ]
# ///
def periods_overlap(self, first_start, first_end, second_start, second_end):
    """Check whether two periods of dates overlap."""
    return first_start <= second_end and second_start <= first_end
