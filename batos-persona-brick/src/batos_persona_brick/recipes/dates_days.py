"""Recipes that count and shift days; dates are texts such as 2024-02-27."""


def days_between(self, start, end):
    """Count the days between two dates.

    Also: difference of two dates in days; how many days from one date to another
    Tags: date

    >>> days_between("2024-02-27", "2024-03-01")
    3
    >>> days_between("2024-01-02", "2024-01-01")
    -1
    >>> days_between("2024-05-05", "2024-05-05")
    0
    """
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def weeks_between(self, start, end):
    """Count the full weeks between two dates.

    Also: difference of two dates in weeks; how many whole weeks
    Tags: date

    >>> weeks_between("2024-01-01", "2024-01-20")
    2
    >>> weeks_between("2024-01-01", "2024-01-08")
    1
    >>> weeks_between("2024-01-01", "2024-01-03")
    0
    """
    return (date.fromisoformat(end) - date.fromisoformat(start)).days // 7


def months_between(self, start, end):
    """Count the full months between two dates.

    Also: difference of two dates in months; age in months
    Tags: date

    >>> months_between("2024-01-15", "2024-03-15")
    2
    >>> months_between("2023-12-31", "2024-01-30")
    0
    >>> months_between("2023-01-01", "2024-01-01")
    12
    """
    first = date.fromisoformat(start)
    last = date.fromisoformat(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - 1 if last.day < first.day else months


def age_in_years(self, birthday, day):
    """Calculate the age in full years on a given date.

    Also: how old somebody is on a day; years between birthday and date
    Tags: date

    >>> age_in_years("1990-05-17", "2024-05-16")
    33
    >>> age_in_years("1990-05-17", "2024-05-17")
    34
    >>> age_in_years("2024-01-01", "2024-01-01")
    0
    """
    born = date.fromisoformat(birthday)
    then = date.fromisoformat(day)
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))


def add_days(self, day, days):
    """Add a number of days to a date.

    Also: date some days later; move a date forward
    Tags: date

    >>> add_days("2024-02-27", 3)
    '2024-03-01'
    >>> add_days("2024-01-01", -1)
    '2023-12-31'
    >>> add_days("2024-05-05", 0)
    '2024-05-05'
    """
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def add_weeks(self, day, weeks):
    """Add a number of weeks to a date.

    Also: date some weeks later; in n weeks
    Tags: date

    >>> add_weeks("2024-02-27", 1)
    '2024-03-05'
    >>> add_weeks("2024-01-08", -1)
    '2024-01-01'
    >>> add_weeks("2024-01-01", 0)
    '2024-01-01'
    """
    return (date.fromisoformat(day) + timedelta(weeks=weeks)).isoformat()


def add_months(self, day, months):
    """Add a number of months to a date.

    Also: same day some months later; next payment date; in n months
    Tags: date

    >>> add_months("2024-01-31", 1)
    '2024-02-29'
    >>> add_months("2023-11-15", 3)
    '2024-02-15'
    >>> add_months("2024-01-10", -1)
    '2023-12-10'
    """
    start = date.fromisoformat(day)
    number = start.year * 12 + start.month - 1 + months
    year, month = number // 12, number % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(start.day, last)).isoformat()


def add_years(self, day, years):
    """Add a number of years to a date.

    Also: same date some years later; anniversary; expiry date in n years
    Tags: date

    >>> add_years("2024-02-27", 1)
    '2025-02-27'
    >>> add_years("2024-02-29", 1)
    '2025-02-28'
    >>> add_years("2024-02-29", 4)
    '2028-02-29'
    """
    start = date.fromisoformat(day)
    year = start.year + years
    last = calendar.monthrange(year, start.month)[1]
    return date(year, start.month, min(start.day, last)).isoformat()


def next_weekday(self, day, weekday):
    """Find the next date after a date that falls on a weekday.

    Also: next Monday after a day; date of the coming Friday
    Tags: date, week

    >>> next_weekday("2024-02-27", "Monday")
    '2024-03-04'
    >>> next_weekday("2024-02-26", "Monday")
    '2024-03-04'
    >>> next_weekday("2024-02-27", "Wednesday")
    '2024-02-28'
    """
    then = date.fromisoformat(day) + timedelta(days=1)
    while then.strftime("%A") != weekday:
        then += timedelta(days=1)
    return then.isoformat()


