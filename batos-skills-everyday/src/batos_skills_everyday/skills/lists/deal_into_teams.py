# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "deal_into_teams"
# signature = "(self, people, teams)"
# doc = "Deal people one by one into a number of teams."
# also = ["divide players into groups", "distribute items round robin"]
# examples = [
#     { args = [["a", "b", "c", "d", "e"], 2], result = [["a", "c", "e"], ["b", "d"]] },
#     { args = [["a"], 2], result = [["a"], []] },
#     { args = [[], 1], result = [[]] },
# ]
# ///
def deal_into_teams(self, people, teams):
    """Deal people one by one into a number of teams."""
    return [people[start::teams] for start in range(teams)]
