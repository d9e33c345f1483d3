"""Recipes about interest, pay, profit and household costs."""


def simple_interest(self, principal, rate, years):
    """Calculate the simple interest on a sum of money.

    Also: interest without compounding; principal times rate times time
    Tags: numbers, finance

    >>> simple_interest(1000, 5, 2)
    100.0
    >>> simple_interest(500, 3, 1)
    15.0
    >>> simple_interest(1000, 0, 10)
    0.0
    """
    return round(principal * rate * years / 100, 2)


def compound_interest(self, principal, rate, years):
    """Calculate the final amount with yearly compound interest.

    Also: savings after some years; growth of capital with interest on interest
    Tags: numbers, finance

    >>> compound_interest(1000, 5, 2)
    1102.5
    >>> compound_interest(100, 10, 3)
    133.1
    >>> compound_interest(500, 3, 0)
    500.0
    """
    return round(principal * (1 + rate / 100) ** years, 2)


def interest_earned(self, principal, rate, years):
    """Calculate the compound interest that a sum earns.

    Also: interest gained after some years; profit of savings with compounding
    Tags: numbers, finance

    >>> interest_earned(1000, 5, 2)
    102.5
    >>> interest_earned(100, 10, 1)
    10.0
    >>> interest_earned(500, 3, 0)
    0.0
    """
    return round(principal * (1 + rate / 100) ** years - principal, 2)


def loan_payment(self, amount, yearly_rate, months):
    """Calculate the monthly payment of a loan.

    Also: mortgage rate per month; annuity; installment of a credit
    Tags: numbers, finance

    >>> loan_payment(10000, 6, 12)
    860.66
    >>> loan_payment(1200, 0, 12)
    100.0
    >>> loan_payment(200000, 4, 360)
    954.83
    """
    rate = yearly_rate / 100 / 12
    if rate == 0:
        return round(amount / months, 2)
    return round(amount * rate / (1 - (1 + rate) ** -months), 2)


def years_to_double(self, rate):
    """Estimate the years until money doubles, by the rule of 72.

    Also: rule of 72; doubling time at an interest rate
    Tags: numbers, finance

    >>> years_to_double(6)
    12.0
    >>> years_to_double(8)
    9.0
    >>> years_to_double(5)
    14.4
    """
    return round(72 / rate, 1)


def years_to_goal(self, start, goal, rate):
    """Count the years until savings reach a goal with yearly interest.

    Also: how long to save until a target; years of growth needed
    Tags: numbers, finance

    >>> years_to_goal(1000, 1100, 5)
    2
    >>> years_to_goal(100, 200, 10)
    8
    >>> years_to_goal(500, 500, 3)
    0
    """
    years = 0
    while start < goal:
        start = start * (1 + rate / 100)
        years += 1
    return years


def months_to_save(self, goal, monthly):
    """Count the months to save up to a goal.

    Also: how long must I put money aside; saving plan duration
    Tags: numbers, finance

    >>> months_to_save(1000, 150)
    7
    >>> months_to_save(600, 100)
    6
    >>> months_to_save(0, 50)
    0
    """
    return math.ceil(goal / monthly)


def inflation_price(self, price, rate, years):
    """Calculate a future price with yearly inflation.

    Also: what will it cost in some years; price increase over time
    Tags: numbers, finance

    >>> inflation_price(100, 2, 1)
    102.0
    >>> inflation_price(50, 3, 10)
    67.2
    >>> inflation_price(10, 0, 5)
    10.0
    """
    return round(price * (1 + rate / 100) ** years, 2)


def profit(self, revenue, costs):
    """Calculate the profit from revenue and costs.

    Also: earnings minus expenses; net gain or loss
    Tags: numbers, finance

    >>> profit(500, 320)
    180
    >>> profit(100, 150)
    -50
    >>> profit(0, 0)
    0
    """
    return revenue - costs


def profit_margin(self, revenue, costs):
    """Calculate the profit margin in percent.

    Also: share of profit in revenue; how profitable is a sale
    Tags: numbers, finance

    >>> profit_margin(200, 150)
    25.0
    >>> profit_margin(100, 120)
    -20.0
    >>> profit_margin(80, 80)
    0.0
    """
    return round((revenue - costs) / revenue * 100, 2)


def price_with_markup(self, cost, percent):
    """Calculate a selling price from the cost and a markup in percent.

    Also: add a margin to the cost; retail price
    Tags: numbers, finance

    >>> price_with_markup(50, 40)
    70.0
    >>> price_with_markup(9.5, 100)
    19.0
    >>> price_with_markup(10, 0)
    10.0
    """
    return round(cost * (100 + percent) / 100, 2)


def return_on_investment(self, gain, cost):
    """Calculate the return on investment in percent.

    Also: roi; what an investment gained relative to its cost
    Tags: numbers, finance

    >>> return_on_investment(150, 100)
    50.0
    >>> return_on_investment(80, 100)
    -20.0
    >>> return_on_investment(100, 100)
    0.0
    """
    return round((gain - cost) / cost * 100, 2)


