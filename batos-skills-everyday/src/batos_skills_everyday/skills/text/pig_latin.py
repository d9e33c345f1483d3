# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "pig_latin"
# signature = "(self, text)"
# doc = "Translate a sentence to Pig Latin."
# also = ["pig latin of all words", "speak pig latin"]
# examples = [
#     { args = ["hello big apple"], result = "ellohay igbay appleway" },
#     { args = ["my string"], result = "myay ingstray" },
#     { args = [""], result = "" },
# ]
# ///
def pig_latin(self, text):
    """Translate a sentence to Pig Latin."""
    words = []
    for word in text.lower().split():
        start = re.match(r"[^aeiou]*", word).group()
        if start == "":
            words.append(word + "way")
        else:
            words.append(word[len(start) :] + start + "ay")
    return " ".join(words)
