def deconstruct(self, problem):
    """Take a problem apart into the steps that its wording names."""
    text = " ".join(str(problem).split()).rstrip(".?!")
    for joint in (" and then ", ", then ", "; ", ", and ", " and ", ", ", " then "):
        text = text.replace(joint, "|")
    return [step.strip() for step in text.split("|") if step.strip()]
