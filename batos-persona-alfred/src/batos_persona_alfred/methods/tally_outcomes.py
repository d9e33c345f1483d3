def tally_outcomes(self, outcomes):
    """Report how often each outcome occurred, in one plain sentence."""
    counts = {}
    for outcome in outcomes:
        counts[str(outcome)] = counts.get(str(outcome), 0) + 1
    if not counts:
        return "Nothing happened."
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{count} {outcome}" for outcome, count in ranked) + "."