def break_even_units(self, fixed_costs, price, unit_cost):
    """Count the pieces that must be sold to break even.

    Also: break-even point; how many sales cover the fixed costs
    Tags: numbers, finance

    >>> break_even_units(1000, 15, 10)
    200
    >>> break_even_units(100, 9, 2)
    15
    >>> break_even_units(0, 5, 1)
    0
    """
    return math.ceil(fixed_costs / (price - unit_cost))


def pay_for_hours(self, hours, rate):
    """Calculate the pay for worked hours.

    Also: wage from hourly rate; hours times salary per hour
    Tags: numbers, finance

    >>> pay_for_hours(40, 15)
    600
    >>> pay_for_hours(7.5, 12)
    90.0
    >>> pay_for_hours(0, 20)
    0
    """
    return hours * rate


def pay_with_overtime(self, hours, rate):
    """Calculate weekly pay with overtime at one and a half above 40 hours.

    Also: wage with extra hours; overtime pay; time and a half
    Tags: numbers, finance

    >>> pay_with_overtime(45, 10)
    475.0
    >>> pay_with_overtime(40, 10)
    400.0
    >>> pay_with_overtime(20, 15)
    300.0
    """
    overtime = max(hours - 40, 0)
    regular = hours - overtime
    return regular * rate + overtime * rate * 1.5


def yearly_to_monthly_salary(self, salary):
    """Convert a yearly salary to a monthly one.

    Also: annual income per month; salary divided by twelve
    Tags: numbers, finance

    >>> yearly_to_monthly_salary(60000)
    5000.0
    >>> yearly_to_monthly_salary(50000)
    4166.67
    >>> yearly_to_monthly_salary(0)
    0.0
    """
    return round(salary / 12, 2)


def hourly_to_yearly_salary(self, rate, hours_per_week):
    """Convert an hourly wage to a yearly salary with 52 weeks.

    Also: annual income from hourly pay; wage per year
    Tags: numbers, finance

    >>> hourly_to_yearly_salary(20, 40)
    41600
    >>> hourly_to_yearly_salary(15, 20)
    15600
    >>> hourly_to_yearly_salary(0, 40)
    0
    """
    return rate * hours_per_week * 52


def sales_commission(self, sales, percent):
    """Calculate the commission on sales.

    Also: seller's share; percentage of the turnover as reward
    Tags: numbers, finance

    >>> sales_commission(2000, 5)
    100.0
    >>> sales_commission(999.9, 10)
    99.99
    >>> sales_commission(0, 5)
    0.0
    """
    return round(sales * percent / 100, 2)


def income_tax(self, income):
    """Calculate a tax with brackets: 0% up to 10000, 20% up to 40000, 40% above.

    Also: progressive income tax; tax by bracket; how much tax on a salary
    Tags: numbers, finance

    >>> income_tax(9000)
    0.0
    >>> income_tax(30000)
    4000.0
    >>> income_tax(50000)
    10000.0
    """
    tax = max(min(income, 40000) - 10000, 0) * 0.2
    tax += max(income - 40000, 0) * 0.4
    return round(tax, 2)


def net_salary(self, gross, tax_percent):
    """Calculate the net salary after tax.

    Also: take-home pay; salary after deductions
    Tags: numbers, finance

    >>> net_salary(3000, 30)
    2100.0
    >>> net_salary(2000, 0)
    2000.0
    >>> net_salary(1234.56, 25)
    925.92
    """
    return round(gross * (100 - tax_percent) / 100, 2)


def fuel_cost(self, kilometers, liters_per_100, price):
    """Calculate the fuel cost of a trip.

    Also: petrol money for a drive; gas cost by distance and consumption
    Tags: numbers, finance

    >>> fuel_cost(200, 6, 1.5)
    18.0
    >>> fuel_cost(50, 8, 2)
    8.0
    >>> fuel_cost(0, 6, 1.5)
    0.0
    """
    return round(kilometers / 100 * liters_per_100 * price, 2)


def electricity_cost(self, watts, hours, price_per_kwh):
    """Calculate the electricity cost of a device.

    Also: power bill of an appliance; cost from watts and hours
    Tags: numbers, finance

    >>> electricity_cost(1000, 10, 0.3)
    3.0
    >>> electricity_cost(60, 100, 0.25)
    1.5
    >>> electricity_cost(0, 5, 0.3)
    0.0
    """
    return round(watts * hours / 1000 * price_per_kwh, 2)


def yearly_subscription_cost(self, monthly):
    """Calculate the yearly cost of a monthly subscription.

    Also: price per year of an abonnement; monthly fee times twelve
    Tags: numbers, finance

    >>> yearly_subscription_cost(9.99)
    119.88
    >>> yearly_subscription_cost(5)
    60
    >>> yearly_subscription_cost(0)
    0
    """
    return round(monthly * 12, 2)