def monday_of_week(self, day):
    """Find the Monday of the week that a date is in.

    Also: start of the week; first day of the week
    Tags: date, week

    >>> monday_of_week("2024-02-29")
    '2024-02-26'
    >>> monday_of_week("2024-02-26")
    '2024-02-26'
    >>> monday_of_week("2024-03-03")
    '2024-02-26'
    """
    then = date.fromisoformat(day)
    return (then - timedelta(days=then.weekday())).isoformat()


def next_birthday(self, birthday, day):
    """Find the date of the next birthday on or after a date.

    Also: when is the birthday coming up; next anniversary of a date
    Tags: date

    >>> next_birthday("1990-05-17", "2024-02-27")
    '2024-05-17'
    >>> next_birthday("1990-01-10", "2024-02-27")
    '2025-01-10'
    >>> next_birthday("1990-02-27", "2024-02-27")
    '2024-02-27'
    """
    then = date.fromisoformat(day)
    coming = date.fromisoformat(birthday).replace(year=then.year)
    if coming < then:
        coming = coming.replace(year=then.year + 1)
    return coming.isoformat()


def business_days_between(self, start, end):
    """Count the days from Monday to Friday between two dates, the last not included.

    Also: business days; number of working days; weekdays without weekends
    Tags: date, week

    >>> business_days_between("2024-02-26", "2024-03-04")
    5
    >>> business_days_between("2024-03-02", "2024-03-04")
    0
    >>> business_days_between("2024-02-27", "2024-02-28")
    1
    """
    first = date.fromisoformat(start)
    days = (date.fromisoformat(end) - first).days
    return sum(1 for i in range(days) if (first + timedelta(days=i)).weekday() < 5)


def add_business_days(self, day, days):
    """Add a number of working days to a date.

    Also: delivery date without weekends; skip Saturday and Sunday
    Tags: date, week

    >>> add_business_days("2024-03-01", 1)
    '2024-03-04'
    >>> add_business_days("2024-02-27", 3)
    '2024-03-01'
    >>> add_business_days("2024-02-27", 0)
    '2024-02-27'
    """
    then = date.fromisoformat(day)
    while days > 0:
        then += timedelta(days=1)
        if then.weekday() < 5:
            days -= 1
    return then.isoformat()


def dates_in_range(self, start, end):
    """List all dates from a start date to an end date, both included.

    Also: every day between two dates; range of dates
    Tags: date, list

    >>> dates_in_range("2024-02-28", "2024-03-01")
    ['2024-02-28', '2024-02-29', '2024-03-01']
    >>> dates_in_range("2024-01-01", "2024-01-01")
    ['2024-01-01']
    >>> dates_in_range("2024-01-02", "2024-01-01")
    []
    """
    first = date.fromisoformat(start)
    days = (date.fromisoformat(end) - first).days
    return [(first + timedelta(days=i)).isoformat() for i in range(days + 1)]


def earliest_date(self, dates):
    """Find the earliest of some dates.

    Also: oldest date in a list; which date comes first
    Tags: date, list

    >>> earliest_date(["2024-03-01", "2023-12-31"])
    '2023-12-31'
    >>> earliest_date(["2024-01-01"])
    '2024-01-01'
    >>> earliest_date([]) is None
    True
    """
    if not dates:
        return None
    return min(dates)


def latest_date(self, dates):
    """Find the latest of some dates.

    Also: newest date in a list; most recent day
    Tags: date, list

    >>> latest_date(["2024-03-01", "2023-12-31"])
    '2024-03-01'
    >>> latest_date(["2024-01-01"])
    '2024-01-01'
    >>> latest_date([]) is None
    True
    """
    if not dates:
        return None
    return max(dates)


def is_between_dates(self, day, start, end):
    """Check whether a date lies between two other dates.

    Also: is a day within a period; date in range
    Tags: date, check

    >>> is_between_dates("2024-02-27", "2024-01-01", "2024-12-31")
    True
    >>> is_between_dates("2025-01-01", "2024-01-01", "2024-12-31")
    False
    >>> is_between_dates("2024-01-01", "2024-01-01", "2024-01-01")
    True
    """
    return start <= day <= end


def periods_overlap(self, first_start, first_end, second_start, second_end):
    """Check whether two periods of dates overlap.

    Also: do two bookings collide; date ranges in conflict
    Tags: date, check

    >>> periods_overlap("2024-01-01", "2024-01-10", "2024-01-05", "2024-01-20")
    True
    >>> periods_overlap("2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04")
    False
    >>> periods_overlap("2024-01-01", "2024-01-02", "2024-01-02", "2024-01-04")
    True
    """
    return first_start <= second_end and second_start <= first_end
