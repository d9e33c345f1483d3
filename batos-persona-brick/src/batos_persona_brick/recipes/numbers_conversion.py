"""Recipes that convert temperatures, lengths, weights and volumes."""


def celsius_to_fahrenheit(self, celsius):
    """Convert degrees Celsius to Fahrenheit.

    Also: temperature from C to F; how many degrees fahrenheit
    Tags: numbers, conversion

    >>> celsius_to_fahrenheit(100)
    212.0
    >>> celsius_to_fahrenheit(-40)
    -40.0
    >>> celsius_to_fahrenheit(0)
    32.0
    """
    return celsius * 9 / 5 + 32


def fahrenheit_to_celsius(self, fahrenheit):
    """Convert degrees Fahrenheit to Celsius.

    Also: temperature from F to C; how many degrees celsius
    Tags: numbers, conversion

    >>> fahrenheit_to_celsius(212)
    100.0
    >>> fahrenheit_to_celsius(-40)
    -40.0
    >>> fahrenheit_to_celsius(32)
    0.0
    """
    return (fahrenheit - 32) * 5 / 9


def celsius_to_kelvin(self, celsius):
    """Convert degrees Celsius to Kelvin.

    Also: temperature from C to K; absolute temperature
    Tags: numbers, conversion

    >>> celsius_to_kelvin(0)
    273.15
    >>> celsius_to_kelvin(100)
    373.15
    >>> celsius_to_kelvin(-273.15)
    0.0
    """
    return celsius + 273.15


def kelvin_to_celsius(self, kelvin):
    """Convert Kelvin to degrees Celsius, rounded to two decimals.

    Also: temperature from K to C; absolute temperature to celsius
    Tags: numbers, conversion

    >>> kelvin_to_celsius(273.15)
    0.0
    >>> kelvin_to_celsius(0)
    -273.15
    >>> kelvin_to_celsius(300)
    26.85
    """
    return round(kelvin - 273.15, 2)


def convert_temperature(self, value, unit):
    """Convert a temperature to the other unit: C to F, or F to C.

    Also: temperature converter for both directions; celsius or fahrenheit by unit letter
    Tags: numbers, conversion

    >>> convert_temperature(100, "C")
    212.0
    >>> convert_temperature(32, "F")
    0.0
    >>> convert_temperature(-40, "C")
    -40.0
    """
    if unit == "C":
        return value * 9 / 5 + 32
    return (value - 32) * 5 / 9


def kilometers_to_miles(self, kilometers):
    """Convert kilometers to miles, rounded to two decimals.

    Also: km to mi; distance in miles; kilometres into miles
    Tags: numbers, conversion

    >>> kilometers_to_miles(10)
    6.21
    >>> kilometers_to_miles(42.195)
    26.22
    >>> kilometers_to_miles(0)
    0.0
    """
    return round(kilometers / 1.609344, 2)


def miles_to_kilometers(self, miles):
    """Convert miles to kilometers, rounded to two decimals.

    Also: mi to km; distance in kilometers; miles into kilometres
    Tags: numbers, conversion

    >>> miles_to_kilometers(1)
    1.61
    >>> miles_to_kilometers(26.2)
    42.16
    >>> miles_to_kilometers(0)
    0.0
    """
    return round(miles * 1.609344, 2)


def inches_to_centimeters(self, inches):
    """Convert inches to centimeters.

    Also: in to cm; length in centimetres; screen size in cm
    Tags: numbers, conversion

    >>> inches_to_centimeters(10)
    25.4
    >>> inches_to_centimeters(1)
    2.54
    >>> inches_to_centimeters(0)
    0.0
    """
    return inches * 2.54


def centimeters_to_inches(self, centimeters):
    """Convert centimeters to inches, rounded to two decimals.

    Also: cm to in; length in inches
    Tags: numbers, conversion

    >>> centimeters_to_inches(2.54)
    1.0
    >>> centimeters_to_inches(100)
    39.37
    >>> centimeters_to_inches(0)
    0.0
    """
    return round(centimeters / 2.54, 2)


def feet_to_meters(self, feet):
    """Convert feet to meters, rounded to two decimals.

    Also: ft to m; height in metres; feet into metres
    Tags: numbers, conversion

    >>> feet_to_meters(10)
    3.05
    >>> feet_to_meters(1000)
    304.8
    >>> feet_to_meters(0)
    0.0
    """
    return round(feet * 0.3048, 2)


