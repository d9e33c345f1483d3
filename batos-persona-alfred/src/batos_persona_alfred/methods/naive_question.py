def naive_question(self, topic):
    """Ask a naive question about a topic, to bring an assumption into the open."""
    topic = str(topic).strip().rstrip("?.!")
    if not topic:
        return "What is it that we are not talking about?"
    questions = [
        "Who would notice if {} was not there tomorrow?",
        "What does {} do that something simpler does not?",
        "How do we know that {} is what we think it is?",
        "Is {} the problem, or only where it shows?",
        "Who asked for {} in the first place?",
    ]
    question = questions[sum(ord(letter) for letter in topic) % len(questions)]
    return question.replace("{}", topic)
