"""Recipes for areas, perimeters and triangles."""


def circle_area(self, radius):
    """Calculate the area of a circle, rounded to two decimals.

    Also: surface of a disk by radius; pi r squared
    Tags: numbers, geometry

    >>> circle_area(5)
    78.54
    >>> circle_area(1)
    3.14
    >>> circle_area(0)
    0.0
    """
    return round(math.pi * radius**2, 2)


def circle_circumference(self, radius):
    """Calculate the circumference of a circle, rounded to two decimals.

    Also: perimeter of a circle by radius; two pi r; length around a circle
    Tags: numbers, geometry

    >>> circle_circumference(5)
    31.42
    >>> circle_circumference(1)
    6.28
    >>> circle_circumference(0)
    0.0
    """
    return round(2 * math.pi * radius, 2)


def radius_from_area(self, area):
    """Calculate the radius of a circle from its area, rounded to two decimals.

    Also: how large is the radius of a disk; inverse of the circle area
    Tags: numbers, geometry

    >>> radius_from_area(78.54)
    5.0
    >>> radius_from_area(3.14159)
    1.0
    >>> radius_from_area(0)
    0.0
    """
    return round(math.sqrt(area / math.pi), 2)


def rectangle_area(self, width, height):
    """Calculate the area of a rectangle.

    Also: width times height; size of a room; surface of a rectangle
    Tags: numbers, geometry

    >>> rectangle_area(3, 4)
    12
    >>> rectangle_area(2.5, 2)
    5.0
    >>> rectangle_area(0, 9)
    0
    """
    return width * height


def rectangle_perimeter(self, width, height):
    """Calculate the perimeter of a rectangle.

    Also: length of a fence around a garden; sum of the four sides
    Tags: numbers, geometry

    >>> rectangle_perimeter(3, 4)
    14
    >>> rectangle_perimeter(2.5, 2)
    9.0
    >>> rectangle_perimeter(0, 0)
    0
    """
    return 2 * (width + height)


def rectangle_diagonal(self, width, height):
    """Calculate the diagonal of a rectangle, rounded to two decimals.

    Also: screen diagonal; distance between opposite corners
    Tags: numbers, geometry

    >>> rectangle_diagonal(3, 4)
    5.0
    >>> rectangle_diagonal(1, 1)
    1.41
    >>> rectangle_diagonal(0, 2)
    2.0
    """
    return round(math.hypot(width, height), 2)


def square_area(self, side):
    """Calculate the area of a square.

    Also: side times side; surface of a square
    Tags: numbers, geometry

    >>> square_area(4)
    16
    >>> square_area(1.5)
    2.25
    >>> square_area(0)
    0
    """
    return side * side


def square_perimeter(self, side):
    """Calculate the perimeter of a square.

    Also: four times the side; length around a square
    Tags: numbers, geometry

    >>> square_perimeter(4)
    16
    >>> square_perimeter(1.5)
    6.0
    >>> square_perimeter(0)
    0
    """
    return 4 * side


def triangle_area(self, base, height):
    """Calculate the area of a triangle from base and height.

    Also: half of base times height; surface of a triangle
    Tags: numbers, geometry

    >>> triangle_area(6, 4)
    12.0
    >>> triangle_area(3, 1)
    1.5
    >>> triangle_area(0, 5)
    0.0
    """
    return base * height / 2


def triangle_area_from_sides(self, a, b, c):
    """Calculate the area of a triangle from its three sides, rounded to two decimals.

    Also: heron's formula; surface of a triangle by side lengths
    Tags: numbers, geometry

    >>> triangle_area_from_sides(3, 4, 5)
    6.0
    >>> triangle_area_from_sides(2, 2, 2)
    1.73
    >>> triangle_area_from_sides(5, 5, 6)
    12.0
    """
    half = (a + b + c) / 2
    return round(math.sqrt(half * (half - a) * (half - b) * (half - c)), 2)


def triangle_perimeter(self, a, b, c):
    """Calculate the perimeter of a triangle.

    Also: sum of three sides; length around a triangle
    Tags: numbers, geometry

    >>> triangle_perimeter(3, 4, 5)
    12
    >>> triangle_perimeter(1.5, 2, 2)
    5.5
    >>> triangle_perimeter(1, 1, 1)
    3
    """
    return a + b + c


