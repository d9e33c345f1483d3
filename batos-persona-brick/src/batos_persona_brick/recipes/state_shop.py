"""Recipes that keep shopping lists, carts, stocks and collections."""


def add_to_shopping_list(self, item, quantity):
    """Add a quantity of an item to the shopping list.

    Also: put something on the shopping list; I need to buy
    Tags: state, dict, shopping

    >>> add_to_shopping_list("milk", 2)
    {'milk': 2}
    >>> self.shopping
    {'milk': 2}

    >>> self.shopping = {"milk": 2}
    >>> add_to_shopping_list("milk", 1)
    {'milk': 3}
    >>> self.shopping
    {'milk': 3}
    """
    if not hasattr(self, "shopping"):
        self.shopping = {}
    self.shopping[item] = self.shopping.get(item, 0) + quantity
    self._p_changed = True
    return dict(self.shopping)


def bought_item(self, item):
    """Take a bought item off the shopping list and list what is left to buy.

    Also: remove from the shopping list; tick off groceries
    Tags: state, dict, shopping

    >>> self.shopping = {"milk": 2, "eggs": 6}
    >>> bought_item("milk")
    ['eggs']
    >>> self.shopping
    {'eggs': 6}

    >>> self.shopping = {"eggs": 6}
    >>> bought_item("tea")
    ['eggs']
    >>> self.shopping
    {'eggs': 6}
    """
    if not hasattr(self, "shopping"):
        self.shopping = {}
    self.shopping.pop(item, None)
    self._p_changed = True
    return sorted(self.shopping)


def shopping_list_text(self):
    """Write the shopping list as text.

    Also: what do I have to buy; show the groceries in one line
    Tags: state, dict, shopping, text

    >>> shopping_list_text()
    'nothing to buy'

    >>> self.shopping = {"milk": 2, "eggs": 6}
    >>> shopping_list_text()
    '2 x milk, 6 x eggs'
    """
    shopping = getattr(self, "shopping", {})
    lines = [f"{quantity} x {item}" for item, quantity in shopping.items()]
    return ", ".join(lines) or "nothing to buy"


def add_to_cart(self, product, price, quantity):
    """Put a product into the cart and tell the total price.

    Also: shopping cart; add to basket; checkout total
    Tags: state, list, shopping, money

    >>> add_to_cart("tea", 3, 2)
    6
    >>> self.cart
    [['tea', 3, 2]]

    >>> self.cart = [["tea", 3, 2]]
    >>> add_to_cart("cake", 5, 1)
    11
    >>> self.cart
    [['tea', 3, 2], ['cake', 5, 1]]
    """
    if not hasattr(self, "cart"):
        self.cart = []
    self.cart.append([product, price, quantity])
    self._p_changed = True
    return sum(line[1] * line[2] for line in self.cart)


def empty_cart(self):
    """Empty the cart and tell how many products were in it.

    Also: clear the basket; start shopping again
    Tags: state, list, shopping

    >>> self.cart = [["tea", 3, 2], ["cake", 5, 1]]
    >>> empty_cart()
    2
    >>> self.cart
    []

    >>> empty_cart()
    0
    >>> self.cart
    []
    """
    amount = len(getattr(self, "cart", []))
    self.cart = []
    self._p_changed = True
    return amount


def add_stock(self, item, quantity):
    """Add a quantity of an item to the stock and tell how many there are.

    Also: inventory; goods received; put into the warehouse
    Tags: state, dict, inventory

    >>> add_stock("bolt", 10)
    10
    >>> self.stock
    {'bolt': 10}

    >>> self.stock = {"bolt": 10}
    >>> add_stock("bolt", 5)
    15
    >>> self.stock
    {'bolt': 15}
    """
    if not hasattr(self, "stock"):
        self.stock = {}
    self.stock[item] = self.stock.get(item, 0) + quantity
    self._p_changed = True
    return self.stock[item]


