"""Recipes that keep things in order: stack, queue, undo, playlist."""


def push_on_stack(self, item):
    """Push an item on the stack and tell its height.

    Also: put something on top of a stack; add to a pile
    Tags: state, list, stack

    >>> push_on_stack("a")
    1
    >>> self.stack
    ['a']

    >>> self.stack = [1]
    >>> push_on_stack(2)
    2
    >>> self.stack
    [1, 2]
    """
    if not hasattr(self, "stack"):
        self.stack = []
    self.stack.append(item)
    self._p_changed = True
    return len(self.stack)


def pop_from_stack(self):
    """Take the top item off the stack.

    Also: pop a stack; last in first out; remove from the top of a pile
    Tags: state, list, stack

    >>> self.stack = [1, 2]
    >>> pop_from_stack()
    2
    >>> self.stack
    [1]

    >>> self.stack = ["a"]
    >>> pop_from_stack()
    'a'
    >>> self.stack
    []

    >>> pop_from_stack()
    Traceback (most recent call last):
    IndexError: the stack is empty
    """
    if not getattr(self, "stack", []):
        raise IndexError("the stack is empty")
    item = self.stack.pop()
    self._p_changed = True
    return item


def top_of_stack(self):
    """Tell the top item of the stack without taking it.

    Also: peek at a stack; what lies on top
    Tags: state, list, stack

    >>> top_of_stack() is None
    True

    >>> self.stack = [1, 2]
    >>> top_of_stack()
    2
    """
    stack = getattr(self, "stack", [])
    if not stack:
        return None
    return stack[-1]


def join_queue(self, person):
    """Put a person at the end of the queue and tell the place.

    Also: enqueue; wait in line; add to a waiting list
    Tags: state, list, queue

    >>> join_queue("Ann")
    1
    >>> self.queue
    ['Ann']

    >>> self.queue = ["Ann"]
    >>> join_queue("Bob")
    2
    >>> self.queue
    ['Ann', 'Bob']
    """
    if not hasattr(self, "queue"):
        self.queue = []
    self.queue.append(person)
    self._p_changed = True
    return len(self.queue)


def next_in_queue(self):
    """Take the first person out of the queue, or None if nobody waits.

    Also: dequeue; who is next in line; first in first out
    Tags: state, list, queue

    >>> self.queue = ["Ann", "Bob"]
    >>> next_in_queue()
    'Ann'
    >>> self.queue
    ['Bob']

    >>> self.queue = []
    >>> next_in_queue() is None
    True
    >>> self.queue
    []
    """
    if not getattr(self, "queue", []):
        return None
    person = self.queue.pop(0)
    self._p_changed = True
    return person


def place_in_queue(self, person):
    """Tell the place of a person in the queue, or 0 if not waiting.

    Also: position in line; how many are before me
    Tags: state, list, queue

    >>> place_in_queue("Ann")
    0

    >>> self.queue = ["Ann", "Bob"]
    >>> place_in_queue("Bob")
    2
    """
    queue = getattr(self, "queue", [])
    if person not in queue:
        return 0
    return queue.index(person) + 1


def append_text(self, text):
    """Append a text to the document and keep the old version for undo.

    Also: type into an editor; write with undo history
    Tags: state, text, undo

    >>> append_text("hello")
    'hello'
    >>> self.document
    'hello'
    >>> self.versions
    ['']

    >>> self.document = "a"
    >>> self.versions = [""]
    >>> append_text("b")
    'ab'
    >>> self.document
    'ab'
    >>> self.versions
    ['', 'a']
    """
    if not hasattr(self, "versions"):
        self.document = ""
        self.versions = []
    self.versions.append(self.document)
    self.document = self.document + text
    self._p_changed = True
    return self.document


def undo_last_change(self):
    """Undo the last change of the document.

    Also: go back one version; take back what I wrote
    Tags: state, text, undo

    >>> self.document = "ab"
    >>> self.versions = ["", "a"]
    >>> undo_last_change()
    'a'
    >>> self.document
    'a'
    >>> self.versions
    ['']

    >>> self.document = "x"
    >>> self.versions = [""]
    >>> undo_last_change()
    ''
    >>> self.document
    ''
    >>> self.versions
    []

    >>> undo_last_change()
    Traceback (most recent call last):
    ValueError: nothing to undo
    """
    if not getattr(self, "versions", []):
        raise ValueError("nothing to undo")
    self.document = self.versions.pop()
    self._p_changed = True
    return self.document


def visit_page(self, page):
    """Visit a page and keep the pages visited before.

    Also: browser history; open a page and remember the way back
    Tags: state, list, web

    >>> visit_page("home")
    'home'
    >>> self.pages
    ['home']

    >>> self.pages = ["home"]
    >>> visit_page("news")
    'news'
    >>> self.pages
    ['home', 'news']
    """
    if not hasattr(self, "pages"):
        self.pages = []
    self.pages.append(page)
    self._p_changed = True
    return page


def go_back(self):
    """Go back to the page visited before.

    Also: back button; previous page of the history
    Tags: state, list, web

    >>> self.pages = ["home", "news"]
    >>> go_back()
    'home'
    >>> self.pages
    ['home']

    >>> self.pages = ["home"]
    >>> go_back()
    'home'
    >>> self.pages
    ['home']
    """
    if not getattr(self, "pages", []):
        return None
    if len(self.pages) > 1:
        self.pages.pop()
    self._p_changed = True
    return self.pages[-1]


def add_song(self, song):
    """Add a song to the playlist and list the songs.

    Also: queue up music; playlist entry
    Tags: state, list, music

    >>> add_song("Yesterday")
    ['Yesterday']
    >>> self.playlist
    ['Yesterday']

    >>> self.playlist = ["Yesterday"]
    >>> add_song("Help")
    ['Yesterday', 'Help']
    >>> self.playlist
    ['Yesterday', 'Help']
    """
    if not hasattr(self, "playlist"):
        self.playlist = []
    self.playlist.append(song)
    self._p_changed = True
    return list(self.playlist)


def next_song(self):
    """Play the next song of the playlist and put it at the end.

    Also: play music in turn; rotate through a playlist
    Tags: state, list, music

    >>> self.playlist = ["Yesterday", "Help"]
    >>> next_song()
    'Yesterday'
    >>> self.playlist
    ['Help', 'Yesterday']

    >>> self.playlist = ["Help"]
    >>> next_song()
    'Help'
    >>> self.playlist
    ['Help']
    """
    if not getattr(self, "playlist", []):
        return None
    song = self.playlist.pop(0)
    self.playlist.append(song)
    self._p_changed = True
    return song


def remember_recent(self, item):
    """Remember an item as the most recent of at most five.

    Also: recently used list; last five items; most recent first
    Tags: state, list, memory

    >>> remember_recent("a")
    ['a']
    >>> self.recent
    ['a']

    >>> self.recent = ["e", "d", "c", "b", "a"]
    >>> remember_recent("b")
    ['b', 'e', 'd', 'c', 'a']
    >>> self.recent
    ['b', 'e', 'd', 'c', 'a']

    >>> self.recent = ["e", "d", "c", "b", "a"]
    >>> remember_recent("f")
    ['f', 'e', 'd', 'c', 'b']
    >>> self.recent
    ['f', 'e', 'd', 'c', 'b']
    """
    others = [other for other in getattr(self, "recent", []) if other != item]
    self.recent = [item] + others[:4]
    self._p_changed = True
    return list(self.recent)
