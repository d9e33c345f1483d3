"""Recipes for speed, physics and equations."""


def average_speed(self, distance, hours):
    """Calculate the average speed from distance and time.

    Also: kilometers per hour of a trip; distance divided by time
    Tags: numbers, science

    >>> average_speed(150, 2)
    75.0
    >>> average_speed(10, 4)
    2.5
    >>> average_speed(0, 1)
    0.0
    """
    return distance / hours


def travel_time(self, distance, speed):
    """Calculate the travel time in hours from distance and speed.

    Also: how long does a trip take; duration of a drive
    Tags: numbers, science

    >>> travel_time(150, 100)
    1.5
    >>> travel_time(50, 100)
    0.5
    >>> travel_time(0, 80)
    0.0
    """
    return distance / speed


def distance_travelled(self, speed, hours):
    """Calculate the distance from speed and time.

    Also: how far do I get; speed times time
    Tags: numbers, science

    >>> distance_travelled(80, 2.5)
    200.0
    >>> distance_travelled(60, 1)
    60
    >>> distance_travelled(100, 0)
    0
    """
    return speed * hours


def fuel_consumption(self, liters, kilometers):
    """Calculate the fuel consumption in liters per 100 kilometers.

    Also: how thirsty is a car; l/100km from a full tank
    Tags: numbers, science

    >>> fuel_consumption(30, 500)
    6.0
    >>> fuel_consumption(7, 100)
    7.0
    >>> fuel_consumption(0, 100)
    0.0
    """
    return round(liters / kilometers * 100, 2)


def braking_distance(self, speed):
    """Calculate the braking distance in meters by the rule speed divided by 10, squared.

    Also: stopping distance of a car at km/h; braking rule of driving school
    Tags: numbers, science

    >>> braking_distance(50)
    25.0
    >>> braking_distance(100)
    100.0
    >>> braking_distance(0)
    0.0
    """
    return (speed / 10) ** 2


def density(self, mass, volume):
    """Calculate the density from mass and volume.

    Also: mass per volume; how dense is a material
    Tags: numbers, science

    >>> density(10, 2)
    5.0
    >>> density(1, 4)
    0.25
    >>> density(0, 3)
    0.0
    """
    return mass / volume


def force(self, mass, acceleration):
    """Calculate a force from mass and acceleration.

    Also: newton's second law; mass times acceleration
    Tags: numbers, science

    >>> force(10, 2)
    20
    >>> force(1.5, 4)
    6.0
    >>> force(0, 9.81)
    0.0
    """
    return mass * acceleration


def kinetic_energy(self, mass, velocity):
    """Calculate the kinetic energy of a moving body.

    Also: half mass times velocity squared; energy of motion in joule
    Tags: numbers, science

    >>> kinetic_energy(2, 3)
    9.0
    >>> kinetic_energy(10, 0)
    0.0
    >>> kinetic_energy(1, 4)
    8.0
    """
    return 0.5 * mass * velocity**2


def potential_energy(self, mass, height):
    """Calculate the potential energy of a lifted body, rounded to two decimals.

    Also: mass times 9.81 times height; energy of position in joule
    Tags: numbers, science

    >>> potential_energy(10, 2)
    196.2
    >>> potential_energy(1, 1)
    9.81
    >>> potential_energy(5, 0)
    0.0
    """
    return round(mass * 9.81 * height, 2)


def fall_time(self, height):
    """Calculate the seconds of a free fall from a height in meters, rounded to two decimals.

    Also: how long does a stone fall; drop time without air
    Tags: numbers, science

    >>> fall_time(20)
    2.02
    >>> fall_time(4.905)
    1.0
    >>> fall_time(0)
    0.0
    """
    return round(math.sqrt(2 * height / 9.81), 2)


def voltage(self, current, resistance):
    """Calculate a voltage from current and resistance.

    Also: ohm's law; amperes times ohms
    Tags: numbers, science

    >>> voltage(2, 5)
    10
    >>> voltage(0.5, 12)
    6.0
    >>> voltage(0, 100)
    0
    """
    return current * resistance


def electric_power(self, voltage, current):
    """Calculate the electric power in watts.

    Also: volts times amperes; how many watts does a device use
    Tags: numbers, science

    >>> electric_power(230, 2)
    460
    >>> electric_power(12, 0.5)
    6.0
    >>> electric_power(5, 0)
    0
    """
    return voltage * current