def take_from_stock(self, item, quantity):
    """Take a quantity of an item from the stock and tell how many are left.

    Also: use up inventory; sell items; goods issued
    Tags: state, dict, inventory

    >>> self.stock = {"bolt": 10}
    >>> take_from_stock("bolt", 4)
    6
    >>> self.stock
    {'bolt': 6}

    >>> self.stock = {"bolt": 4, "nut": 1}
    >>> take_from_stock("bolt", 4)
    0
    >>> self.stock
    {'bolt': 0, 'nut': 1}

    >>> self.stock = {"bolt": 10}
    >>> take_from_stock("bolt", 11)
    Traceback (most recent call last):
    ValueError: only 10 x bolt in stock
    """
    stock = dict(getattr(self, "stock", {}))
    available = stock.get(item, 0)
    if quantity > available:
        raise ValueError(f"only {available} x {item} in stock")
    stock[item] = available - quantity
    self.stock = stock
    self._p_changed = True
    return stock[item]


def stock_level(self, item):
    """Tell how many of an item are in stock.

    Also: inventory level; how many do we have
    Tags: state, dict, inventory

    >>> stock_level("bolt")
    0

    >>> self.stock = {"bolt": 10}
    >>> stock_level("bolt")
    10
    """
    return getattr(self, "stock", {}).get(item, 0)


def items_to_reorder(self, minimum):
    """List the items in stock of which there are fewer than a minimum.

    Also: low stock; what is running out; reorder list
    Tags: state, dict, inventory

    >>> items_to_reorder(5)
    []

    >>> self.stock = {"bolt": 10, "nut": 2}
    >>> items_to_reorder(5)
    ['nut']
    """
    return [item for item, quantity in getattr(self, "stock", {}).items() if quantity < minimum]


def set_price(self, product, price):
    """Set the price of a product in the price list.

    Also: change a price; add to the price list
    Tags: state, dict, money

    >>> set_price("tea", 3)
    {'tea': 3}
    >>> self.prices
    {'tea': 3}

    >>> self.prices = {"tea": 3, "cake": 5}
    >>> set_price("tea", 4)
    {'tea': 4, 'cake': 5}
    >>> self.prices
    {'tea': 4, 'cake': 5}
    """
    if not hasattr(self, "prices"):
        self.prices = {}
    self.prices[product] = price
    self._p_changed = True
    return dict(self.prices)


def add_book(self, title, author):
    """Add a book with its author to the library and tell how many books there are.

    Also: book collection; register a book; catalogue
    Tags: state, list, collection

    >>> add_book("Emma", "Jane Austen")
    1
    >>> self.books
    [{'title': 'Emma', 'author': 'Jane Austen'}]

    >>> self.books = [{"title": "Emma", "author": "Jane Austen"}]
    >>> add_book("Walden", "Henry Thoreau")
    2
    >>> self.books
    [{'title': 'Emma', 'author': 'Jane Austen'}, {'title': 'Walden', 'author': 'Henry Thoreau'}]
    """
    if not hasattr(self, "books"):
        self.books = []
    self.books.append({"title": title, "author": author})
    self._p_changed = True
    return len(self.books)


def books_by(self, author):
    """List the titles in the library by an author.

    Also: which books did somebody write; search the book collection
    Tags: state, list, collection, search

    >>> books_by("Jane Austen")
    []

    >>> self.books = [{"title": "Emma", "author": "Jane Austen"}, {"title": "Walden", "author": "X"}]
    >>> books_by("Jane Austen")
    ['Emma']
    """
    return [book["title"] for book in getattr(self, "books", []) if book["author"] == author]


def rate_item(self, item, stars):
    """Rate an item with stars and tell its average rating.

    Also: review a film; star rating; average of all ratings
    Tags: state, dict, statistics

    >>> rate_item("Alien", 5)
    5.0
    >>> self.ratings
    {'Alien': [5]}

    >>> self.ratings = {"Alien": [5]}
    >>> rate_item("Alien", 4)
    4.5
    >>> self.ratings
    {'Alien': [5, 4]}
    """
    if not hasattr(self, "ratings"):
        self.ratings = {}
    self.ratings.setdefault(item, []).append(stars)
    self._p_changed = True
    return sum(self.ratings[item]) / len(self.ratings[item])
