"""Recipes that keep to-do lists, reminders and plans."""


def add_todo(self, task):
    """Add a task to the to-do list and tell how many tasks there are.

    Also: remember something to do; new to-do item; put a task on my list
    Tags: state, list, tasks

    >>> add_todo("buy milk")
    1
    >>> self.todos
    [{'task': 'buy milk', 'done': False}]

    >>> self.todos = [{"task": "call Bob", "done": True}]
    >>> add_todo("buy milk")
    2
    >>> self.todos
    [{'task': 'call Bob', 'done': True}, {'task': 'buy milk', 'done': False}]
    """
    if not hasattr(self, "todos"):
        self.todos = []
    self.todos.append({"task": task, "done": False})
    self._p_changed = True
    return len(self.todos)


def complete_todo(self, task):
    """Mark a task of the to-do list as done and tell whether it was there.

    Also: tick off a task; finish a to-do; check an item
    Tags: state, list, tasks

    >>> self.todos = [{"task": "buy milk", "done": False}]
    >>> complete_todo("buy milk")
    True
    >>> self.todos
    [{'task': 'buy milk', 'done': True}]

    >>> self.todos = [{"task": "buy milk", "done": False}]
    >>> complete_todo("sleep")
    False
    >>> self.todos
    [{'task': 'buy milk', 'done': False}]
    """
    found = False
    for todo in getattr(self, "todos", []):
        if todo["task"] == task:
            todo["done"] = True
            found = True
    self._p_changed = True
    return found


def open_todos(self):
    """List the tasks of the to-do list that are not done.

    Also: what is left to do; open tasks; pending to-dos
    Tags: state, list, tasks

    >>> open_todos()
    []

    >>> self.todos = [{"task": "call Bob", "done": True}, {"task": "buy milk", "done": False}]
    >>> open_todos()
    ['buy milk']
    """
    return [todo["task"] for todo in getattr(self, "todos", []) if not todo["done"]]


def remove_todo(self, task):
    """Remove a task from the to-do list and tell how many are left.

    Also: delete a to-do; take a task off my list
    Tags: state, list, tasks

    >>> self.todos = [{"task": "buy milk", "done": False}, {"task": "sleep", "done": False}]
    >>> remove_todo("buy milk")
    1
    >>> self.todos
    [{'task': 'sleep', 'done': False}]

    >>> remove_todo("sleep")
    0
    >>> self.todos
    []
    """
    self.todos = [todo for todo in getattr(self, "todos", []) if todo["task"] != task]
    self._p_changed = True
    return len(self.todos)


def todo_progress(self):
    """Tell how many percent of the to-do list are done.

    Also: progress of my tasks; share of finished to-dos
    Tags: state, list, tasks, percent

    >>> todo_progress()
    0

    >>> self.todos = [{"task": "a", "done": True}, {"task": "b", "done": False}]
    >>> todo_progress()
    50
    """
    todos = getattr(self, "todos", [])
    if not todos:
        return 0
    return round(100 * sum(1 for todo in todos if todo["done"]) / len(todos))


def add_reminder(self, day, text):
    """Add a reminder for a date and tell how many reminders that day has.

    Also: remind me of something on a day; put an appointment in the calendar
    Tags: state, dict, tasks, date

    >>> add_reminder("2024-02-27", "dentist")
    1
    >>> self.reminders
    {'2024-02-27': ['dentist']}

    >>> self.reminders = {"2024-02-27": ["dentist"]}
    >>> add_reminder("2024-02-27", "call Bob")
    2
    >>> self.reminders
    {'2024-02-27': ['dentist', 'call Bob']}
    """
    if not hasattr(self, "reminders"):
        self.reminders = {}
    self.reminders.setdefault(day, []).append(text)
    self._p_changed = True
    return len(self.reminders[day])


def reminders_for(self, day):
    """List the reminders of a date.

    Also: what is planned on a day; appointments of a date; agenda
    Tags: state, dict, tasks, date

    >>> reminders_for("2024-02-27")
    []

    >>> self.reminders = {"2024-02-27": ["dentist"]}
    >>> reminders_for("2024-02-27")
    ['dentist']
    """
    return list(getattr(self, "reminders", {}).get(day, []))


def next_reminder(self, day):
    """Find the first date with a reminder on or after a date.

    Also: upcoming appointment; when is the next reminder
    Tags: state, dict, tasks, date

    >>> next_reminder("2024-02-27") is None
    True

    >>> self.reminders = {"2024-01-01": ["party"], "2024-03-01": ["dentist"]}
    >>> next_reminder("2024-02-27")
    '2024-03-01'
    """
    coming = [then for then in getattr(self, "reminders", {}) if then >= day]
    return min(coming, default=None)


def add_urgent_task(self, task, priority):
    """Add a task with a priority number, and tell the most urgent task.

    Also: priority queue; tasks ordered by importance, 1 being the most urgent
    Tags: state, list, tasks, priority

    >>> add_urgent_task("sleep", 3)
    'sleep'
    >>> self.urgent_tasks
    [[3, 'sleep']]

    >>> self.urgent_tasks = [[3, "sleep"]]
    >>> add_urgent_task("eat", 1)
    'eat'
    >>> self.urgent_tasks
    [[1, 'eat'], [3, 'sleep']]
    """
    if not hasattr(self, "urgent_tasks"):
        self.urgent_tasks = []
    self.urgent_tasks.append([priority, task])
    self.urgent_tasks.sort()
    self._p_changed = True
    return self.urgent_tasks[0][1]


def take_urgent_task(self):
    """Take the most urgent task and remove it from the list.

    Also: next task by priority; what should I do first
    Tags: state, list, tasks, priority

    >>> self.urgent_tasks = [[1, "eat"], [3, "sleep"]]
    >>> take_urgent_task()
    'eat'
    >>> self.urgent_tasks
    [[3, 'sleep']]

    >>> self.urgent_tasks = [[2, "walk"]]
    >>> take_urgent_task()
    'walk'
    >>> self.urgent_tasks
    []
    """
    if not getattr(self, "urgent_tasks", []):
        raise ValueError("there is no task")
    priority, task = self.urgent_tasks.pop(0)
    self._p_changed = True
    return task


def book_seat(self, seat, person):
    """Book a seat for a person and tell whether it was free.

    Also: reserve a table; seat reservation; book a room
    Tags: state, dict, booking

    >>> book_seat("A1", "Ann")
    True
    >>> self.seats
    {'A1': 'Ann'}

    >>> self.seats = {"A1": "Ann"}
    >>> book_seat("A1", "Bob")
    False
    >>> self.seats
    {'A1': 'Ann'}
    """
    if not hasattr(self, "seats"):
        self.seats = {}
    free = seat not in self.seats
    if free:
        self.seats[seat] = person
    self._p_changed = True
    return free


def answer_invitation(self, guest, coming):
    """Note whether a guest is coming and tell how many guests come.

    Also: guest list; replies to an invitation; party attendance
    Tags: state, dict, party

    >>> answer_invitation("Ann", True)
    1
    >>> self.guests
    {'Ann': True}

    >>> self.guests = {"Ann": True, "Bob": True}
    >>> answer_invitation("Bob", False)
    1
    >>> self.guests
    {'Ann': True, 'Bob': False}
    """
    if not hasattr(self, "guests"):
        self.guests = {}
    self.guests[guest] = coming
    self._p_changed = True
    return sum(1 for answer in self.guests.values() if answer)
