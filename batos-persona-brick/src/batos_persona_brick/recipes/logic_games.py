"""Recipes about games: who wins, what counts, which moves there are."""


def tic_tac_toe_winner(self, board):
    """Find the winner on a tic-tac-toe board of nine characters.

    Also: noughts and crosses; who has three in a row; X or O
    Tags: logic, game, grid

    >>> tic_tac_toe_winner("XXXOO....")
    'X'
    >>> tic_tac_toe_winner("XO.XO..O.")
    'O'
    >>> tic_tac_toe_winner(".........") is None
    True
    """
    lines = ["012", "345", "678", "036", "147", "258", "048", "246"]
    for line in lines:
        marks = {board[int(cell)] for cell in line}
        if marks == {"X"} or marks == {"O"}:
            return marks.pop()
    return None


def is_board_full(self, board):
    """Check whether no cell of a board is free.

    Also: is the game board full; no dots left
    Tags: logic, game, grid, check

    >>> is_board_full("XOXOXOXOX")
    True
    >>> is_board_full("XO.......")
    False
    >>> is_board_full("")
    True
    """
    return "." not in board


def count_neighbours(self, rows, row, column):
    """Count the ones around a cell in a grid of zeros and ones.

    Also: living neighbours in the game of life; mines around a field
    Tags: logic, game, grid

    >>> count_neighbours([[1, 0], [0, 1]], 0, 0)
    1
    >>> count_neighbours([[1, 1, 1], [1, 0, 1], [1, 1, 1]], 1, 1)
    8
    >>> count_neighbours([[1]], 0, 0)
    0
    """
    total = 0
    for y in range(max(0, row - 1), min(len(rows), row + 2)):
        for x in range(max(0, column - 1), min(len(rows[0]), column + 2)):
            if (y, x) != (row, column):
                total += rows[y][x]
    return total


def game_of_life_cell(self, alive, neighbours):
    """Tell whether a cell lives in the next round of the game of life.

    Also: Conway's rule; cell with two or three neighbours survives
    Tags: logic, game

    >>> game_of_life_cell(True, 2)
    True
    >>> game_of_life_cell(False, 3)
    True
    >>> game_of_life_cell(True, 4)
    False
    """
    return neighbours == 3 or (alive and neighbours == 2)


def blackjack_value(self, cards):
    """Calculate the value of a hand of cards in blackjack.

    Also: add up cards with aces as 1 or 11; points of twenty-one
    Tags: logic, game, cards

    >>> blackjack_value(["A", "K"])
    21
    >>> blackjack_value(["A", "9", "5"])
    15
    >>> blackjack_value([])
    0
    """
    total = 0
    for card in cards:
        if card == "A":
            total += 11
        else:
            total += 10 if card in ("J", "Q", "K") else int(card)
    for card in cards:
        if card == "A" and total > 21:
            total -= 10
    return total


def dice_hand(self, dice):
    """Tell the highest number of equal dice in a throw.

    Also: pair, three or four of a kind; yahtzee count
    Tags: logic, game

    >>> dice_hand([3, 3, 5, 3, 1])
    3
    >>> dice_hand([1, 2, 3])
    1
    >>> dice_hand([])
    0
    """
    return max([dice.count(die) for die in dice], default=0)


def deck_of_cards(self):
    """List the 52 cards of a deck.

    Also: all playing cards; every suit with every rank
    Tags: logic, game, cards, list

    >>> isinstance(deck_of_cards(), list)
    True
    >>> isinstance(deck_of_cards(), list)
    True
    >>> isinstance(deck_of_cards(), list)
    True
    """
    ranks = "2 3 4 5 6 7 8 9 10 J Q K A".split()
    suits = ["clubs", "diamonds", "hearts", "spades"]
    return [f"{rank} of {suit}" for suit in suits for rank in ranks]


def bowling_score(self, pins):
    """Add up the pins of the bowling throws without bonus.

    Also: simple bowling points; total of knocked pins, at most ten a throw
    Tags: logic, game

    >>> bowling_score([3, 5, 10])
    18
    >>> bowling_score([12])
    10
    >>> bowling_score([])
    0
    """
    return sum(min(10, throw) for throw in pins)


def chess_square_color(self, square):
    """Tell whether a square of a chess board is black or white.

    Also: color of a chess field such as a1; dark or light square
    Tags: logic, game, chess

    >>> chess_square_color("a1")
    'black'
    >>> chess_square_color("h1")
    'white'
    >>> chess_square_color("d5")
    'white'
    """
    column = ord(square[0]) - ord("a")
    row = int(square[1]) - 1
    return "black" if (column + row) % 2 == 0 else "white"


def knight_moves(self, square):
    """List the squares to which a knight can move on a chess board.

    Also: where can the horse jump in chess; moves of a knight
    Tags: logic, game, chess

    >>> knight_moves("a1")
    ['b3', 'c2']
    >>> knight_moves("h8")
    ['f7', 'g6']
    >>> knight_moves("b1")
    ['a3', 'c3', 'd2']
    """
    moves = []
    for column in range(8):
        for row in range(8):
            across = abs(column - (ord(square[0]) - ord("a")))
            along = abs(row - (int(square[1]) - 1))
            if across * along == 2:
                moves.append(f"{chr(column + ord('a'))}{row + 1}")
    return moves


def robot_position(self, commands):
    """Follow the commands U, D, L and R from the origin and tell the position.

    Also: where does a robot end; walk up, down, left, right on a grid
    Tags: logic, grid, simulation

    >>> robot_position("UURR")
    [2, 2]
    >>> robot_position("UD")
    [0, 0]
    >>> robot_position("")
    [0, 0]
    """
    x = commands.count("R") - commands.count("L")
    y = commands.count("U") - commands.count("D")
    return [x, y]


def hangman_view(self, word, letters):
    """Show a word for hangman with dashes for letters not yet guessed.

    Also: hide the letters of a word; guessed letters only
    Tags: logic, game, text

    >>> hangman_view("banana", ["a"])
    '-a-a-a'
    >>> hangman_view("tea", ["t", "e", "a"])
    'tea'
    >>> hangman_view("", [])
    ''
    """
    return "".join(letter if letter in letters else "-" for letter in word)


def mastermind_hits(self, secret, guess):
    """Count the right colors in the right place in a game of mastermind.

    Also: bulls in bulls and cows; matching positions of code and guess
    Tags: logic, game

    >>> mastermind_hits("RGBY", "RGYB")
    2
    >>> mastermind_hits("RRRR", "GGGG")
    0
    >>> mastermind_hits("", "")
    0
    """
    return sum(1 for a, b in zip(secret, guess) if a == b)


def lottery_hits(self, ticket, drawn):
    """Count how many numbers of a lottery ticket were drawn.

    Also: lotto matches; winning numbers on my ticket
    Tags: logic, game, list

    >>> lottery_hits([1, 2, 3], [3, 9, 1])
    2
    >>> lottery_hits([5], [6])
    0
    >>> lottery_hits([], [1])
    0
    """
    return len(set(ticket) & set(drawn))


def magic_eight_ball(self, question):
    """Answer a question at random with yes, no or maybe.

    Also: magic 8 ball; decide for me; random answer
    Tags: random, game

    >>> isinstance(magic_eight_ball("Will it rain?"), str)
    True
    >>> isinstance(magic_eight_ball(""), str)
    True
    >>> isinstance(magic_eight_ball("Me?"), str)
    True
    """
    return random.choice(["yes", "no", "maybe"])
