# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "schedule_most_meetings"
# signature = "(self, meetings)"
# doc = "Choose as many meetings as possible that do not overlap, each with start and end."
# also = ["activity selection", "most appointments in a day"]
# examples = [
#     { args = [[[9, 12], [9, 10], [10, 11]]], result = [[9, 10], [10, 11]] },
#     { args = [[[1, 2]]], result = [[1, 2]] },
#     { args = [[]], result = [] },
# ]
# ///
def schedule_most_meetings(self, meetings):
    """Choose as many meetings as possible that do not overlap, each with start and end."""
    chosen = []
    for meeting in sorted(meetings, key=lambda item: item[1]):
        if not chosen or meeting[0] >= chosen[-1][1]:
            chosen.append(meeting)
    return chosen
