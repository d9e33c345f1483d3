# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "number_to_words"
# signature = "(self, number)"
# doc = "Write a number from 0 to 999 in words."
# also = ["spell out a number in English", "42 becomes forty-two", "number as text"]
# examples = [
#     { args = [42], result = "forty-two" },
#     { args = [0], result = "zero" },
#     { args = [305], result = "three hundred five" },
#     { args = [13], result = "thirteen" },
#     { args = [990], result = "nine hundred ninety" },
# ]
# ///
def number_to_words(self, number):
    """Write a number from 0 to 999 in words."""
    small = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen"
    ).split()
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    if number == 0:
        return "zero"
    words = [small[number // 100] + " hundred"] if number >= 100 else []
    rest = number % 100
    if rest >= 20:
        unit = f"-{small[rest % 10]}" if rest % 10 else ""
        words.append(tens[rest // 10 - 2] + unit)
    elif rest > 0:
        words.append(small[rest])
    return " ".join(words)
