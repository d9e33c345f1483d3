"""Recipes that read dates from text and write them in other forms."""


def date_in_words(self, day):
    """Write a date with the name of the month.

    Also: format a date like 27 February 2024; long date
    Tags: date, text, format

    >>> date_in_words("2024-02-27")
    '27 February 2024'
    >>> date_in_words("2024-12-01")
    '1 December 2024'
    >>> date_in_words("1999-01-31")
    '31 January 1999'
    """
    then = date.fromisoformat(day)
    return f"{then.day} {then.strftime('%B %Y')}"


def date_american(self, day):
    """Write a date in the American way.

    Also: format a date as mm/dd/yyyy; month first date
    Tags: date, text, format

    >>> date_american("2024-02-27")
    '02/27/2024'
    >>> date_american("1999-12-01")
    '12/01/1999'
    >>> date_american("2024-01-05")
    '01/05/2024'
    """
    return date.fromisoformat(day).strftime("%m/%d/%Y")


def date_european(self, day):
    """Write a date with day, month and year.

    Also: format a date as dd.mm.yyyy; European date with dots
    Tags: date, text, format

    >>> date_european("2024-02-27")
    '27.02.2024'
    >>> date_european("1999-12-01")
    '01.12.1999'
    >>> date_european("2024-01-05")
    '05.01.2024'
    """
    return date.fromisoformat(day).strftime("%d.%m.%Y")


def date_with_weekday(self, day):
    """Write a date with its weekday in short form.

    Also: format a date like Tue 27 Feb 2024; short date with the day of the week
    Tags: date, text, format

    >>> date_with_weekday("2024-02-27")
    'Tue 27 Feb 2024'
    >>> date_with_weekday("2000-01-01")
    'Sat 01 Jan 2000'
    >>> date_with_weekday("2024-12-25")
    'Wed 25 Dec 2024'
    """
    return date.fromisoformat(day).strftime("%a %d %b %Y")


def month_and_year(self, day):
    """Write the month and the year of a date.

    Also: format a date like February 2024; only month and year
    Tags: date, text, format

    >>> month_and_year("2024-02-27")
    'February 2024'
    >>> month_and_year("1999-12-31")
    'December 1999'
    >>> month_and_year("2024-05-01")
    'May 2024'
    """
    return date.fromisoformat(day).strftime("%B %Y")


def parse_day_month_year(self, text):
    """Read a date written as dd/mm/yyyy and give it as ISO text.

    Also: convert dd/mm/yyyy to yyyy-mm-dd; parse a European date
    Tags: date, text, parse

    >>> parse_day_month_year("27/02/2024")
    '2024-02-27'
    >>> parse_day_month_year("1/12/1999")
    '1999-12-01'
    >>> parse_day_month_year("31/01/2024")
    '2024-01-31'
    """
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day)).isoformat()


def parse_month_day_year(self, text):
    """Read a date written as mm/dd/yyyy and give it as ISO text.

    Also: convert an American date to yyyy-mm-dd; parse a date with the month first
    Tags: date, text, parse

    >>> parse_month_day_year("02/27/2024")
    '2024-02-27'
    >>> parse_month_day_year("12/1/1999")
    '1999-12-01'
    >>> parse_month_day_year("1/31/2024")
    '2024-01-31'
    """
    return datetime.strptime(text, "%m/%d/%Y").date().isoformat()


def parse_date_in_words(self, text):
    """Read a date like 27 February 2024 and give it as ISO text.

    Also: parse a long date; date in words to yyyy-mm-dd
    Tags: date, text, parse

    >>> parse_date_in_words("27 February 2024")
    '2024-02-27'
    >>> parse_date_in_words("1 May 1999")
    '1999-05-01'
    >>> parse_date_in_words("31 December 2024")
    '2024-12-31'
    """
    return datetime.strptime(text, "%d %B %Y").date().isoformat()


def is_valid_date(self, text):
    """Check whether a text is a valid date like 2024-02-27.

    Also: does the date exist; validate an ISO date
    Tags: date, text, check

    >>> is_valid_date("2024-02-29")
    True
    >>> is_valid_date("2023-02-29")
    False
    >>> is_valid_date("tomorrow")
    False
    """
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def date_parts(self, day):
    """Split a date into year, month and day.

    Also: parts of a date as numbers; take a date apart
    Tags: date, parse

    >>> date_parts("2024-02-27")
    {'year': 2024, 'month': 2, 'day': 27}
    >>> date_parts("1999-12-01")
    {'year': 1999, 'month': 12, 'day': 1}
    >>> date_parts("2000-01-01")
    {'year': 2000, 'month': 1, 'day': 1}
    """
    then = date.fromisoformat(day)
    return {"year": then.year, "month": then.month, "day": then.day}


def build_date(self, year, month, day):
    """Make a date text from year, month and day.

    Also: numbers to ISO date; compose a date
    Tags: date, text

    >>> build_date(2024, 2, 27)
    '2024-02-27'
    >>> build_date(1999, 12, 1)
    '1999-12-01'
    >>> build_date(2000, 1, 1)
    '2000-01-01'
    """
    return date(year, month, day).isoformat()


def year_of_date(self, day):
    """Tell the year of a date.

    Also: year part of an ISO date; take the year out of a date
    Tags: date, parse

    >>> year_of_date("2024-02-27")
    2024
    >>> year_of_date("1999-12-31")
    1999
    >>> year_of_date("2000-01-01")
    2000
    """
    return date.fromisoformat(day).year


def sort_dates(self, dates):
    """Sort dates written as dd/mm/yyyy from early to late.

    Also: chronological order; order European dates by time
    Tags: date, list, sorting

    >>> sort_dates(["01/03/2024", "27/02/2024"])
    ['27/02/2024', '01/03/2024']
    >>> sort_dates(["01/01/2024"])
    ['01/01/2024']
    >>> sort_dates([])
    []
    """
    return sorted(dates, key=lambda day: day.split("/")[::-1])


def time_ago_text(self, days):
    """Write how long ago something was from a number of days.

    Also: relative date; today, yesterday or n days ago
    Tags: date, text

    >>> time_ago_text(0)
    'today'
    >>> time_ago_text(1)
    'yesterday'
    >>> time_ago_text(5)
    '5 days ago'
    """
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    return f"{days} days ago"


def group_dates_by_month(self, dates):
    """Group dates by their month.

    Also: dates per month; sort dates into months
    Tags: date, dict, groups

    >>> group_dates_by_month(["2024-02-27", "2024-02-01", "2024-03-05"])
    {'2024-02': ['2024-02-27', '2024-02-01'], '2024-03': ['2024-03-05']}
    >>> group_dates_by_month(["1999-12-31"])
    {'1999-12': ['1999-12-31']}
    >>> group_dates_by_month([])
    {}
    """
    months = {}
    for day in dates:
        months.setdefault(day[:7], []).append(day)
    return months
