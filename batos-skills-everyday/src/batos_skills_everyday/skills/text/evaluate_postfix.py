# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "evaluate_postfix"
# signature = "(self, text)"
# doc = "Calculate an expression in postfix notation, such as 3 4 + 2 *."
# also = ["reverse polish notation calculator", "rpn"]
# examples = [
#     { args = ["3 4 + 2 *"], result = 14 },
#     { args = ["10 4 -"], result = 6 },
#     { args = ["5"], result = 5 },
# ]
# ///
def evaluate_postfix(self, text):
    """Calculate an expression in postfix notation, such as 3 4 + 2 *."""
    stack = []
    for token in text.split():
        if token in ("+", "-", "*"):
            second, first = stack.pop(), stack.pop()
            results = {"+": first + second, "-": first - second, "*": first * second}
            stack.append(results[token])
        else:
            stack.append(int(token))
    return stack[0]
