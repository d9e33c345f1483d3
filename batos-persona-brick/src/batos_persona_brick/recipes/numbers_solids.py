"""Recipes for volumes, points and everyday measuring."""


def box_volume(self, length, width, height):
    """Calculate the volume of a box.

    Also: length times width times height; content of a cuboid; space in a container
    Tags: numbers, solids

    >>> box_volume(2, 3, 4)
    24
    >>> box_volume(0.5, 2, 2)
    2.0
    >>> box_volume(0, 3, 4)
    0
    """
    return length * width * height


def box_surface(self, length, width, height):
    """Calculate the surface of a box.

    Also: outer area of a cuboid; wrapping paper for a parcel
    Tags: numbers, solids

    >>> box_surface(2, 3, 4)
    52
    >>> box_surface(1, 1, 1)
    6
    >>> box_surface(0.5, 2, 2)
    12.0
    """
    return 2 * (length * width + length * height + width * height)


def cube_volume(self, side):
    """Calculate the volume of a cube.

    Also: side to the third; content of a cube
    Tags: numbers, solids

    >>> cube_volume(3)
    27
    >>> cube_volume(0.5)
    0.125
    >>> cube_volume(0)
    0
    """
    return side**3


def sphere_volume(self, radius):
    """Calculate the volume of a sphere, rounded to two decimals.

    Also: content of a ball; four thirds pi r cubed
    Tags: numbers, solids

    >>> sphere_volume(3)
    113.1
    >>> sphere_volume(1)
    4.19
    >>> sphere_volume(0)
    0.0
    """
    return round(4 / 3 * math.pi * radius**3, 2)


def sphere_surface(self, radius):
    """Calculate the surface of a sphere, rounded to two decimals.

    Also: outer area of a ball; four pi r squared
    Tags: numbers, solids

    >>> sphere_surface(3)
    113.1
    >>> sphere_surface(1)
    12.57
    >>> sphere_surface(0)
    0.0
    """
    return round(4 * math.pi * radius**2, 2)


def cylinder_volume(self, radius, height):
    """Calculate the volume of a cylinder, rounded to two decimals.

    Also: content of a can; pi r squared times height; volume of a tank
    Tags: numbers, solids

    >>> cylinder_volume(2, 5)
    62.83
    >>> cylinder_volume(1, 1)
    3.14
    >>> cylinder_volume(3, 0)
    0.0
    """
    return round(math.pi * radius**2 * height, 2)


def cone_volume(self, radius, height):
    """Calculate the volume of a cone, rounded to two decimals.

    Also: content of an ice cream cone; a third of the cylinder
    Tags: numbers, solids

    >>> cone_volume(3, 4)
    37.7
    >>> cone_volume(1, 3)
    3.14
    >>> cone_volume(2, 0)
    0.0
    """
    return round(math.pi * radius**2 * height / 3, 2)


def distance_of_coordinates(self, x1, y1, x2, y2):
    """Calculate the distance between two points given by x and y, rounded to two decimals.

    Also: euclidean distance from x and y; length of a line between coordinates
    Tags: numbers, solids

    >>> distance_of_coordinates(0, 0, 3, 4)
    5.0
    >>> distance_of_coordinates(1, 1, 2, 2)
    1.41
    >>> distance_of_coordinates(2, 3, 2, 3)
    0.0
    """
    return round(math.hypot(x2 - x1, y2 - y1), 2)


def manhattan_distance(self, x1, y1, x2, y2):
    """Calculate the Manhattan distance between two points.

    Also: taxi distance; blocks to walk in a grid city
    Tags: numbers, solids

    >>> manhattan_distance(0, 0, 3, 4)
    7
    >>> manhattan_distance(1, 5, -1, 5)
    2
    >>> manhattan_distance(2, 3, 2, 3)
    0
    """
    return abs(x2 - x1) + abs(y2 - y1)


def midpoint(self, x1, y1, x2, y2):
    """Find the midpoint between two points.

    Also: centre of a line segment; point halfway between coordinates
    Tags: numbers, solids

    >>> midpoint(0, 0, 4, 6)
    [2.0, 3.0]
    >>> midpoint(1, 1, 2, 2)
    [1.5, 1.5]
    >>> midpoint(-1, 0, 1, 0)
    [0.0, 0.0]
    """
    return [(x1 + x2) / 2, (y1 + y2) / 2]


def slope(self, x1, y1, x2, y2):
    """Calculate the slope of a line through two points.

    Also: gradient; rise over run; steepness of a line
    Tags: numbers, solids

    >>> slope(0, 0, 2, 4)
    2.0
    >>> slope(1, 5, 3, 5)
    0.0
    >>> slope(1, 0, 1, 5)
    Traceback (most recent call last):
    ValueError: a vertical line has no slope
    """
    if x1 == x2:
        raise ValueError("a vertical line has no slope")
    return (y2 - y1) / (x2 - x1)


