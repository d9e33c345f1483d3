"""Recipes about hours, minutes, seconds and time stamps."""


def minutes_to_clock(self, minutes):
    """Write a number of minutes as hours and minutes.

    Also: minutes to hh:mm; convert 135 minutes to 2:15
    Tags: time, format

    >>> minutes_to_clock(135)
    '02:15'
    >>> minutes_to_clock(59)
    '00:59'
    >>> minutes_to_clock(0)
    '00:00'
    """
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def seconds_to_clock(self, seconds):
    """Write a number of seconds as hours, minutes and seconds.

    Also: seconds to hh:mm:ss; length of a film as a clock
    Tags: time, format

    >>> seconds_to_clock(3661)
    '01:01:01'
    >>> seconds_to_clock(59)
    '00:00:59'
    >>> seconds_to_clock(0)
    '00:00:00'
    """
    hours = seconds // 3600
    minutes = seconds % 3600 // 60
    return f"{hours:02d}:{minutes:02d}:{seconds % 60:02d}"


def seconds_in_words(self, seconds):
    """Write a number of seconds with h, m and s.

    Also: readable duration like 1h 2m 3s; human readable seconds
    Tags: time, text, format

    >>> seconds_in_words(3723)
    '1h 2m 3s'
    >>> seconds_in_words(60)
    '1m'
    >>> seconds_in_words(0)
    '0s'
    """
    parts = []
    for size, letter in [(3600, "h"), (60, "m"), (1, "s")]:
        if seconds >= size:
            parts.append(f"{seconds // size}{letter}")
        seconds = seconds % size
    return " ".join(parts) or "0s"


def minutes_in_words(self, minutes):
    """Write a number of minutes in words with hours and minutes.

    Also: duration like 2 hours and 15 minutes; minutes as a phrase
    Tags: time, text, format

    >>> minutes_in_words(135)
    '2 hours and 15 minutes'
    >>> minutes_in_words(0)
    '0 hours and 0 minutes'
    >>> minutes_in_words(59)
    '0 hours and 59 minutes'
    """
    return f"{minutes // 60} hours and {minutes % 60} minutes"


def duration_parts(self, seconds):
    """Split a number of seconds into days, hours, minutes and seconds.

    Also: break down a duration; seconds to days and hours
    Tags: time, dict

    >>> duration_parts(90061)
    {'days': 1, 'hours': 1, 'minutes': 1, 'seconds': 1}
    >>> duration_parts(59)
    {'days': 0, 'hours': 0, 'minutes': 0, 'seconds': 59}
    >>> duration_parts(0)
    {'days': 0, 'hours': 0, 'minutes': 0, 'seconds': 0}
    """
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds}


def parse_duration(self, text):
    """Read a duration like 1h 30m and give the minutes.

    Also: hours and minutes text to minutes; parse 2h15m
    Tags: time, parse

    >>> parse_duration("1h 30m")
    90
    >>> parse_duration("45m")
    45
    >>> parse_duration("2h")
    120
    """
    minutes = 0
    for number, unit in re.findall(r"(\d+)\s*([hm])", text):
        minutes += int(number) * (60 if unit == "h" else 1)
    return minutes


def minutes_between_times(self, start, end):
    """Count the minutes between two times of the day.

    Also: time difference; how long from 09:30 to 11:00; length of a meeting
    Tags: time

    >>> minutes_between_times("09:30", "11:00")
    90
    >>> minutes_between_times("23:30", "00:15")
    45
    >>> minutes_between_times("08:00", "08:00")
    0
    """
    start_hour, start_minute = start.split(":")
    end_hour, end_minute = end.split(":")
    hours = int(end_hour) - int(start_hour)
    minutes = int(end_minute) - int(start_minute)
    return (hours * 60 + minutes) % 1440


def hours_worked(self, start, end, pause):
    """Calculate the hours worked from a start time to an end time less a pause in minutes.

    Also: working time of a day; hours on a time sheet
    Tags: time, work

    >>> hours_worked("09:00", "17:30", 30)
    8.0
    >>> hours_worked("08:00", "12:15", 0)
    4.25
    >>> hours_worked("10:00", "10:30", 30)
    0.0
    """
    begin = datetime.strptime(start, "%H:%M")
    finish = datetime.strptime(end, "%H:%M")
    return ((finish - begin).seconds / 60 - pause) / 60


