"""Recipes about weekdays, months, quarters and years."""


def weekday_name(self, day):
    """Tell the weekday of a date.

    Also: which day of the week is a date; name of the day
    Tags: date, week

    >>> weekday_name("2024-02-27")
    'Tuesday'
    >>> weekday_name("2000-01-01")
    'Saturday'
    >>> weekday_name("2024-02-29")
    'Thursday'
    """
    return date.fromisoformat(day).strftime("%A")


def weekday_number(self, day):
    """Tell the number of the weekday of a date, Monday being 1.

    Also: ISO weekday; day of the week as a number
    Tags: date, week

    >>> weekday_number("2024-02-27")
    2
    >>> weekday_number("2024-03-03")
    7
    >>> weekday_number("2024-02-26")
    1
    """
    return date.fromisoformat(day).isoweekday()


def is_weekend(self, day):
    """Check whether a date is on a weekend.

    Also: is the day a Saturday or Sunday; weekend or workday
    Tags: date, week, check

    >>> is_weekend("2024-03-02")
    True
    >>> is_weekend("2024-02-27")
    False
    >>> is_weekend("2024-03-03")
    True
    """
    return date.fromisoformat(day).weekday() >= 5


def is_leap_year(self, year):
    """Check whether a year is a leap year.

    Also: does the year have 366 days; is there a 29th of February
    Tags: date, year, check

    >>> is_leap_year(2024)
    True
    >>> is_leap_year(1900)
    False
    >>> is_leap_year(2000)
    True
    """
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def leap_years_between(self, start, end):
    """List the leap years from one year to another.

    Also: which years have 366 days; all leap years in a range
    Tags: date, year, list

    >>> leap_years_between(2000, 2010)
    [2000, 2004, 2008]
    >>> leap_years_between(1899, 1903)
    []
    >>> leap_years_between(2024, 2024)
    [2024]
    """
    return [year for year in range(start, end + 1) if calendar.isleap(year)]


def days_in_month(self, year, month):
    """Tell how many days a month has.

    Also: length of a month; last day number of a month
    Tags: date, month

    >>> days_in_month(2024, 2)
    29
    >>> days_in_month(2023, 2)
    28
    >>> days_in_month(2024, 4)
    30
    """
    return calendar.monthrange(year, month)[1]


def days_in_year(self, year):
    """Tell how many days a year has.

    Also: length of a year; 365 or 366 days
    Tags: date, year

    >>> days_in_year(2024)
    366
    >>> days_in_year(2023)
    365
    >>> days_in_year(1900)
    365
    """
    return 366 if calendar.isleap(year) else 365


def first_of_month(self, day):
    """Tell the first day of the month that a date is in.

    Also: start of the month; beginning of the month of a date
    Tags: date, month

    >>> first_of_month("2024-02-27")
    '2024-02-01'
    >>> first_of_month("2024-12-31")
    '2024-12-01'
    >>> first_of_month("2024-01-01")
    '2024-01-01'
    """
    return date.fromisoformat(day).replace(day=1).isoformat()


def end_of_month(self, day):
    """Tell the last day of the month that a date is in.

    Also: end of the month; month end of a date; last date of the month
    Tags: date, month

    >>> end_of_month("2024-02-10")
    '2024-02-29'
    >>> end_of_month("2023-12-31")
    '2023-12-31'
    >>> end_of_month("2024-04-01")
    '2024-04-30'
    """
    then = date.fromisoformat(day)
    last = calendar.monthrange(then.year, then.month)[1]
    return then.replace(day=last).isoformat()


def is_last_day_of_month(self, day):
    """Check whether a date is the last day of its month.

    Also: is it the end of the month; month end check
    Tags: date, month, check

    >>> is_last_day_of_month("2024-02-29")
    True
    >>> is_last_day_of_month("2024-02-28")
    False
    >>> is_last_day_of_month("2024-12-31")
    True
    """
    return (date.fromisoformat(day) + timedelta(days=1)).day == 1


def quarter_of_date(self, day):
    """Tell the quarter of the year that a date is in.

    Also: which quarter; Q1 to Q4 as a number
    Tags: date, year

    >>> quarter_of_date("2024-02-27")
    1
    >>> quarter_of_date("2024-12-31")
    4
    >>> quarter_of_date("2024-04-01")
    2
    """
    return (date.fromisoformat(day).month - 1) // 3 + 1


def week_number(self, day):
    """Tell the number of the week that a date is in.

    Also: calendar week; ISO week of the year
    Tags: date, week

    >>> week_number("2024-02-27")
    9
    >>> week_number("2024-01-01")
    1
    >>> week_number("2023-01-01")
    52
    """
    return date.fromisoformat(day).isocalendar()[1]


def day_of_year(self, day):
    """Tell which day of the year a date is.

    Also: number of the day from 1 to 366; ordinal day
    Tags: date, year

    >>> day_of_year("2024-02-27")
    58
    >>> day_of_year("2024-01-01")
    1
    >>> day_of_year("2024-12-31")
    366
    """
    return date.fromisoformat(day).timetuple().tm_yday


def days_left_in_year(self, day):
    """Count the days that are left in the year after a date.

    Also: days until the 31st of December; rest of the year
    Tags: date, year

    >>> days_left_in_year("2024-12-24")
    7
    >>> days_left_in_year("2024-12-31")
    0
    >>> days_left_in_year("2023-01-01")
    364
    """
    then = date.fromisoformat(day)
    return (date(then.year, 12, 31) - then).days


def month_name(self, month):
    """Tell the name of a month from its number.

    Also: month in words; 1 is January; number to month
    Tags: date, month, text

    >>> month_name(2)
    'February'
    >>> month_name(12)
    'December'
    >>> month_name(1)
    'January'
    """
    return calendar.month_name[month]


def month_number(self, month):
    """Tell the number of a month from its name.

    Also: January is 1; month name to number
    Tags: date, month

    >>> month_number("February")
    2
    >>> month_number("december")
    12
    >>> month_number("May")
    5
    """
    return list(calendar.month_name).index(month.capitalize())


def season_of_month(self, month):
    """Tell the season of a month in the northern half of the world.

    Also: is the month in spring, summer, autumn or winter; month to season
    Tags: date, month, text

    >>> season_of_month(1)
    'winter'
    >>> season_of_month(4)
    'spring'
    >>> season_of_month(12)
    'winter'
    """
    return ["winter", "spring", "summer", "autumn"][month % 12 // 3]


def zodiac_animal(self, year):
    """Tell the animal of a year in the Chinese zodiac.

    Also: Chinese new year animal; year of the dragon or the rat
    Tags: date, year, text

    >>> zodiac_animal(2024)
    'dragon'
    >>> zodiac_animal(2020)
    'rat'
    >>> zodiac_animal(1900)
    'rat'
    """
    animals = "rat ox tiger rabbit dragon snake horse goat monkey rooster dog pig".split()
    return animals[(year - 4) % 12]


def century_of_year(self, year):
    """Tell the century of a year.

    Also: which century; year to century number
    Tags: date, year

    >>> century_of_year(1905)
    20
    >>> century_of_year(2000)
    20
    >>> century_of_year(1)
    1
    """
    return (year - 1) // 100 + 1
