# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "record_grade"
# signature = "(self, student, grade)"
# doc = "Record a grade of a student and tell the average of the student."
# also = ["grade book", "add a mark", "student average"]
# examples = [
#     { args = ["Ann", 80], result = 80.0, after = { grades = { Ann = [80] } } },
#     { args = ["Ann", 90], result = 85.0, state = { grades = { Ann = [80] } }, after = { grades = { Ann = [80, 90] } } },
# ]
# ///
def record_grade(self, student, grade):
    """Record a grade of a student and tell the average of the student."""
    if not hasattr(self, "grades"):
        self.grades = {}
    self.grades.setdefault(student, []).append(grade)
    self._p_changed = True
    return sum(self.grades[student]) / len(self.grades[student])
