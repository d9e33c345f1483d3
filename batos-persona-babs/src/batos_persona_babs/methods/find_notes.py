def find_notes(self, words):
    """Return the kept facts that contain all of the given words."""
    wanted = str(words).lower().split()
    return [
        note["fact"]
        for note in getattr(self, "notes", [])
        if all(word in note["fact"].lower() for word in wanted)
    ]
