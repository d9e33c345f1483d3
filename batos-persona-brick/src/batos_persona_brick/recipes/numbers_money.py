"""Recipes about prices, tips, taxes and discounts."""


def calculate_tip(self, bill, percent):
    """Calculate the tip for a bill.

    Also: gratuity at a restaurant; how much tip should I give
    Tags: numbers, money

    >>> calculate_tip(50, 20)
    10.0
    >>> calculate_tip(33.4, 15)
    5.01
    >>> calculate_tip(0, 15)
    0.0
    """
    return round(bill * percent / 100, 2)


def total_with_tip(self, bill, percent):
    """Calculate a bill with the tip included.

    Also: restaurant total; amount to pay with gratuity
    Tags: numbers, money

    >>> total_with_tip(50, 20)
    60.0
    >>> total_with_tip(80, 15)
    92.0
    >>> total_with_tip(20, 0)
    20.0
    """
    return round(bill + bill * percent / 100, 2)


def split_bill(self, bill, people):
    """Split a bill evenly among people.

    Also: share the cost of a dinner; how much does each person pay
    Tags: numbers, money

    >>> split_bill(90, 4)
    22.5
    >>> split_bill(100, 3)
    33.33
    >>> split_bill(10, 1)
    10.0
    """
    return round(bill / people, 2)


def split_bill_with_tip(self, bill, percent, people):
    """Split a bill with tip evenly among people.

    Also: share of each guest with gratuity; divide the restaurant check
    Tags: numbers, money

    >>> split_bill_with_tip(100, 20, 4)
    30.0
    >>> split_bill_with_tip(50, 10, 2)
    27.5
    >>> split_bill_with_tip(30, 0, 3)
    10.0
    """
    return round(bill * (100 + percent) / 100 / people, 2)


def sales_tax(self, price, rate):
    """Calculate the sales tax on a price.

    Also: how much tax is due; VAT amount; tax of a purchase
    Tags: numbers, money

    >>> sales_tax(100, 19)
    19.0
    >>> sales_tax(49.99, 8)
    4.0
    >>> sales_tax(0, 19)
    0.0
    """
    return round(price * rate / 100, 2)


def price_with_tax(self, price, rate):
    """Calculate a price with tax included.

    Also: add VAT to a net price; gross price; total with sales tax
    Tags: numbers, money

    >>> price_with_tax(100, 19)
    119.0
    >>> price_with_tax(50, 8)
    54.0
    >>> price_with_tax(10, 0)
    10.0
    """
    return round(price * (100 + rate) / 100, 2)


def price_without_tax(self, price, rate):
    """Calculate the net price out of a price with tax.

    Also: remove VAT from a gross price; price before tax
    Tags: numbers, money

    >>> price_without_tax(119, 19)
    100.0
    >>> price_without_tax(54, 8)
    50.0
    >>> price_without_tax(10, 0)
    10.0
    """
    return round(price * 100 / (100 + rate), 2)


def discounted_price(self, price, percent):
    """Calculate the price after a discount.

    Also: sale price; 20 percent off; reduced price of a product
    Tags: numbers, money

    >>> discounted_price(80, 25)
    60.0
    >>> discounted_price(19.99, 10)
    17.99
    >>> discounted_price(50, 0)
    50.0
    """
    return round(price * (100 - percent) / 100, 2)


def discount_amount(self, price, percent):
    """Calculate how much a discount saves.

    Also: money saved in a sale; value of a percent discount
    Tags: numbers, money

    >>> discount_amount(80, 25)
    20.0
    >>> discount_amount(19.99, 10)
    2.0
    >>> discount_amount(50, 0)
    0.0
    """
    return round(price * percent / 100, 2)


def discount_percent(self, old_price, new_price):
    """Calculate the discount in percent from the old and the new price.

    Also: how many percent off is a sale price; price reduction in percent
    Tags: numbers, money

    >>> discount_percent(80, 60)
    25.0
    >>> discount_percent(50, 50)
    0.0
    >>> discount_percent(30, 20)
    33.33
    """
    return round((old_price - new_price) / old_price * 100, 2)


def bulk_price(self, price, quantity):
    """Calculate a total price with 10 percent off from ten pieces on.

    Also: volume discount; quantity rebate; wholesale price
    Tags: numbers, money

    >>> bulk_price(5, 10)
    45.0
    >>> bulk_price(5, 9)
    45.0
    >>> bulk_price(2, 1)
    2.0
    """
    total = price * quantity
    if quantity >= 10:
        total = total * 0.9
    return round(float(total), 2)