def parallel_resistance(self, first, second):
    """Calculate the resistance of two resistors in parallel.

    Also: combined ohms side by side; product over sum
    Tags: numbers, science

    >>> parallel_resistance(10, 10)
    5.0
    >>> parallel_resistance(3, 6)
    2.0
    >>> parallel_resistance(0, 5)
    0.0
    """
    return first * second / (first + second)


def lightning_distance(self, seconds):
    """Calculate the distance of a thunderstorm in kilometers from the seconds to the thunder.

    Also: how far away is the lightning; divide the seconds by three
    Tags: numbers, science

    >>> lightning_distance(6)
    2.0
    >>> lightning_distance(9)
    3.0
    >>> lightning_distance(0)
    0.0
    """
    return round(seconds / 3, 1)


def wind_chill(self, celsius, wind):
    """Calculate the wind chill temperature in Celsius with wind in km/h, rounded to one decimal.

    Also: felt temperature in the wind; how cold does it feel
    Tags: numbers, science

    >>> wind_chill(0, 20)
    -5.2
    >>> wind_chill(-10, 30)
    -19.5
    >>> wind_chill(5, 10)
    2.7
    """
    factor = wind**0.16
    return round(13.12 + 0.6215 * celsius - 11.37 * factor + 0.3965 * celsius * factor, 1)


def decay_amount(self, amount, half_life, time):
    """Calculate what is left after radioactive decay.

    Also: half-life; remaining amount of a substance; decay over time
    Tags: numbers, science

    >>> decay_amount(100, 5, 10)
    25.0
    >>> decay_amount(80, 3, 0)
    80.0
    >>> decay_amount(16, 1, 4)
    1.0
    """
    return amount * 0.5 ** (time / half_life)


def population_after(self, start, percent, years):
    """Calculate a population after years of growth in percent, rounded to a whole number.

    Also: exponential growth; how many inhabitants in the future; bacteria after some steps
    Tags: numbers, science

    >>> population_after(1000, 2, 10)
    1219
    >>> population_after(100, 100, 3)
    800
    >>> population_after(500, 5, 0)
    500
    """
    return round(start * (1 + percent / 100) ** years)


def solve_linear(self, a, b):
    """Solve the linear equation a x + b = 0.

    Also: root of a line; find x of a first degree equation
    Tags: numbers, science

    >>> solve_linear(2, -6)
    3.0
    >>> solve_linear(4, 2)
    -0.5
    >>> solve_linear(0, 1)
    Traceback (most recent call last):
    ValueError: a must not be zero
    """
    if a == 0:
        raise ValueError("a must not be zero")
    return -b / a


def solve_quadratic(self, a, b, c):
    """Solve the quadratic equation a x^2 + b x + c = 0 for real numbers.

    Also: roots of a parabola; midnight formula; pq formula; solutions of a second degree equation
    Tags: numbers, science

    >>> solve_quadratic(1, -3, 2)
    [1.0, 2.0]
    >>> solve_quadratic(1, -2, 1)
    [1.0]
    >>> solve_quadratic(1, 0, 1)
    []
    """
    discriminant = b**2 - 4 * a * c
    if discriminant < 0:
        return []
    root = math.sqrt(discriminant)
    return sorted({(-b - root) / (2 * a), (-b + root) / (2 * a)})


def evaluate_polynomial(self, coefficients, x):
    """Calculate the value of a polynomial, highest power first.

    Also: horner scheme; insert x in a polynomial
    Tags: numbers, science

    >>> evaluate_polynomial([2, 0, 1], 3)
    19
    >>> evaluate_polynomial([5], 100)
    5
    >>> evaluate_polynomial([], 2)
    0
    """
    result = 0
    for coefficient in coefficients:
        result = result * x + coefficient
    return result


def dice_probability(self, sides, wanted):
    """Calculate the chance that a die shows at least a wanted number.

    Also: probability of a dice roll; chance to roll high enough
    Tags: numbers, science

    >>> dice_probability(6, 4)
    0.5
    >>> dice_probability(20, 20)
    0.05
    >>> dice_probability(6, 1)
    1.0
    """
    return (sides - wanted + 1) / sides
