"""Recipes that keep measurements, logs and records over time."""


def add_reading(self, value):
    """Add a measured value and tell the average of all values so far.

    Also: running average; mean of everything measured; collect readings
    Tags: state, list, statistics

    >>> add_reading(4)
    4.0
    >>> self.readings
    [4]

    >>> self.readings = [4, 6]
    >>> add_reading(5)
    5.0
    >>> self.readings
    [4, 6, 5]
    """
    if not hasattr(self, "readings"):
        self.readings = []
    self.readings.append(value)
    self._p_changed = True
    return sum(self.readings) / len(self.readings)


def reading_summary(self):
    """Tell how many values were measured, and their smallest, largest and average.

    Also: statistics of the readings; summary of measurements
    Tags: state, list, statistics

    >>> reading_summary()
    {'count': 0}

    >>> self.readings = [4, 6, 5]
    >>> reading_summary()
    {'count': 3, 'min': 4, 'max': 6, 'average': 5.0}
    """
    values = getattr(self, "readings", [])
    if not values:
        return {"count": 0}
    average = sum(values) / len(values)
    return {"count": len(values), "min": min(values), "max": max(values), "average": average}


def log_temperature(self, degrees):
    """Log a temperature and tell the lowest and the highest so far.

    Also: temperature log with minimum and maximum; weather record
    Tags: state, list, weather

    >>> log_temperature(20)
    {'low': 20, 'high': 20}
    >>> self.temperatures
    [20]

    >>> self.temperatures = [20, 25]
    >>> log_temperature(18)
    {'low': 18, 'high': 25}
    >>> self.temperatures
    [20, 25, 18]
    """
    if not hasattr(self, "temperatures"):
        self.temperatures = []
    self.temperatures.append(degrees)
    self._p_changed = True
    return {"low": min(self.temperatures), "high": max(self.temperatures)}


def log_weight(self, kilograms):
    """Log a body weight and tell the change since the last time.

    Also: weight diary; how much did I lose or gain
    Tags: state, list, health

    >>> log_weight(80)
    0
    >>> self.weights
    [80]

    >>> self.weights = [80]
    >>> log_weight(78.5)
    -1.5
    >>> self.weights
    [80, 78.5]
    """
    if not hasattr(self, "weights"):
        self.weights = []
    self.weights.append(kilograms)
    self._p_changed = True
    if len(self.weights) < 2:
        return 0
    return self.weights[-1] - self.weights[-2]


def log_steps(self, day, steps):
    """Log the steps of a day and tell the best day.

    Also: step counter; fitness log; day with the most steps
    Tags: state, dict, health, date

    >>> log_steps("2024-02-27", 8000)
    '2024-02-27'
    >>> self.steps_by_day
    {'2024-02-27': 8000}

    >>> self.steps_by_day = {"2024-02-27": 8000}
    >>> log_steps("2024-02-28", 9500)
    '2024-02-28'
    >>> self.steps_by_day
    {'2024-02-27': 8000, '2024-02-28': 9500}
    """
    if not hasattr(self, "steps_by_day"):
        self.steps_by_day = {}
    self.steps_by_day[day] = self.steps_by_day.get(day, 0) + steps
    self._p_changed = True
    return max(self.steps_by_day, key=lambda then: self.steps_by_day[then])


def log_event(self, text):
    """Write an event into the log and tell how many there are.

    Also: history log; keep a journal; record what happened
    Tags: state, list, log

    >>> log_event("started")
    1
    >>> self.event_log
    ['started']

    >>> self.event_log = ["started"]
    >>> log_event("stopped")
    2
    >>> self.event_log
    ['started', 'stopped']
    """
    if not hasattr(self, "event_log"):
        self.event_log = []
    self.event_log.append(text)
    self._p_changed = True
    return len(self.event_log)


