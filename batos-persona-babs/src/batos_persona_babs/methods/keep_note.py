def keep_note(self, fact, source=""):
    """Keep a fact with its source and the day it was filed; return how many are kept."""
    notes = list(getattr(self, "notes", []))
    notes.append({"fact": str(fact), "source": str(source), "day": today().isoformat()})
    self.notes = notes
    self._p_changed = True
    return len(notes)
