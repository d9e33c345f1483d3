"""Recipes that count: numbers kept in a slot from call to call."""


def increment_counter(self):
    """Increase a counter by one and tell its value.

    Also: count up; how often was this called; next number
    Tags: state, counter

    >>> increment_counter()
    1
    >>> self.count
    1

    >>> self.count = 4
    >>> increment_counter()
    5
    >>> self.count
    5
    """
    if not hasattr(self, "count"):
        self.count = 0
    self.count += 1
    self._p_changed = True
    return self.count


def decrement_counter(self):
    """Decrease a counter by one and tell its value.

    Also: count down; one less
    Tags: state, counter

    >>> decrement_counter()
    -1
    >>> self.count
    -1

    >>> self.count = 4
    >>> decrement_counter()
    3
    >>> self.count
    3
    """
    if not hasattr(self, "count"):
        self.count = 0
    self.count -= 1
    self._p_changed = True
    return self.count


def increase_counter_by(self, amount):
    """Increase a counter by an amount and tell its value.

    Also: add a number to a counter; count up in steps
    Tags: state, counter

    >>> increase_counter_by(5)
    5
    >>> self.count
    5

    >>> self.count = 10
    >>> increase_counter_by(-3)
    7
    >>> self.count
    7
    """
    if not hasattr(self, "count"):
        self.count = 0
    self.count += amount
    self._p_changed = True
    return self.count


def reset_counter(self):
    """Set a counter back to zero.

    Also: clear the counter; start counting again
    Tags: state, counter

    >>> reset_counter()
    0
    >>> self.count
    0

    >>> self.count = 7
    >>> reset_counter()
    0
    >>> self.count
    0
    """
    self.count = 0
    self._p_changed = True
    return self.count


def counter_value(self):
    """Tell the value of a counter.

    Also: what is the counter at; read the counter
    Tags: state, counter

    >>> counter_value()
    0

    >>> self.count = 7
    >>> counter_value()
    7
    """
    return getattr(self, "count", 0)


def count_event(self, event):
    """Count an event under its name and tell how often it happened.

    Also: named counters; count clicks per button; tally events by kind
    Tags: state, counter, dict

    >>> count_event("click")
    1
    >>> self.event_counts
    {'click': 1}

    >>> self.event_counts = {"click": 2, "tap": 1}
    >>> count_event("click")
    3
    >>> self.event_counts
    {'click': 3, 'tap': 1}
    """
    if not hasattr(self, "event_counts"):
        self.event_counts = {}
    self.event_counts[event] = self.event_counts.get(event, 0) + 1
    self._p_changed = True
    return self.event_counts[event]


def times_event_happened(self, event):
    """Tell how often an event was counted.

    Also: read a named counter; number of times something happened
    Tags: state, counter, dict

    >>> times_event_happened("click")
    0

    >>> self.event_counts = {"click": 2}
    >>> times_event_happened("click")
    2
    """
    return getattr(self, "event_counts", {}).get(event, 0)


def cast_vote(self, candidate):
    """Cast a vote for a candidate and tell the votes of the candidate.

    Also: tally votes; vote in a poll; count ballots
    Tags: state, counter, votes

    >>> cast_vote("Ann")
    1
    >>> self.votes
    {'Ann': 1}

    >>> self.votes = {"Ann": 1, "Bob": 3}
    >>> cast_vote("Bob")
    4
    >>> self.votes
    {'Ann': 1, 'Bob': 4}
    """
    if not hasattr(self, "votes"):
        self.votes = {}
    self.votes[candidate] = self.votes.get(candidate, 0) + 1
    self._p_changed = True
    return self.votes[candidate]


def vote_winner(self):
    """Tell who has the most votes.

    Also: who won the election; winner of the poll
    Tags: state, votes

    >>> vote_winner() is None
    True

    >>> self.votes = {"Ann": 1, "Bob": 3}
    >>> vote_winner()
    'Bob'
    """
    votes = getattr(self, "votes", {})
    if not votes:
        return None
    return max(votes, key=lambda candidate: votes[candidate])


def record_visit(self, visitor):
    """Record a visitor and tell how many different visitors there were.

    Also: unique visitors; count each guest only once
    Tags: state, counter, unique

    >>> record_visit("ann")
    1
    >>> self.visitors
    ['ann']

    >>> self.visitors = ["ann", "bob"]
    >>> record_visit("ann")
    2
    >>> self.visitors
    ['ann', 'bob']
    """
    if not hasattr(self, "visitors"):
        self.visitors = []
    if visitor not in self.visitors:
        self.visitors.append(visitor)
    self._p_changed = True
    return len(self.visitors)


def check_in(self, day):
    """Check in on a date and tell the streak of days in a row.

    Also: daily streak; habit tracker; how many days in a row
    Tags: state, counter, date

    >>> check_in("2024-02-27")
    1
    >>> self.streak
    1
    >>> self.last_check_in
    '2024-02-27'

    >>> self.streak = 3
    >>> self.last_check_in = "2024-02-28"
    >>> check_in("2024-02-29")
    4
    >>> self.streak
    4
    >>> self.last_check_in
    '2024-02-29'

    >>> self.streak = 3
    >>> self.last_check_in = "2024-02-01"
    >>> check_in("2024-02-29")
    1
    >>> self.streak
    1
    >>> self.last_check_in
    '2024-02-29'
    """
    before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    if getattr(self, "last_check_in", "") == before:
        self.streak += 1
    else:
        self.streak = 1
    self.last_check_in = day
    self._p_changed = True
    return self.streak


def next_ticket_number(self, prefix):
    """Give out the next ticket number with a prefix.

    Also: serial numbers; generate the next invoice id; running number
    Tags: state, counter, text

    >>> next_ticket_number("T")
    'T-001'
    >>> self.last_ticket
    1

    >>> self.last_ticket = 41
    >>> next_ticket_number("INV")
    'INV-042'
    >>> self.last_ticket
    42
    """
    if not hasattr(self, "last_ticket"):
        self.last_ticket = 0
    self.last_ticket += 1
    self._p_changed = True
    return f"{prefix}-{self.last_ticket:03d}"


def drink_water(self, glasses):
    """Add glasses of water and tell how many are left to a goal of eight.

    Also: water tracker; daily goal; how many more to drink
    Tags: state, counter, health

    >>> drink_water(2)
    6
    >>> self.glasses
    2

    >>> self.glasses = 7
    >>> drink_water(3)
    0
    >>> self.glasses
    10
    """
    if not hasattr(self, "glasses"):
        self.glasses = 0
    self.glasses += glasses
    self._p_changed = True
    return max(0, 8 - self.glasses)