def add_minutes_to_time(self, start, minutes):
    """Add minutes to a time of the day.

    Also: what time is it some minutes later; end of a meeting; shift a clock time
    Tags: time

    >>> add_minutes_to_time("09:45", 30)
    '10:15'
    >>> add_minutes_to_time("23:50", 20)
    '00:10'
    >>> add_minutes_to_time("08:00", -15)
    '07:45'
    """
    return (datetime.strptime(start, "%H:%M") + timedelta(minutes=minutes)).strftime("%H:%M")


def add_durations(self, durations):
    """Add up durations written like 1:30.

    Also: total of several times; sum of hh:mm
    Tags: time, list

    >>> add_durations(["1:30", "0:45"])
    '2:15'
    >>> add_durations(["12:00", "13:05"])
    '25:05'
    >>> add_durations([])
    '0:00'
    """
    total = 0
    for duration in durations:
        hours, minutes = duration.split(":")
        total += int(hours) * 60 + int(minutes)
    return f"{total // 60}:{total % 60:02d}"


def to_twelve_hour_clock(self, text):
    """Convert a time from the 24 hour clock to AM or PM.

    Also: 14:30 to 2:30 PM; military time to normal time
    Tags: time, format

    >>> to_twelve_hour_clock("14:30")
    '2:30 PM'
    >>> to_twelve_hour_clock("00:05")
    '12:05 AM'
    >>> to_twelve_hour_clock("12:00")
    '12:00 PM'
    """
    hour, minute = text.split(":")
    half = "AM" if int(hour) < 12 else "PM"
    return f"{(int(hour) + 11) % 12 + 1}:{minute} {half}"


def to_24_hour_clock(self, text):
    """Convert a time with AM or PM to the 24 hour clock.

    Also: 2:30 PM to 14:30; normal time to military time
    Tags: time, parse

    >>> to_24_hour_clock("2:30 PM")
    '14:30'
    >>> to_24_hour_clock("12:05 AM")
    '00:05'
    >>> to_24_hour_clock("12:00 PM")
    '12:00'
    """
    return datetime.strptime(text, "%I:%M %p").strftime("%H:%M")


def timestamp_to_iso(self, seconds):
    """Convert a number of seconds since 1970 to date and time.

    Also: unix timestamp to ISO text; epoch seconds to date, in UTC
    Tags: date, time, format

    >>> timestamp_to_iso(0)
    '1970-01-01T00:00:00'
    >>> timestamp_to_iso(1709000000)
    '2024-02-27T02:13:20'
    >>> timestamp_to_iso(86400)
    '1970-01-02T00:00:00'
    """
    return (datetime(1970, 1, 1) + timedelta(seconds=seconds)).isoformat()


def iso_to_timestamp(self, text):
    """Convert a date and time to seconds since 1970.

    Also: ISO text to unix timestamp; date to epoch seconds, in UTC
    Tags: date, time, parse

    >>> iso_to_timestamp("1970-01-02T00:00:00")
    86400
    >>> iso_to_timestamp("2024-02-27T02:13:20")
    1709000000
    >>> iso_to_timestamp("1970-01-01")
    0
    """
    return int((datetime.fromisoformat(text) - datetime(1970, 1, 1)).total_seconds())


def seconds_between_moments(self, start, end):
    """Count the seconds between two moments with date and time.

    Also: elapsed time; difference of two timestamps in seconds
    Tags: date, time

    >>> seconds_between_moments("2024-02-27T10:00:00", "2024-02-27T10:01:30")
    90
    >>> seconds_between_moments("2024-02-28 23:59:59", "2024-02-29 00:00:00")
    1
    >>> seconds_between_moments("2024-01-01", "2024-01-01")
    0
    """
    return int((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds())


def hours_between_moments(self, start, end):
    """Calculate the hours between two moments with date and time.

    Also: how many hours apart; difference of two timestamps in hours
    Tags: date, time

    >>> hours_between_moments("2024-02-27T10:00", "2024-02-27T12:30")
    2.5
    >>> hours_between_moments("2024-02-28T23:00", "2024-02-29T01:00")
    2.0
    >>> hours_between_moments("2024-01-01", "2024-01-01")
    0.0
    """
    difference = datetime.fromisoformat(end) - datetime.fromisoformat(start)
    return difference.total_seconds() / 3600


def part_of_day(self, hour):
    """Tell the part of the day for an hour.

    Also: morning, afternoon, evening or night; hour to word
    Tags: time, text

    >>> part_of_day(8)
    'morning'
    >>> part_of_day(23)
    'night'
    >>> part_of_day(12)
    'afternoon'
    """
    if hour < 6 or hour >= 22:
        return "night"
    if hour < 12:
        return "morning"
    if hour < 18:
        return "afternoon"
    return "evening"
