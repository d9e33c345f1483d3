"""Recipes that remember: notes, facts, settings, bookmarks and favourites."""


def remember_note(self, text):
    """Remember a note and tell how many notes there are.

    Also: take a note; write something down; save a thought
    Tags: state, list, memory

    >>> remember_note("the key is under the mat")
    1
    >>> self.notes
    ['the key is under the mat']

    >>> self.notes = ["a"]
    >>> remember_note("b")
    2
    >>> self.notes
    ['a', 'b']
    """
    if not hasattr(self, "notes"):
        self.notes = []
    self.notes.append(text)
    self._p_changed = True
    return len(self.notes)


def recall_notes(self):
    """List all remembered notes.

    Also: what did I tell you; show my notes
    Tags: state, list, memory

    >>> recall_notes()
    []

    >>> self.notes = ["a", "b"]
    >>> recall_notes()
    ['a', 'b']
    """
    return list(getattr(self, "notes", []))


def find_notes(self, word):
    """Find the remembered notes that contain a word.

    Also: search my notes; which notes mention something
    Tags: state, list, memory, search

    >>> find_notes("key")
    []

    >>> self.notes = ["The key is here", "buy milk"]
    >>> find_notes("KEY")
    ['The key is here']
    """
    return [note for note in getattr(self, "notes", []) if word.lower() in note.lower()]


def forget_notes(self):
    """Forget all notes and tell how many there were.

    Also: clear my notes; delete everything I wrote down
    Tags: state, list, memory

    >>> self.notes = ["a", "b"]
    >>> forget_notes()
    2
    >>> self.notes
    []

    >>> self.notes = []
    >>> forget_notes()
    0
    >>> self.notes
    []
    """
    amount = len(getattr(self, "notes", []))
    self.notes = []
    self._p_changed = True
    return amount


def remember_fact(self, subject, fact):
    """Remember a fact about a subject.

    Also: save a value under a key; learn that something is so; store a fact
    Tags: state, dict, memory

    >>> remember_fact("wifi", "hunter2")
    'hunter2'
    >>> self.facts
    {'wifi': 'hunter2'}

    >>> self.facts = {"wifi": "old"}
    >>> remember_fact("wifi", "new")
    'new'
    >>> self.facts
    {'wifi': 'new'}
    """
    if not hasattr(self, "facts"):
        self.facts = {}
    self.facts[subject] = fact
    self._p_changed = True
    return fact


def recall_fact(self, subject):
    """Recall what was remembered about a subject.

    Also: get a stored value by its key; what do you know about
    Tags: state, dict, memory

    >>> recall_fact("wifi") is None
    True

    >>> self.facts = {"wifi": "hunter2"}
    >>> recall_fact("wifi")
    'hunter2'
    """
    return getattr(self, "facts", {}).get(subject)


def forget_fact(self, subject):
    """Forget what was remembered about a subject and tell whether it was known.

    Also: delete a stored value; remove a key from memory
    Tags: state, dict, memory

    >>> self.facts = {"wifi": "hunter2", "pin": 7}
    >>> forget_fact("wifi")
    True
    >>> self.facts
    {'pin': 7}

    >>> self.facts = {"pin": 7}
    >>> forget_fact("wifi")
    False
    >>> self.facts
    {'pin': 7}
    """
    if not hasattr(self, "facts"):
        self.facts = {}
    known = subject in self.facts
    self.facts.pop(subject, None)
    self._p_changed = True
    return known


def set_preference(self, option, value):
    """Set a preference to a value.

    Also: change a setting; save an option; configure something
    Tags: state, dict, settings

    >>> set_preference("color", "red")
    'red'
    >>> self.preferences
    {'color': 'red'}

    >>> self.preferences = {"color": "red", "size": 3}
    >>> set_preference("size", 4)
    4
    >>> self.preferences
    {'color': 'red', 'size': 4}
    """
    if not hasattr(self, "preferences"):
        self.preferences = {}
    self.preferences[option] = value
    self._p_changed = True
    return value


def get_preference(self, option, default):
    """Tell the value of a preference, or a default if it was never set.

    Also: read a setting; option with a fallback
    Tags: state, dict, settings

    >>> get_preference("color", "blue")
    'blue'

    >>> self.preferences = {"color": "red"}
    >>> get_preference("color", "blue")
    'red'
    """
    return getattr(self, "preferences", {}).get(option, default)


def toggle_switch(self):
    """Toggle a switch and tell whether it is on.

    Also: turn the light on or off; flip a switch; change between on and off
    Tags: state, switch

    >>> toggle_switch()
    True
    >>> self.switched_on
    True

    >>> self.switched_on = True
    >>> toggle_switch()
    False
    >>> self.switched_on
    False
    """
    self.switched_on = not getattr(self, "switched_on", False)
    self._p_changed = True
    return self.switched_on


def add_favourite(self, item):
    """Add an item to the favourites and list them.

    Also: mark as favourite; like something; star an item only once
    Tags: state, list, memory

    >>> add_favourite("tea")
    ['tea']
    >>> self.favourites
    ['tea']

    >>> self.favourites = ["tea", "cake"]
    >>> add_favourite("tea")
    ['tea', 'cake']
    >>> self.favourites
    ['tea', 'cake']
    """
    if not hasattr(self, "favourites"):
        self.favourites = []
    if item not in self.favourites:
        self.favourites.append(item)
    self._p_changed = True
    return list(self.favourites)


def add_bookmark(self, title, address):
    """Save a bookmark with a title and tell how many there are.

    Also: bookmark a web page; keep a link
    Tags: state, dict, memory, web

    >>> add_bookmark("news", "https://news.example")
    1
    >>> self.bookmarks
    {'news': 'https://news.example'}

    >>> self.bookmarks = {"a": "https://a.example"}
    >>> add_bookmark("b", "https://b.example")
    2
    >>> self.bookmarks
    {'a': 'https://a.example', 'b': 'https://b.example'}
    """
    if not hasattr(self, "bookmarks"):
        self.bookmarks = {}
    self.bookmarks[title] = address
    self._p_changed = True
    return len(self.bookmarks)


def define_term(self, term, meaning):
    """Write the meaning of a term into the glossary and tell its size.

    Also: add a word to a dictionary; define a word; vocabulary entry
    Tags: state, dict, memory

    >>> define_term("UVM", "a living image")
    1
    >>> self.glossary
    {'uvm': 'a living image'}

    >>> self.glossary = {"uvm": "old"}
    >>> define_term("Tea", "a drink")
    2
    >>> self.glossary
    {'uvm': 'old', 'tea': 'a drink'}
    """
    if not hasattr(self, "glossary"):
        self.glossary = {}
    self.glossary[term.lower()] = meaning
    self._p_changed = True
    return len(self.glossary)


def look_up_term(self, term):
    """Look up a term in the glossary.

    Also: what does a word mean; definition of a term
    Tags: state, dict, memory

    >>> look_up_term("tea")
    'unknown'

    >>> self.glossary = {"tea": "a drink"}
    >>> look_up_term("Tea")
    'a drink'
    """
    return getattr(self, "glossary", {}).get(term.lower(), "unknown")
