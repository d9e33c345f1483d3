"""Recipes about body, sport, school and daily life."""


def body_mass_index(self, weight, height):
    """Calculate the body mass index from kilograms and meters, rounded to one decimal.

    Also: bmi; weight divided by height squared
    Tags: numbers, health

    >>> body_mass_index(70, 1.75)
    22.9
    >>> body_mass_index(90, 1.8)
    27.8
    >>> body_mass_index(50, 1.6)
    19.5
    """
    return round(weight / height**2, 1)


def bmi_category(self, bmi):
    """Tell the weight category of a body mass index.

    Also: underweight, normal, overweight or obese; what does my bmi mean
    Tags: numbers, health

    >>> bmi_category(17)
    'underweight'
    >>> bmi_category(22.9)
    'normal'
    >>> bmi_category(27)
    'overweight'
    >>> bmi_category(30)
    'obese'
    """
    if bmi < 18.5:
        return "underweight"
    if bmi < 25:
        return "normal"
    return "overweight" if bmi < 30 else "obese"


def max_heart_rate(self, age):
    """Calculate the maximum heart rate by age.

    Also: 220 minus age; highest pulse for training
    Tags: numbers, health

    >>> max_heart_rate(30)
    190
    >>> max_heart_rate(0)
    220
    >>> max_heart_rate(65)
    155
    """
    return 220 - age


def training_zone(self, age):
    """Calculate the training pulse range: 60 to 80 percent of the maximum heart rate.

    Also: target heart rate zone; aerobic pulse by age
    Tags: numbers, health

    >>> training_zone(20)
    [120, 160]
    >>> training_zone(40)
    [108, 144]
    >>> training_zone(70)
    [90, 120]
    """
    highest = 220 - age
    return [round(highest * 0.6), round(highest * 0.8)]


def calories_burned(self, met, weight, hours):
    """Calculate the calories burned by an activity.

    Also: energy use of sport; met times weight times hours
    Tags: numbers, health

    >>> calories_burned(8, 70, 1)
    560
    >>> calories_burned(3.5, 60, 0.5)
    105.0
    >>> calories_burned(8, 70, 0)
    0
    """
    return met * weight * hours


def daily_water(self, weight):
    """Calculate the daily water need in liters from the weight in kilograms.

    Also: how much should I drink; 35 ml of water for each kilogram
    Tags: numbers, health

    >>> daily_water(70)
    2.45
    >>> daily_water(100)
    3.5
    >>> daily_water(0)
    0.0
    """
    return round(weight * 0.035, 2)


def running_pace(self, kilometers, minutes):
    """Calculate the running pace in minutes per kilometer as text.

    Also: pace such as 5:30 per km; how fast did I run
    Tags: numbers, health

    >>> running_pace(10, 55)
    '5:30'
    >>> running_pace(5, 25)
    '5:00'
    >>> running_pace(3, 20)
    '6:40'
    """
    seconds = round(minutes * 60 / kilometers)
    return f"{seconds // 60}:{seconds % 60:02d}"


def steps_to_kilometers(self, steps):
    """Convert steps to kilometers with 0.75 meters a step.

    Also: walking distance of a step counter; pedometer to km
    Tags: numbers, health

    >>> steps_to_kilometers(10000)
    7.5
    >>> steps_to_kilometers(4000)
    3.0
    >>> steps_to_kilometers(0)
    0.0
    """
    return steps * 0.75 / 1000


def dog_years(self, age):
    """Convert human years to dog years.

    Also: age of a dog; multiply an age by seven
    Tags: numbers, health

    >>> dog_years(3)
    21
    >>> dog_years(0)
    0
    >>> dog_years(10)
    70
    """
    return age * 7


def age_group(self, age):
    """Tell the age group of a person: child, teenager, adult or senior.

    Also: life stage by age; classify people by years
    Tags: numbers, health

    >>> age_group(8)
    'child'
    >>> age_group(13)
    'teenager'
    >>> age_group(40)
    'adult'
    >>> age_group(65)
    'senior'
    """
    if age < 13:
        return "child"
    if age < 20:
        return "teenager"
    return "adult" if age < 65 else "senior"