def is_triangle(self, a, b, c):
    """Check whether three sides can form a triangle.

    Also: triangle inequality; valid triangle by side lengths
    Tags: numbers, geometry

    >>> is_triangle(3, 4, 5)
    True
    >>> is_triangle(1, 2, 3)
    False
    >>> is_triangle(0, 1, 1)
    False
    """
    short, middle, long = sorted([a, b, c])
    return short > 0 and short + middle > long


def triangle_type(self, a, b, c):
    """Tell whether a triangle is equilateral, isosceles or scalene.

    Also: kind of a triangle by its sides; how many sides are equal
    Tags: numbers, geometry

    >>> triangle_type(2, 2, 2)
    'equilateral'
    >>> triangle_type(2, 2, 3)
    'isosceles'
    >>> triangle_type(2, 3, 4)
    'scalene'
    """
    different = len({a, b, c})
    if different == 1:
        return "equilateral"
    return "isosceles" if different == 2 else "scalene"


def is_right_triangle(self, a, b, c):
    """Check whether three sides form a right triangle.

    Also: pythagorean triple test; has the triangle a right angle
    Tags: numbers, geometry

    >>> is_right_triangle(3, 4, 5)
    True
    >>> is_right_triangle(2, 3, 4)
    False
    >>> is_right_triangle(13, 5, 12)
    True
    """
    short, middle, long = sorted([a, b, c])
    return math.isclose(short**2 + middle**2, long**2)


def hypotenuse(self, a, b):
    """Calculate the hypotenuse of a right triangle, rounded to two decimals.

    Also: pythagoras; longest side of a right triangle; root of a squared plus b squared
    Tags: numbers, geometry

    >>> hypotenuse(3, 4)
    5.0
    >>> hypotenuse(1, 1)
    1.41
    >>> hypotenuse(0, 7)
    7.0
    """
    return round(math.sqrt(a**2 + b**2), 2)


def missing_leg(self, hypotenuse, leg):
    """Calculate the missing leg of a right triangle, rounded to two decimals.

    Also: other short side by pythagoras; root of c squared minus a squared
    Tags: numbers, geometry

    >>> missing_leg(5, 3)
    4.0
    >>> missing_leg(2, 1)
    1.73
    >>> missing_leg(4, 4)
    0.0
    """
    return round(math.sqrt(hypotenuse**2 - leg**2), 2)


def third_angle(self, first, second):
    """Calculate the third angle of a triangle in degrees.

    Also: missing angle; 180 minus two angles
    Tags: numbers, geometry

    >>> third_angle(60, 60)
    60
    >>> third_angle(90, 45)
    45
    >>> third_angle(100.5, 30)
    49.5
    """
    return 180 - first - second


def trapezoid_area(self, a, b, height):
    """Calculate the area of a trapezoid.

    Also: mean of the parallel sides times height; surface of a trapezium
    Tags: numbers, geometry

    >>> trapezoid_area(3, 5, 4)
    16.0
    >>> trapezoid_area(1, 2, 1)
    1.5
    >>> trapezoid_area(2, 2, 0)
    0.0
    """
    return (a + b) * height / 2


def ellipse_area(self, a, b):
    """Calculate the area of an ellipse, rounded to two decimals.

    Also: pi times both half axes; surface of an oval
    Tags: numbers, geometry

    >>> ellipse_area(3, 2)
    18.85
    >>> ellipse_area(1, 1)
    3.14
    >>> ellipse_area(0, 5)
    0.0
    """
    return round(math.pi * a * b, 2)


def sector_area(self, radius, degrees):
    """Calculate the area of a circle sector, rounded to two decimals.

    Also: pizza slice size; part of a circle by angle
    Tags: numbers, geometry

    >>> sector_area(5, 90)
    19.63
    >>> sector_area(2, 360)
    12.57
    >>> sector_area(3, 0)
    0.0
    """
    return round(math.pi * radius**2 * degrees / 360, 2)


def arc_length(self, radius, degrees):
    """Calculate the length of an arc of a circle, rounded to two decimals.

    Also: part of the circumference by angle; curve length
    Tags: numbers, geometry

    >>> arc_length(5, 90)
    7.85
    >>> arc_length(1, 360)
    6.28
    >>> arc_length(3, 0)
    0.0
    """
    return round(2 * math.pi * radius * degrees / 360, 2)


def interior_angle(self, sides):
    """Calculate the interior angle of a regular polygon in degrees.

    Also: corner angle of a hexagon; inner angle by number of sides
    Tags: numbers, geometry

    >>> interior_angle(6)
    120.0
    >>> interior_angle(3)
    60.0
    >>> interior_angle(4)
    90.0
    """
    return (sides - 2) * 180 / sides
