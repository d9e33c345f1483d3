# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "log_with_time"
# signature = "(self, text)"
# doc = "Write a text into the diary together with the date and the time."
# also = ["timestamped log entry", "diary with time", "note when something happened"]
# examples = [{ args = ["hello"] }, { args = [""], state = { diary = [] } }]
# ///
def log_with_time(self, text):
    """Write a text into the diary together with the date and the time."""
    if not hasattr(self, "diary"):
        self.diary = []
    entry = now().strftime("%Y-%m-%d %H:%M") + " " + text
    self.diary.append(entry)
    self._p_changed = True
    return entry
