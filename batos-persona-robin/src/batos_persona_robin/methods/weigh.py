def weigh(self, good, harm):
    """Weigh what is good about a thing against the harm it does, harm counting double."""
    score = len(good) - 2 * len(harm)
    if harm and score < 0:
        return "no: " + ", ".join(str(each) for each in harm)
    if score == 0:
        return "wait: let the water clear first"
    return "yes: " + ", ".join(str(each) for each in good)
