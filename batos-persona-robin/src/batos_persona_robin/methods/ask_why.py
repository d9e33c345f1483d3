def ask_why(self, statement, times=3):
    """Return a chain of gentle questions that looks for the reason under a statement."""
    statement = str(statement).strip().rstrip(".?!")
    openings = [
        f"What makes it matter to you that {statement}?",
        "And beneath that, what would be missing without it?",
        "If it were already so, what would you do next?",
        "Whom else does it touch?",
        "What would a kind friend say to this?",
    ]
    return openings[: max(0, min(int(times), len(openings)))]
