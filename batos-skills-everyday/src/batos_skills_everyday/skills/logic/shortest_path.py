# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "shortest_path"
# signature = "(self, links, start, goal)"
# doc = "Find the shortest path from a start to a goal along the links of a graph."
# also = ["fewest steps in a graph", "breadth first search", "route between places"]
# examples = [
#     { args = [{ a = ["b", "c"], b = ["d"], c = ["d"] }, "a", "d"], result = ["a", "b", "d"] },
#     { args = [{ a = [] }, "a", "z"], result = { "$" = "none" } },
#     { args = [{}, "x", "x"], result = ["x"] },
# ]
# ///
def shortest_path(self, links, start, goal):
    """Find the shortest path from a start to a goal along the links of a graph."""
    paths = [[start]]
    seen = [start]
    for path in paths:
        if path[-1] == goal:
            return path
        for place in links.get(path[-1], []):
            if place not in seen:
                seen.append(place)
                paths.append(path + [place])
    return None
