"""Methods by hand: people write them, try them, test them again and say what they must give."""
