"""Recipes that keep scores, games and small machines."""


def record_score(self, score):
    """Record a score and tell the high score.

    Also: best score so far; keep the record; is it a new high score
    Tags: state, game

    >>> record_score(10)
    10
    >>> self.high_score
    10

    >>> self.high_score = 50
    >>> record_score(20)
    50
    >>> self.high_score
    50
    """
    self.high_score = max(score, getattr(self, "high_score", score))
    self._p_changed = True
    return self.high_score


def add_points(self, player, points):
    """Add points to a player and tell the player's score.

    Also: score board; give points; update the score of a team
    Tags: state, dict, game

    >>> add_points("Ann", 5)
    5
    >>> self.scores
    {'Ann': 5}

    >>> self.scores = {"Ann": 5, "Bob": 2}
    >>> add_points("Bob", 4)
    6
    >>> self.scores
    {'Ann': 5, 'Bob': 6}
    """
    if not hasattr(self, "scores"):
        self.scores = {}
    self.scores[player] = self.scores.get(player, 0) + points
    self._p_changed = True
    return self.scores[player]


def score_ranking(self):
    """List the players from the highest score to the lowest.

    Also: ranking of the score board; who leads the game; leader board
    Tags: state, dict, game, ranking

    >>> score_ranking()
    []

    >>> self.scores = {"Ann": 5, "Bob": 6}
    >>> score_ranking()
    ['Bob', 'Ann']
    """
    scores = getattr(self, "scores", {})
    return sorted(scores, key=lambda player: scores[player], reverse=True)


def record_match(self, winner):
    """Record who won a match and tell the matches won by each player.

    Also: count wins; series of games; match statistics
    Tags: state, dict, game

    >>> record_match("Ann")
    {'Ann': 1}
    >>> self.wins
    {'Ann': 1}

    >>> self.wins = {"Ann": 1}
    >>> record_match("Bob")
    {'Ann': 1, 'Bob': 1}
    >>> self.wins
    {'Ann': 1, 'Bob': 1}
    """
    if not hasattr(self, "wins"):
        self.wins = {}
    self.wins[winner] = self.wins.get(winner, 0) + 1
    self._p_changed = True
    return dict(self.wins)


def next_player(self):
    """Tell whose turn it is and pass the turn to the next player.

    Also: take turns; rotate players; who plays now
    Tags: state, list, game

    >>> self.players = ["Ann", "Bob"]
    >>> next_player()
    'Ann'
    >>> self.players
    ['Bob', 'Ann']

    >>> self.players = ["Cy"]
    >>> next_player()
    'Cy'
    >>> self.players
    ['Cy']
    """
    if not getattr(self, "players", []):
        return None
    self.players = self.players[1:] + self.players[:1]
    self._p_changed = True
    return self.players[-1]


def move_robot(self, direction):
    """Move a robot one step in a direction and tell its position.

    Also: walk on a grid; move north, south, east or west; turtle steps
    Tags: state, game, grid

    >>> move_robot("north")
    [0, 1]
    >>> self.position
    [0, 1]

    >>> self.position = [2, 3]
    >>> move_robot("west")
    [1, 3]
    >>> self.position
    [1, 3]
    """
    steps = {"north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0)}
    x, y = getattr(self, "position", [0, 0])
    dx, dy = steps[direction]
    self.position = [x + dx, y + dy]
    self._p_changed = True
    return [x + dx, y + dy]


def guess_secret(self, number):
    """Guess the secret number and be told whether it is higher or lower.

    Also: number guessing game; too high or too low; count my guesses
    Tags: state, game

    >>> self.secret = 7
    >>> self.guesses = 0
    >>> guess_secret(5)
    'higher'
    >>> self.secret
    7
    >>> self.guesses
    1

    >>> self.secret = 7
    >>> self.guesses = 2
    >>> guess_secret(7)
    'correct'
    >>> self.secret
    7
    >>> self.guesses
    3
    """
    self.guesses = getattr(self, "guesses", 0) + 1
    self._p_changed = True
    if number < self.secret:
        return "higher"
    if number > self.secret:
        return "lower"
    return "correct"


def place_mark(self, cell, mark):
    """Place a mark on a tic-tac-toe board and show the board.

    Also: make a move in noughts and crosses; set X or O in a cell from 0 to 8
    Tags: state, game, grid

    >>> place_mark(0, "X")
    'X........'
    >>> self.board
    'X........'

    >>> self.board = "X........"
    >>> place_mark(4, "O")
    'X...O....'
    >>> self.board
    'X...O....'

    >>> self.board = "X........"
    >>> place_mark(0, "O")
    Traceback (most recent call last):
    ValueError: the cell is taken
    """
    board = getattr(self, "board", ".........")
    if board[cell] != ".":
        raise ValueError("the cell is taken")
    self.board = board[:cell] + mark + board[cell + 1 :]
    self._p_changed = True
    return self.board


def take_damage(self, damage):
    """Take damage from the health of a hero and tell whether the hero is alive.

    Also: hit points of a game character; lose health; is the player dead
    Tags: state, game

    >>> take_damage(30)
    'alive'
    >>> self.health
    70

    >>> self.health = 20
    >>> take_damage(50)
    'dead'
    >>> self.health
    0
    """
    self.health = max(0, getattr(self, "health", 100) - damage)
    self._p_changed = True
    return "alive" if self.health > 0 else "dead"


def add_card(self, question, answer):
    """Add a flash card with a question and an answer.

    Also: learn vocabulary; quiz card; question to study
    Tags: state, dict, learning

    >>> add_card("2 + 2", "4")
    1
    >>> self.cards
    {'2 + 2': '4'}

    >>> self.cards = {"2 + 2": "4"}
    >>> add_card("capital of Italy", "Rome")
    2
    >>> self.cards
    {'2 + 2': '4', 'capital of Italy': 'Rome'}
    """
    if not hasattr(self, "cards"):
        self.cards = {}
    self.cards[question] = answer
    self._p_changed = True
    return len(self.cards)


def answer_card(self, question, answer):
    """Check an answer to a flash card, ignoring case.

    Also: quiz me; is the answer right
    Tags: state, dict, learning, check

    >>> answer_card("x", "y")
    False

    >>> self.cards = {"capital of Italy": "Rome"}
    >>> answer_card("capital of Italy", "rome")
    True
    """
    expected = getattr(self, "cards", {}).get(question)
    return expected is not None and expected.lower() == answer.strip().lower()