def quadrant(self, x, y):
    """Tell in which quadrant a point lies, 0 on an axis.

    Also: quadrant of coordinates; quarter of the plane from 1 to 4
    Tags: numbers, solids

    >>> quadrant(3, 4)
    1
    >>> quadrant(-3, 4)
    2
    >>> quadrant(-3, -4)
    3
    >>> quadrant(0, 4)
    0
    """
    if x == 0 or y == 0:
        return 0
    if y > 0:
        return 1 if x > 0 else 2
    return 3 if x < 0 else 4


def point_in_circle(self, x, y, radius):
    """Check whether a point lies in a circle around the origin.

    Also: is a dart on the target; distance from the centre within the radius
    Tags: numbers, solids

    >>> point_in_circle(3, 4, 5)
    True
    >>> point_in_circle(4, 4, 5)
    False
    >>> point_in_circle(0, 0, 0)
    True
    """
    return x**2 + y**2 <= radius**2


def point_in_rectangle(self, x, y, left, bottom, right, top):
    """Check whether a point lies in a rectangle.

    Also: is a click inside a box; coordinates within bounds
    Tags: numbers, solids

    >>> point_in_rectangle(2, 2, 0, 0, 4, 3)
    True
    >>> point_in_rectangle(5, 2, 0, 0, 4, 3)
    False
    >>> point_in_rectangle(4, 3, 0, 0, 4, 3)
    True
    """
    return left <= x <= right and bottom <= y <= top


def polygon_area(self, points):
    """Calculate the area of a polygon from its corner points.

    Also: shoelace formula; surface of a field by coordinates
    Tags: numbers, solids

    >>> polygon_area([[0, 0], [4, 0], [4, 3], [0, 3]])
    12.0
    >>> polygon_area([[0, 0], [2, 0], [0, 2]])
    2.0
    >>> polygon_area([])
    0.0
    """
    total = 0
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1]):
        total += x1 * y2 - x2 * y1
    return abs(total) / 2


def distance_on_earth(self, lat1, lon1, lat2, lon2):
    """Calculate the distance in kilometers between two places on earth.

    Also: haversine; great circle distance by latitude and longitude; how far are two cities
    Tags: numbers, solids

    >>> distance_on_earth(52.52, 13.405, 48.8566, 2.3522)
    877
    >>> distance_on_earth(0, 0, 0, 180)
    20015
    >>> distance_on_earth(10, 20, 10, 20)
    0
    """
    lat1, lon1, lat2, lon2 = [math.radians(angle) for angle in (lat1, lon1, lat2, lon2)]
    across = math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    share = math.sin((lat2 - lat1) / 2) ** 2 + across
    return round(2 * 6371 * math.asin(math.sqrt(share)))


def tiles_needed(self, length, width, tile):
    """Count the square tiles needed for a floor.

    Also: how many tiles cover a room; number of slabs
    Tags: numbers, solids

    >>> tiles_needed(4, 3, 1)
    12
    >>> tiles_needed(5, 3, 2)
    6
    >>> tiles_needed(1, 1, 2)
    1
    """
    return math.ceil(length / tile) * math.ceil(width / tile)


def paint_needed(self, area, area_per_liter):
    """Count the full liters of paint for an area.

    Also: how much paint for a wall; liters of colour to buy
    Tags: numbers, solids

    >>> paint_needed(45, 10)
    5
    >>> paint_needed(40, 10)
    4
    >>> paint_needed(0, 10)
    0
    """
    return math.ceil(area / area_per_liter)


def clock_angle(self, hours, minutes):
    """Calculate the smaller angle between the hands of a clock in degrees.

    Also: angle of hour and minute hand; clock hands problem
    Tags: numbers, solids

    >>> clock_angle(3, 0)
    90.0
    >>> clock_angle(12, 30)
    165.0
    >>> clock_angle(12, 0)
    0.0
    """
    angle = abs(hours % 12 * 30 - minutes * 5.5)
    return min(angle, 360 - angle)


def compass_direction(self, degrees):
    """Tell the compass direction of an angle in degrees.

    Also: north, east, south or west by bearing; wind direction as letters
    Tags: numbers, solids

    >>> compass_direction(90)
    'E'
    >>> compass_direction(350)
    'N'
    >>> compass_direction(225)
    'SW'
    """
    directions = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"]
    return directions[round(degrees / 45) % 8]