def last_events(self, amount):
    """List the last events of the log, newest first.

    Also: recent history; what happened last; tail of the log
    Tags: state, list, log

    >>> last_events(3)
    []

    >>> self.event_log = ["a", "b", "c"]
    >>> last_events(2)
    ['c', 'b']
    """
    return getattr(self, "event_log", [])[::-1][:amount]


def log_with_time(self, text):
    """Write a text into the diary together with the date and the time.

    Also: timestamped log entry; diary with time; note when something happened
    Tags: state, list, log, date

    >>> isinstance(log_with_time("hello"), str)
    True

    >>> self.diary = []
    >>> isinstance(log_with_time(""), str)
    True
    """
    if not hasattr(self, "diary"):
        self.diary = []
    entry = now().strftime("%Y-%m-%d %H:%M") + " " + text
    self.diary.append(entry)
    self._p_changed = True
    return entry


def start_timer(self):
    """Start a stopwatch and tell the moment of the start.

    Also: start measuring time; begin a timer
    Tags: state, time, clock

    >>> isinstance(start_timer(), str)
    True

    >>> self.started = "2024-01-01T00:00:00"
    >>> isinstance(start_timer(), str)
    True
    """
    self.started = now().isoformat()
    self._p_changed = True
    return self.started


def elapsed_seconds(self):
    """Tell the seconds since the stopwatch was started.

    Also: elapsed time; how long is the timer running
    Tags: state, time, clock

    >>> self.started = "2024-01-01T00:00:00"
    >>> isinstance(elapsed_seconds(), float)
    True

    >>> elapsed_seconds()
    Traceback (most recent call last):
    ValueError: the stopwatch was not started
    """
    if not hasattr(self, "started"):
        raise ValueError("the stopwatch was not started")
    return (now() - datetime.fromisoformat(self.started)).total_seconds()


def note_last_seen(self, person):
    """Note that a person was seen today and tell the date.

    Also: last seen; remember when I met somebody
    Tags: state, dict, date, clock

    >>> isinstance(note_last_seen("Ann"), str)
    True

    >>> self.last_seen = {"Ann": "2024-01-01"}
    >>> isinstance(note_last_seen("Ann"), str)
    True
    """
    if not hasattr(self, "last_seen"):
        self.last_seen = {}
    self.last_seen[person] = today().isoformat()
    self._p_changed = True
    return self.last_seen[person]


def log_mood(self, day, mood):
    """Log the mood of a day and tell the most frequent mood.

    Also: mood diary; how do I feel most often
    Tags: state, dict, health, date

    >>> log_mood("2024-02-27", "happy")
    'happy'
    >>> self.moods
    {'2024-02-27': 'happy'}

    >>> self.moods = {"2024-02-27": "happy", "2024-02-28": "tired"}
    >>> log_mood("2024-02-29", "tired")
    'tired'
    >>> self.moods
    {'2024-02-27': 'happy', '2024-02-28': 'tired', '2024-02-29': 'tired'}
    """
    if not hasattr(self, "moods"):
        self.moods = {}
    self.moods[day] = mood
    self._p_changed = True
    return Counter(self.moods.values()).most_common(1)[0][0]


def refuel_car(self, kilometres, litres):
    """Note a refuelling and tell the litres per 100 kilometres over all.

    Also: fuel log; petrol consumption; mileage of my car
    Tags: state, dict, car

    >>> refuel_car(500, 30)
    6.0
    >>> self.fuel
    {'kilometres': 500, 'litres': 30}

    >>> self.fuel = {"kilometres": 500, "litres": 30}
    >>> refuel_car(500, 40)
    7.0
    >>> self.fuel
    {'kilometres': 1000, 'litres': 70}
    """
    fuel = dict(getattr(self, "fuel", {"kilometres": 0, "litres": 0}))
    fuel["kilometres"] += kilometres
    fuel["litres"] += litres
    self.fuel = fuel
    self._p_changed = True
    return round(100 * fuel["litres"] / fuel["kilometres"], 2)
