"""Recipes that convert times, speeds, angles, areas and data sizes."""


def hours_to_minutes(self, hours):
    """Convert hours to minutes.

    Also: h to min; how many minutes are some hours
    Tags: numbers, measures

    >>> hours_to_minutes(2)
    120
    >>> hours_to_minutes(1.5)
    90.0
    >>> hours_to_minutes(0)
    0
    """
    return hours * 60


def minutes_to_hours(self, minutes):
    """Convert minutes to hours and minutes as text.

    Also: 135 minutes is 2 h 15 min; write a number of minutes in hours
    Tags: numbers, measures

    >>> minutes_to_hours(135)
    '2 h 15 min'
    >>> minutes_to_hours(59)
    '0 h 59 min'
    >>> minutes_to_hours(60)
    '1 h 0 min'
    """
    return f"{minutes // 60} h {minutes % 60} min"


def minutes_to_seconds(self, minutes):
    """Convert minutes to seconds.

    Also: min to s; how many seconds are some minutes
    Tags: numbers, measures

    >>> minutes_to_seconds(5)
    300
    >>> minutes_to_seconds(0.5)
    30.0
    >>> minutes_to_seconds(0)
    0
    """
    return minutes * 60


def hours_to_seconds(self, hours):
    """Convert hours to seconds.

    Also: h to s; how many seconds are some hours
    Tags: numbers, measures

    >>> hours_to_seconds(1)
    3600
    >>> hours_to_seconds(0.5)
    1800.0
    >>> hours_to_seconds(0)
    0
    """
    return hours * 3600


def describe_duration(self, seconds):
    """Write a number of seconds in words, such as 1h 1m 1s.

    Also: human readable duration; seconds to hours, minutes and seconds text
    Tags: numbers, measures

    >>> describe_duration(3661)
    '1h 1m 1s'
    >>> describe_duration(120)
    '2m'
    >>> describe_duration(0)
    '0s'
    """
    parts = []
    for letter, size in (("h", 3600), ("m", 60), ("s", 1)):
        amount, seconds = divmod(seconds, size)
        if amount:
            parts.append(f"{amount}{letter}")
    return " ".join(parts) or "0s"


def milliseconds_to_seconds(self, milliseconds):
    """Convert milliseconds to seconds.

    Also: ms to s; how many seconds are some milliseconds
    Tags: numbers, measures

    >>> milliseconds_to_seconds(1500)
    1.5
    >>> milliseconds_to_seconds(1)
    0.001
    >>> milliseconds_to_seconds(0)
    0.0
    """
    return milliseconds / 1000


def days_to_hours(self, days):
    """Convert days to hours.

    Also: how many hours are some days; d to h
    Tags: numbers, measures

    >>> days_to_hours(2)
    48
    >>> days_to_hours(0.5)
    12.0
    >>> days_to_hours(0)
    0
    """
    return days * 24


def days_to_weeks(self, days):
    """Split a number of days into weeks and days.

    Also: how many full weeks are some days; days to weeks and rest
    Tags: numbers, measures

    >>> days_to_weeks(17)
    [2, 3]
    >>> days_to_weeks(7)
    [1, 0]
    >>> days_to_weeks(3)
    [0, 3]
    """
    return list(divmod(days, 7))


def years_to_days(self, years):
    """Convert years to days, with 365 days a year.

    Also: age in days; how many days are some years
    Tags: numbers, measures

    >>> years_to_days(1)
    365
    >>> years_to_days(30)
    10950
    >>> years_to_days(0)
    0
    """
    return years * 365


def decimal_hours(self, hours, minutes):
    """Convert hours and minutes to decimal hours.

    Also: 1 hour 30 is 1.5 hours; working time as a decimal
    Tags: numbers, measures

    >>> decimal_hours(1, 30)
    1.5
    >>> decimal_hours(0, 15)
    0.25
    >>> decimal_hours(8, 0)
    8.0
    """
    return hours + minutes / 60


def kmh_to_mph(self, speed):
    """Convert kilometers per hour to miles per hour, rounded to one decimal.

    Also: km/h to mph; speed in miles per hour
    Tags: numbers, measures

    >>> kmh_to_mph(100)
    62.1
    >>> kmh_to_mph(50)
    31.1
    >>> kmh_to_mph(0)
    0.0
    """
    return round(speed / 1.609344, 1)


