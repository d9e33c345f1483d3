"""Recipes that keep money: balance, accounts, expenses, budget."""


def deposit_money(self, amount):
    """Deposit money in the account and tell the balance.

    Also: pay in; add money to my bank account
    Tags: state, money

    >>> deposit_money(50)
    50
    >>> self.balance
    50

    >>> self.balance = 20
    >>> deposit_money(5)
    25
    >>> self.balance
    25

    >>> self.balance = 20
    >>> deposit_money(-5)
    Traceback (most recent call last):
    ValueError: the amount must be positive
    """
    if amount <= 0:
        raise ValueError("the amount must be positive")
    self.balance = getattr(self, "balance", 0) + amount
    self._p_changed = True
    return self.balance


def withdraw_money(self, amount):
    """Withdraw money from the account and tell the balance.

    Also: take money out; pay from my bank account; no overdraft
    Tags: state, money

    >>> self.balance = 20
    >>> withdraw_money(5)
    15
    >>> self.balance
    15

    >>> self.balance = 20
    >>> withdraw_money(20)
    0
    >>> self.balance
    0

    >>> self.balance = 20
    >>> withdraw_money(30)
    Traceback (most recent call last):
    ValueError: not enough money
    """
    balance = getattr(self, "balance", 0)
    if amount > balance:
        raise ValueError("not enough money")
    self.balance = balance - amount
    self._p_changed = True
    return self.balance


def show_balance(self):
    """Tell the balance of the account.

    Also: how much money do I have; account balance
    Tags: state, money

    >>> show_balance()
    0

    >>> self.balance = 20
    >>> show_balance()
    20
    """
    return getattr(self, "balance", 0)


def add_interest(self, percent):
    """Add interest in percent to the balance of the account.

    Also: yearly interest; grow my savings
    Tags: state, money, percent

    >>> self.balance = 200
    >>> add_interest(5)
    210.0
    >>> self.balance
    210.0

    >>> self.balance = 100
    >>> add_interest(0)
    100.0
    >>> self.balance
    100.0
    """
    self.balance = round(getattr(self, "balance", 0) * (1 + percent / 100), 2)
    self._p_changed = True
    return self.balance


def transfer_money(self, giver, taker, amount):
    """Transfer money from one account to another.

    Also: send money to somebody; move an amount between accounts
    Tags: state, money, dict

    >>> self.accounts = {"Ann": 100, "Bob": 0}
    >>> transfer_money("Ann", "Bob", 30)
    {'Ann': 70, 'Bob': 30}
    >>> self.accounts
    {'Ann': 70, 'Bob': 30}

    >>> self.accounts = {"Ann": 10}
    >>> transfer_money("Ann", "Cy", 10)
    {'Ann': 0, 'Cy': 10}
    >>> self.accounts
    {'Ann': 0, 'Cy': 10}

    >>> self.accounts = {"Ann": 10, "Bob": 0}
    >>> transfer_money("Ann", "Bob", 30)
    Traceback (most recent call last):
    ValueError: Ann does not have enough money
    """
    accounts = dict(getattr(self, "accounts", {}))
    if accounts.get(giver, 0) < amount:
        raise ValueError(f"{giver} does not have enough money")
    accounts[giver] -= amount
    accounts[taker] = accounts.get(taker, 0) + amount
    self.accounts = accounts
    self._p_changed = True
    return dict(accounts)


def add_expense(self, category, amount):
    """Add an expense in a category and tell the total of the category.

    Also: record spending; note what I paid for food or rent
    Tags: state, money, dict

    >>> add_expense("food", 12)
    12
    >>> self.expenses
    {'food': 12}

    >>> self.expenses = {"food": 12, "rent": 500}
    >>> add_expense("food", 8)
    20
    >>> self.expenses
    {'food': 20, 'rent': 500}
    """
    if not hasattr(self, "expenses"):
        self.expenses = {}
    self.expenses[category] = self.expenses.get(category, 0) + amount
    self._p_changed = True
    return self.expenses[category]


def total_expenses(self):
    """Tell the total of all expenses.

    Also: how much did I spend; sum of spending over all categories
    Tags: state, money, dict

    >>> total_expenses()
    0

    >>> self.expenses = {"food": 20, "rent": 500}
    >>> total_expenses()
    520
    """
    return sum(getattr(self, "expenses", {}).values())


def biggest_expense(self):
    """Tell the category with the biggest expenses.

    Also: where does my money go; most expensive category
    Tags: state, money, dict

    >>> biggest_expense() is None
    True

    >>> self.expenses = {"food": 20, "rent": 500}
    >>> biggest_expense()
    'rent'
    """
    expenses = getattr(self, "expenses", {})
    if not expenses:
        return None
    return max(expenses, key=lambda category: expenses[category])


def set_budget(self, amount):
    """Set the budget and start with nothing spent.

    Also: monthly budget; money I may spend
    Tags: state, money

    >>> set_budget(300)
    300
    >>> self.budget
    300
    >>> self.spent
    0

    >>> self.budget = 100
    >>> self.spent = 70
    >>> set_budget(200)
    200
    >>> self.budget
    200
    >>> self.spent
    0
    """
    self.budget = amount
    self.spent = 0
    self._p_changed = True
    return amount


def spend_from_budget(self, amount):
    """Spend an amount and tell what is left of the budget.

    Also: remaining budget; how much can I still spend
    Tags: state, money

    >>> self.budget = 100
    >>> self.spent = 0
    >>> spend_from_budget(30)
    70
    >>> self.budget
    100
    >>> self.spent
    30

    >>> self.budget = 100
    >>> self.spent = 90
    >>> spend_from_budget(20)
    -10
    >>> self.budget
    100
    >>> self.spent
    110
    """
    self.spent = getattr(self, "spent", 0) + amount
    self._p_changed = True
    return getattr(self, "budget", 0) - self.spent


def save_towards_goal(self, amount, goal):
    """Save an amount and tell how many percent of a goal are reached.

    Also: piggy bank; savings goal progress
    Tags: state, money, percent

    >>> save_towards_goal(25, 100)
    25.0
    >>> self.savings
    25

    >>> self.savings = 50
    >>> save_towards_goal(10, 200)
    30.0
    >>> self.savings
    60
    """
    self.savings = getattr(self, "savings", 0) + amount
    self._p_changed = True
    return round(100 * self.savings / goal, 1)


def split_debt(self, payer, amount, people):
    """Note that somebody paid for a group and tell who owes what.

    Also: split a bill among friends; shared expenses; group trip costs
    Tags: state, money, dict

    >>> split_debt("Ann", 30, ["Ann", "Bob", "Cy"])
    {'Ann': -20.0, 'Bob': 10.0, 'Cy': 10.0}
    >>> self.debts
    {'Ann': -20.0, 'Bob': 10.0, 'Cy': 10.0}

    >>> self.debts = {"Ann": -5.0, "Bob": 5.0}
    >>> split_debt("Bob", 10, ["Ann", "Bob"])
    {'Ann': 0.0, 'Bob': 0.0}
    >>> self.debts
    {'Ann': 0.0, 'Bob': 0.0}
    """
    debts = dict(getattr(self, "debts", {}))
    for person in people:
        debts[person] = debts.get(person, 0) + amount / len(people)
    debts[payer] = debts.get(payer, 0) - amount
    self.debts = debts
    self._p_changed = True
    return dict(debts)