def shipping_cost(self, order_total):
    """Calculate the shipping cost: free from 50 on, otherwise 4.95.

    Also: delivery fee; postage of an order; free shipping over a limit
    Tags: numbers, money

    >>> shipping_cost(30)
    4.95
    >>> shipping_cost(50)
    0.0
    >>> shipping_cost(120)
    0.0
    """
    return 0.0 if order_total >= 50 else 4.95


def ticket_price(self, age):
    """Calculate a ticket price by age: children 5, adults 10, seniors 7.

    Also: admission fee by age; cinema price for a person; entrance fee
    Tags: numbers, money

    >>> ticket_price(8)
    5
    >>> ticket_price(30)
    10
    >>> ticket_price(65)
    7
    """
    if age < 18:
        return 5
    return 7 if age >= 65 else 10


def unit_price(self, price, quantity):
    """Calculate the price per unit.

    Also: price per piece or kilo; cost of one item of a pack
    Tags: numbers, money

    >>> unit_price(6, 4)
    1.5
    >>> unit_price(10, 3)
    3.33
    >>> unit_price(0, 5)
    0.0
    """
    return round(price / quantity, 2)


def better_offer(self, first_price, first_amount, second_price, second_amount):
    """Tell which of two offers is cheaper per unit: first, second or same.

    Also: compare two packs; best value for money; which deal is better
    Tags: numbers, money

    >>> better_offer(5, 10, 6, 15)
    'second'
    >>> better_offer(1, 2, 3, 4)
    'first'
    >>> better_offer(1, 2, 2, 4)
    'same'
    """
    first = first_price / first_amount
    second = second_price / second_amount
    if first == second:
        return "same"
    return "first" if first < second else "second"


def change_due(self, price, paid):
    """Calculate the change to give back.

    Also: money returned at the cash register; paid minus price; is the payment enough
    Tags: numbers, money

    >>> change_due(7.5, 10)
    2.5
    >>> change_due(5, 5)
    0.0
    >>> change_due(10, 5)
    Traceback (most recent call last):
    ValueError: not enough money
    """
    if paid < price:
        raise ValueError("not enough money")
    return round(float(paid - price), 2)


def change_in_coins(self, amount, coins):
    """Pay an amount with as few coins as possible.

    Also: make change; greedy coins; which coins make up a sum
    Tags: numbers, money

    >>> change_in_coins(41, [25, 10, 5, 1])
    [25, 10, 5, 1]
    >>> change_in_coins(60, [50, 20, 10])
    [50, 10]
    >>> change_in_coins(0, [5, 1])
    []
    """
    change = []
    for coin in sorted(coins, reverse=True):
        while amount >= coin:
            change.append(coin)
            amount -= coin
    return change


def format_money(self, amount):
    """Write an amount of money with dollar sign, commas and two decimals.

    Also: currency format; 1234.5 becomes $1,234.50; dollars as text
    Tags: numbers, money

    >>> format_money(1234.5)
    '$1,234.50'
    >>> format_money(0)
    '$0.00'
    >>> format_money(7)
    '$7.00'
    """
    return f"${amount:,.2f}"


def format_euro(self, amount):
    """Write an amount in euro with a decimal comma.

    Also: european price format; 12.5 becomes 12,50 €; euro text
    Tags: numbers, money

    >>> format_euro(12.5)
    '12,50 €'
    >>> format_euro(3)
    '3,00 €'
    >>> format_euro(0.99)
    '0,99 €'
    """
    return f"{amount:.2f} €".replace(".", ",")


def dollars_to_cents(self, dollars):
    """Convert dollars to cents.

    Also: amount in cents as a whole number; 1.99 becomes 199
    Tags: numbers, money

    >>> dollars_to_cents(1.99)
    199
    >>> dollars_to_cents(0.1)
    10
    >>> dollars_to_cents(5)
    500
    """
    return round(dollars * 100)


def convert_currency(self, amount, rate):
    """Convert an amount of money with an exchange rate.

    Also: currency exchange; dollars to euros; how much is it in another currency
    Tags: numbers, money

    >>> convert_currency(100, 0.92)
    92.0
    >>> convert_currency(19.99, 1.1)
    21.99
    >>> convert_currency(0, 2)
    0.0
    """
    return round(float(amount * rate), 2)
