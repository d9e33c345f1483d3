"""Recipes that keep people: address book, birthdays, loans, attendance."""


def add_contact(self, person, phone):
    """Add a person with a phone number to the address book.

    Also: save a contact; new entry in the phone book; remember a number
    Tags: state, dict, people

    >>> add_contact("Ann", "555-1234")
    1
    >>> self.contacts
    {'Ann': '555-1234'}

    >>> self.contacts = {"Ann": "555-1234"}
    >>> add_contact("Ann", "555-9999")
    1
    >>> self.contacts
    {'Ann': '555-9999'}
    """
    if not hasattr(self, "contacts"):
        self.contacts = {}
    self.contacts[person] = phone
    self._p_changed = True
    return len(self.contacts)


def find_phone(self, person):
    """Find the phone number of a person in the address book.

    Also: look up a contact; what is the number of somebody
    Tags: state, dict, people

    >>> find_phone("Ann") is None
    True

    >>> self.contacts = {"Ann": "555-1234"}
    >>> find_phone("Ann")
    '555-1234'
    """
    return getattr(self, "contacts", {}).get(person)


def remove_contact(self, person):
    """Remove a person from the address book.

    Also: delete a contact; forget a phone number
    Tags: state, dict, people

    >>> self.contacts = {"Ann": "555-1234", "Bob": "555-2222"}
    >>> remove_contact("Ann")
    ['Bob']
    >>> self.contacts
    {'Bob': '555-2222'}

    >>> self.contacts = {}
    >>> remove_contact("Ann")
    Traceback (most recent call last):
    ValueError: Ann is not in the address book

    >>> self.contacts = {"Ann": "555-1234"}
    >>> remove_contact("Ann")
    []
    >>> self.contacts
    {}
    """
    if person not in getattr(self, "contacts", {}):
        raise ValueError(f"{person} is not in the address book")
    self.contacts.pop(person)
    self._p_changed = True
    return sorted(self.contacts)


def list_contacts(self):
    """List the people in the address book in alphabetical order.

    Also: all contacts; who is in my phone book
    Tags: state, dict, people

    >>> list_contacts()
    []

    >>> self.contacts = {"Bob": "2", "Ann": "1"}
    >>> list_contacts()
    ['Ann', 'Bob']
    """
    return sorted(getattr(self, "contacts", {}))


def save_birthday(self, person, day):
    """Save the birthday of a person.

    Also: remember a birthday; add to the birthday calendar
    Tags: state, dict, people, date

    >>> save_birthday("Ann", "1990-05-17")
    'Ann: 1990-05-17'
    >>> self.birthdays
    {'Ann': '1990-05-17'}

    >>> self.birthdays = {"Ann": "1990-05-17"}
    >>> save_birthday("Bob", "1985-01-02")
    'Bob: 1985-01-02'
    >>> self.birthdays
    {'Ann': '1990-05-17', 'Bob': '1985-01-02'}
    """
    if not hasattr(self, "birthdays"):
        self.birthdays = {}
    self.birthdays[person] = day
    self._p_changed = True
    return f"{person}: {day}"


def birthdays_in_month(self, month):
    """List the people whose saved birthday is in a month.

    Also: who has a birthday this month; birthdays by month number
    Tags: state, dict, people, date

    >>> birthdays_in_month(5)
    []

    >>> self.birthdays = {"Ann": "1990-05-17", "Bob": "1985-01-02"}
    >>> birthdays_in_month(5)
    ['Ann']
    """
    birthdays = getattr(self, "birthdays", {})
    return [person for person, day in birthdays.items() if int(day[5:7]) == month]


