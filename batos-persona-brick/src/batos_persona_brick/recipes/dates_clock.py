"""Recipes that read the clock: the time and the date of this moment."""


def time_of_day(self):
    """Tell the time of day as text.

    Also: what time is it; report the current system time; clock time with hours, minutes and
    seconds; time on the clock
    Tags: date, time, clock, now

    >>> isinstance(time_of_day(), str)
    True
    """
    return now().strftime("%H:%M:%S")


def hours_and_minutes_now(self):
    """Tell the hour and the minute of this moment as text.

    Also: clock without seconds; short time such as 14:05
    Tags: date, time, clock, now

    >>> isinstance(hours_and_minutes_now(), str)
    True
    """
    return now().strftime("%H:%M")


def twelve_hour_clock_now(self):
    """Tell the time of day with AM or PM.

    Also: twelve hour clock; the time in the American way
    Tags: date, time, clock, now

    >>> isinstance(twelve_hour_clock_now(), str)
    True
    """
    return now().strftime("%I:%M %p")


def todays_date(self):
    """Tell today's date as ISO text.

    Also: what day is it today; the current date; date of today like 2024-02-27
    Tags: date, clock, today

    >>> isinstance(todays_date(), str)
    True
    """
    return today().isoformat()


def date_and_time_now(self):
    """Tell the date and the time of this moment as one text.

    Also: timestamp as text; current date and time; the moment as text
    Tags: date, time, clock, now

    >>> isinstance(date_and_time_now(), str)
    True
    """
    return now().strftime("%Y-%m-%d %H:%M:%S")


def iso_timestamp_now(self):
    """Tell this moment as an ISO timestamp.

    Also: ISO 8601 time stamp; date and time with a T between
    Tags: date, time, clock, now

    >>> isinstance(iso_timestamp_now(), str)
    True
    """
    return now().isoformat(timespec="seconds")


def todays_date_in_words(self):
    """Tell today's date in words.

    Also: long date of today; today like Tuesday, 27 February 2024
    Tags: date, clock, today

    >>> isinstance(todays_date_in_words(), str)
    True
    """
    return today().strftime("%A, %d %B %Y")


def current_year(self):
    """Tell the current year.

    Also: which year is it; this year as a number
    Tags: date, clock, today

    >>> isinstance(current_year(), int)
    True
    """
    return today().year


def current_month_name(self):
    """Tell the name of the current month.

    Also: which month is it; this month in words
    Tags: date, clock, today

    >>> isinstance(current_month_name(), str)
    True
    """
    return today().strftime("%B")


def current_hour(self):
    """Tell the current hour as a number.

    Also: which hour of the day is it; hour from 0 to 23
    Tags: date, time, clock, now

    >>> isinstance(current_hour(), int)
    True
    """
    return now().hour


def weekday_today(self):
    """Tell the name of today's weekday.

    Also: which day of the week is it; is it Monday or Tuesday today
    Tags: date, clock, today

    >>> isinstance(weekday_today(), str)
    True
    """
    return today().strftime("%A")


def date_of_tomorrow(self):
    """Tell tomorrow's date as ISO text.

    Also: the day after today; date of the next day
    Tags: date, clock, today

    >>> isinstance(date_of_tomorrow(), str)
    True
    """
    return (today() + timedelta(days=1)).isoformat()


def date_of_yesterday(self):
    """Tell yesterday's date as ISO text.

    Also: the day before today; date of the previous day
    Tags: date, clock, today

    >>> isinstance(date_of_yesterday(), str)
    True
    """
    return (today() - timedelta(days=1)).isoformat()


def date_in_days(self, days):
    """Tell which date it will be in a number of days.

    Also: date n days from now; deadline in some days
    Tags: date, clock, today

    >>> isinstance(date_in_days(30), str)
    True
    >>> isinstance(date_in_days(0), str)
    True
    """
    return (today() + timedelta(days=days)).isoformat()


def is_weekend_today(self):
    """Tell whether today is on the weekend.

    Also: is it Saturday or Sunday today; do we have a day off
    Tags: date, clock, today, check

    >>> isinstance(is_weekend_today(), bool)
    True
    """
    return today().weekday() >= 5


def days_until(self, day):
    """Count the days from today until a date.

    Also: how many days are left; countdown to a day; days to go
    Tags: date, clock, today

    >>> isinstance(days_until("2030-12-24"), int)
    True
    >>> isinstance(days_until("2000-01-01"), int)
    True
    """
    return (date.fromisoformat(day) - today()).days


def days_until_new_year(self):
    """Count the days until the next new year.

    Also: how long until January; days left in this year
    Tags: date, clock, today

    >>> isinstance(days_until_new_year(), int)
    True
    """
    return (date(today().year + 1, 1, 1) - today()).days


def age_today(self, birthday):
    """Tell how old somebody born on a date is today.

    Also: age from a birthday; current age in years
    Tags: date, clock, today

    >>> isinstance(age_today("1990-05-17"), int)
    True
    >>> isinstance(age_today("2000-02-29"), int)
    True
    """
    born = date.fromisoformat(birthday)
    day = today()
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def greeting_for_now(self, person):
    """Greet a person with good morning, good afternoon or good evening.

    Also: greeting that fits the time of day; say hello depending on the hour
    Tags: time, clock, now, text

    >>> isinstance(greeting_for_now("Ann"), str)
    True
    >>> isinstance(greeting_for_now(""), str)
    True
    """
    hour = now().hour
    if hour < 12:
        return f"Good morning, {person}"
    if hour < 18:
        return f"Good afternoon, {person}"
    return f"Good evening, {person}"


def seconds_since_epoch(self):
    """Tell the seconds since 1970 as a whole number.

    Also: unix timestamp; epoch time
    Tags: time, clock, now

    >>> isinstance(seconds_since_epoch(), int)
    True
    """
    return int(time.time())


def year_progress(self):
    """Tell how many percent of this year have passed.

    Also: progress of the year; how far along is the year
    Tags: date, clock, today, percent

    >>> isinstance(year_progress(), float)
    True
    """
    day = today().timetuple().tm_yday
    return round(100 * day / 365, 1)
