def unexpected_brick(self, topic):
    """Return a true fact from elsewhere to look at a topic with."""
    bricks = [
        "An arch stands because every stone in it is falling.",
        "The map that leaves nothing out is as large as the land.",
        "A knot keeps its hold by friction with itself.",
        "Water has no shape, and cuts the valley.",
        "The strongest wall is the one nobody has a reason to climb.",
    ]
    topic = str(topic).strip()
    brick = bricks[sum(ord(letter) for letter in topic) % len(bricks)]
    return f"About {topic}: {brick}" if topic else brick
