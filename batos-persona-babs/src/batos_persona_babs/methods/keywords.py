def keywords(self, text, limit=5):
    """Return the words that carry the meaning of a text, the most frequent first."""
    small = "a an and are as at be by for from has have how i in is it its me my no not of on or our so that the their this to up was we what when which who with you your".split()
    counts = {}
    for word in re.findall(r"[^\W\d_]{2,}", str(text).lower()):
        if word not in small:
            counts[word] = counts.get(word, 0) + 1
    ranked = sorted(counts, key=lambda word: -counts[word])
    return ranked[:limit]
