# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "sort_by_last_name"
# signature = "(self, people)"
# doc = "Sort full names by the last name."
# also = ["order people by surname", "sort by the last word"]
# examples = [
#     { args = [["Grace Hopper", "Alan Turing", "Ada Byron"]], result = ["Ada Byron", "Grace Hopper", "Alan Turing"] },
#     { args = [["Plato"]], result = ["Plato"] },
#     { args = [[]], result = [] },
# ]
# ///
def sort_by_last_name(self, people):
    """Sort full names by the last name."""
    return sorted(people, key=lambda person: person.split()[-1])