def lend_item(self, item, person):
    """Lend an item to a person and tell how many items are lent out.

    Also: who borrowed what; lend a book; keep track of loans
    Tags: state, dict, people

    >>> lend_item("drill", "Bob")
    1
    >>> self.loans
    {'drill': 'Bob'}

    >>> self.loans = {"drill": "Bob"}
    >>> lend_item("drill", "Ann")
    Traceback (most recent call last):
    ValueError: drill is already with Bob

    >>> self.loans = {"drill": "Bob"}
    >>> lend_item("book", "Ann")
    2
    >>> self.loans
    {'drill': 'Bob', 'book': 'Ann'}
    """
    if not hasattr(self, "loans"):
        self.loans = {}
    if item in self.loans:
        raise ValueError(f"{item} is already with {self.loans[item]}")
    self.loans[item] = person
    self._p_changed = True
    return len(self.loans)


def return_item(self, item):
    """Take back an item that was lent and tell who had it.

    Also: bring back a book; end a loan
    Tags: state, dict, people

    >>> self.loans = {"drill": "Bob"}
    >>> return_item("drill")
    'Bob'
    >>> self.loans
    {}

    >>> self.loans = {"drill": "Bob", "book": "Ann"}
    >>> return_item("book")
    'Ann'
    >>> self.loans
    {'drill': 'Bob'}

    >>> return_item("saw")
    Traceback (most recent call last):
    ValueError: saw is not lent
    """
    if item not in getattr(self, "loans", {}):
        raise ValueError(f"{item} is not lent")
    person = self.loans.pop(item)
    self._p_changed = True
    return person


def items_lent_to(self, person):
    """List the items that are lent to a person.

    Also: what did somebody borrow; loans of a person
    Tags: state, dict, people

    >>> items_lent_to("Bob")
    []

    >>> self.loans = {"drill": "Bob", "book": "Ann", "saw": "Bob"}
    >>> items_lent_to("Bob")
    ['drill', 'saw']
    """
    return [item for item, holder in getattr(self, "loans", {}).items() if holder == person]


def mark_attendance(self, day, student):
    """Mark a student as present on a date and list who is present.

    Also: attendance list; class register; who was there
    Tags: state, dict, people, date

    >>> mark_attendance("2024-02-27", "Ann")
    ['Ann']
    >>> self.attendance
    {'2024-02-27': ['Ann']}

    >>> self.attendance = {"2024-02-27": ["Ann"]}
    >>> mark_attendance("2024-02-27", "Bob")
    ['Ann', 'Bob']
    >>> self.attendance
    {'2024-02-27': ['Ann', 'Bob']}
    """
    if not hasattr(self, "attendance"):
        self.attendance = {}
    present = self.attendance.setdefault(day, [])
    if student not in present:
        present.append(student)
    self._p_changed = True
    return list(present)


def record_grade(self, student, grade):
    """Record a grade of a student and tell the average of the student.

    Also: grade book; add a mark; student average
    Tags: state, dict, people, statistics

    >>> record_grade("Ann", 80)
    80.0
    >>> self.grades
    {'Ann': [80]}

    >>> self.grades = {"Ann": [80]}
    >>> record_grade("Ann", 90)
    85.0
    >>> self.grades
    {'Ann': [80, 90]}
    """
    if not hasattr(self, "grades"):
        self.grades = {}
    self.grades.setdefault(student, []).append(grade)
    self._p_changed = True
    return sum(self.grades[student]) / len(self.grades[student])


def make_friends(self, first, second):
    """Note that two people are friends and list the friends of the first.

    Also: friendship graph; connect two people; social network
    Tags: state, dict, people, graph

    >>> make_friends("Ann", "Bob")
    ['Bob']
    >>> self.friends
    {'Ann': ['Bob'], 'Bob': ['Ann']}

    >>> self.friends = {"Ann": ["Bob"], "Bob": ["Ann"]}
    >>> make_friends("Ann", "Cy")
    ['Bob', 'Cy']
    >>> self.friends
    {'Ann': ['Bob', 'Cy'], 'Bob': ['Ann'], 'Cy': ['Ann']}
    """
    if not hasattr(self, "friends"):
        self.friends = {}
    self.friends.setdefault(first, []).append(second)
    self.friends.setdefault(second, []).append(first)
    self._p_changed = True
    return list(self.friends[first])