def mph_to_kmh(self, speed):
    """Convert miles per hour to kilometers per hour, rounded to one decimal.

    Also: mph to km/h; speed in kilometers per hour
    Tags: numbers, measures

    >>> mph_to_kmh(60)
    96.6
    >>> mph_to_kmh(100)
    160.9
    >>> mph_to_kmh(0)
    0.0
    """
    return round(speed * 1.609344, 1)


def kmh_to_meters_per_second(self, speed):
    """Convert kilometers per hour to meters per second, rounded to two decimals.

    Also: km/h to m/s; speed in metres per second
    Tags: numbers, measures

    >>> kmh_to_meters_per_second(36)
    10.0
    >>> kmh_to_meters_per_second(100)
    27.78
    >>> kmh_to_meters_per_second(0)
    0.0
    """
    return round(speed / 3.6, 2)


def degrees_to_radians(self, degrees):
    """Convert degrees to radians, rounded to four decimals.

    Also: angle in radians; deg to rad
    Tags: numbers, measures

    >>> degrees_to_radians(180)
    3.1416
    >>> degrees_to_radians(90)
    1.5708
    >>> degrees_to_radians(0)
    0.0
    """
    return round(math.radians(degrees), 4)


def radians_to_degrees(self, radians):
    """Convert radians to degrees, rounded to two decimals.

    Also: angle in degrees; rad to deg
    Tags: numbers, measures

    >>> radians_to_degrees(3.14159265)
    180.0
    >>> radians_to_degrees(1)
    57.3
    >>> radians_to_degrees(0)
    0.0
    """
    return round(math.degrees(radians), 2)


def square_meters_to_square_feet(self, area):
    """Convert square meters to square feet, rounded to two decimals.

    Also: m2 to sq ft; area of a flat in square feet
    Tags: numbers, measures

    >>> square_meters_to_square_feet(10)
    107.64
    >>> square_meters_to_square_feet(1)
    10.76
    >>> square_meters_to_square_feet(0)
    0.0
    """
    return round(area * 10.7639104, 2)


def acres_to_hectares(self, acres):
    """Convert acres to hectares, rounded to two decimals.

    Also: area of land in hectares; ac to ha
    Tags: numbers, measures

    >>> acres_to_hectares(10)
    4.05
    >>> acres_to_hectares(100)
    40.47
    >>> acres_to_hectares(0)
    0.0
    """
    return round(acres * 0.40468564, 2)


def megabytes_to_gigabytes(self, megabytes):
    """Convert megabytes to gigabytes, with 1024 megabytes a gigabyte.

    Also: MB to GB; data size in gigabytes
    Tags: numbers, measures

    >>> megabytes_to_gigabytes(2048)
    2.0
    >>> megabytes_to_gigabytes(512)
    0.5
    >>> megabytes_to_gigabytes(0)
    0.0
    """
    return megabytes / 1024


def download_time(self, megabytes, megabits_per_second):
    """Calculate the download time in seconds of a file.

    Also: how long does a download take; transfer time by size in MB and speed in Mbit/s
    Tags: numbers, measures

    >>> download_time(100, 50)
    16.0
    >>> download_time(1, 8)
    1.0
    >>> download_time(0, 10)
    0.0
    """
    return megabytes * 8 / megabits_per_second


def miles_per_gallon_to_metric(self, mpg):
    """Convert miles per gallon to liters per 100 kilometers, rounded to one decimal.

    Also: mpg to l/100km; fuel consumption in litres
    Tags: numbers, measures

    >>> miles_per_gallon_to_metric(30)
    7.8
    >>> miles_per_gallon_to_metric(50)
    4.7
    >>> miles_per_gallon_to_metric(20)
    11.8
    """
    return round(235.214583 / mpg, 1)


def convert_unit(self, value, factor):
    """Convert a value to another unit with a factor, rounded to two decimals.

    Also: multiply by a conversion rate; general unit conversion
    Tags: numbers, measures

    >>> convert_unit(10, 2.54)
    25.4
    >>> convert_unit(3, 0.3333)
    1.0
    >>> convert_unit(0, 5)
    0.0
    """
    return round(float(value * factor), 2)