def is_adult(self, age):
    """Check whether a person is an adult from 18 on.

    Also: old enough to vote; of full age; legal age check
    Tags: numbers, health

    >>> is_adult(18)
    True
    >>> is_adult(17)
    False
    >>> is_adult(90)
    True
    """
    return age >= 18


def letter_grade(self, score):
    """Convert a score from 0 to 100 to a letter grade.

    Also: school grade A to F; 90 and above is an A; grade of an exam
    Tags: numbers, health

    >>> letter_grade(95)
    'A'
    >>> letter_grade(80)
    'B'
    >>> letter_grade(71)
    'C'
    >>> letter_grade(60)
    'D'
    >>> letter_grade(12)
    'F'
    """
    if score >= 90:
        return "A"
    if score >= 80:
        return "B"
    if score >= 70:
        return "C"
    return "D" if score >= 60 else "F"


def has_passed(self, score):
    """Tell whether a score passes an exam with at least 50 points.

    Also: pass or fail; did the student pass the test
    Tags: numbers, health

    >>> has_passed(50)
    'pass'
    >>> has_passed(49.5)
    'fail'
    >>> has_passed(100)
    'pass'
    """
    return "pass" if score >= 50 else "fail"


def grade_point_average(self, grades):
    """Calculate the grade point average of letter grades.

    Also: gpa; mean of A, B, C, D and F as numbers
    Tags: numbers, health

    >>> grade_point_average(["A", "B"])
    3.5
    >>> grade_point_average(["A", "C", "F"])
    2.0
    >>> grade_point_average([])
    0.0
    """
    points = {"A": 4, "B": 3, "C": 2, "D": 1, "F": 0}
    if not grades:
        return 0.0
    return round(sum(points[grade] for grade in grades) / len(grades), 2)


def score_needed(self, current, weight, goal):
    """Calculate the score needed in the final exam to reach a goal.

    Also: which grade do I need; final exam calculator; weight of the final in percent
    Tags: numbers, health

    >>> score_needed(80, 40, 84)
    90.0
    >>> score_needed(70, 50, 70)
    70.0
    >>> score_needed(90, 100, 95)
    95.0
    """
    share = weight / 100
    return round((goal - current * (1 - share)) / share, 2)


def temperature_feeling(self, celsius):
    """Describe a temperature as freezing, cold, mild, warm or hot.

    Also: how does the weather feel; word for degrees celsius
    Tags: numbers, health

    >>> temperature_feeling(-5)
    'freezing'
    >>> temperature_feeling(8)
    'cold'
    >>> temperature_feeling(15)
    'mild'
    >>> temperature_feeling(35)
    'hot'
    """
    if celsius <= 0:
        return "freezing"
    if celsius < 12:
        return "cold"
    if celsius < 20:
        return "mild"
    return "warm" if celsius < 30 else "hot"


def water_state(self, celsius):
    """Tell whether water is solid, liquid or gas at a temperature.

    Also: state of water; is it ice, water or steam
    Tags: numbers, health

    >>> water_state(-5)
    'solid'
    >>> water_state(20)
    'liquid'
    >>> water_state(100)
    'gas'
    """
    if celsius <= 0:
        return "solid"
    return "gas" if celsius >= 100 else "liquid"


def traffic_light_action(self, color):
    """Tell what to do at a traffic light.

    Also: red means stop and green means go; action for a light colour
    Tags: numbers, health

    >>> traffic_light_action("red")
    'stop'
    >>> traffic_light_action("Green")
    'go'
    >>> traffic_light_action("yellow")
    'wait'
    """
    actions = {"red": "stop", "yellow": "wait", "green": "go"}
    return actions[color.lower()]


def pizzas_needed(self, people, slices_each, slices_per_pizza):
    """Count the pizzas needed for a party.

    Also: how many pizzas to order; slices for all guests
    Tags: numbers, health

    >>> pizzas_needed(10, 3, 8)
    4
    >>> pizzas_needed(4, 2, 8)
    1
    >>> pizzas_needed(0, 3, 8)
    0
    """
    return math.ceil(people * slices_each / slices_per_pizza)