def meters_to_feet(self, meters):
    """Convert meters to feet, rounded to two decimals.

    Also: m to ft; height in feet; metres into feet
    Tags: numbers, conversion

    >>> meters_to_feet(1)
    3.28
    >>> meters_to_feet(100)
    328.08
    >>> meters_to_feet(0)
    0.0
    """
    return round(meters / 0.3048, 2)


def height_to_centimeters(self, feet, inches):
    """Convert a height in feet and inches to centimeters.

    Also: body height to cm; 5 foot 10 in centimetres
    Tags: numbers, conversion

    >>> height_to_centimeters(5, 10)
    177.8
    >>> height_to_centimeters(6, 0)
    182.88
    >>> height_to_centimeters(0, 1)
    2.54
    """
    return round((feet * 12 + inches) * 2.54, 2)


def centimeters_to_height(self, centimeters):
    """Convert centimeters to a height in feet and inches.

    Also: body height such as 5'10"; cm to feet and inches text
    Tags: numbers, conversion

    >>> centimeters_to_height(178)
    '5 ft 10 in'
    >>> centimeters_to_height(183)
    '6 ft 0 in'
    >>> centimeters_to_height(150)
    '4 ft 11 in'
    """
    feet, inches = divmod(round(centimeters / 2.54), 12)
    return f"{feet} ft {inches} in"


def kilograms_to_pounds(self, kilograms):
    """Convert kilograms to pounds, rounded to two decimals.

    Also: kg to lb; weight in pounds; kilos into pounds
    Tags: numbers, conversion

    >>> kilograms_to_pounds(10)
    22.05
    >>> kilograms_to_pounds(1)
    2.2
    >>> kilograms_to_pounds(0)
    0.0
    """
    return round(kilograms / 0.45359237, 2)


def pounds_to_kilograms(self, pounds):
    """Convert pounds to kilograms, rounded to two decimals.

    Also: lb to kg; weight in kilos; lbs into kg
    Tags: numbers, conversion

    >>> pounds_to_kilograms(10)
    4.54
    >>> pounds_to_kilograms(220)
    99.79
    >>> pounds_to_kilograms(0)
    0.0
    """
    return round(pounds * 0.45359237, 2)


def ounces_to_grams(self, ounces):
    """Convert ounces to grams, rounded to two decimals.

    Also: oz to g; weight in grams
    Tags: numbers, conversion

    >>> ounces_to_grams(1)
    28.35
    >>> ounces_to_grams(16)
    453.59
    >>> ounces_to_grams(0)
    0.0
    """
    return round(ounces * 28.349523125, 2)


def grams_to_ounces(self, grams):
    """Convert grams to ounces, rounded to two decimals.

    Also: g to oz; weight in ounces
    Tags: numbers, conversion

    >>> grams_to_ounces(100)
    3.53
    >>> grams_to_ounces(28.35)
    1.0
    >>> grams_to_ounces(0)
    0.0
    """
    return round(grams / 28.349523125, 2)


def grams_to_kilograms(self, grams):
    """Convert grams to kilograms.

    Also: g to kg; weight in kilos from grams; divide by a thousand
    Tags: numbers, conversion

    >>> grams_to_kilograms(2500)
    2.5
    >>> grams_to_kilograms(1)
    0.001
    >>> grams_to_kilograms(0)
    0.0
    """
    return grams / 1000


def liters_to_gallons(self, liters):
    """Convert liters to US gallons, rounded to two decimals.

    Also: l to gal; volume in gallons; litres into gallons
    Tags: numbers, conversion

    >>> liters_to_gallons(10)
    2.64
    >>> liters_to_gallons(3.785411784)
    1.0
    >>> liters_to_gallons(0)
    0.0
    """
    return round(liters / 3.785411784, 2)


def gallons_to_liters(self, gallons):
    """Convert US gallons to liters, rounded to two decimals.

    Also: gal to l; volume in litres; gallons into litres
    Tags: numbers, conversion

    >>> gallons_to_liters(1)
    3.79
    >>> gallons_to_liters(10)
    37.85
    >>> gallons_to_liters(0)
    0.0
    """
    return round(gallons * 3.785411784, 2)


def cups_to_milliliters(self, cups):
    """Convert US cups to milliliters, rounded to a whole number.

    Also: kitchen measure in ml; cups into millilitres
    Tags: numbers, conversion

    >>> cups_to_milliliters(1)
    237
    >>> cups_to_milliliters(2.5)
    591
    >>> cups_to_milliliters(0)
    0
    """
    return round(cups * 236.588)
