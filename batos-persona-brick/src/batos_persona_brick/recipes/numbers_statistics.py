"""Recipes for statistics over a list of numbers."""


def median(self, numbers):
    """Calculate the median of a list of numbers.

    Also: middle value when sorted; central number
    Tags: numbers, statistics

    >>> median([3, 1, 2])
    2
    >>> median([4, 1, 3, 2])
    2.5
    >>> median([7])
    7
    """
    return statistics.median(numbers)


def mode(self, numbers):
    """Find the number that appears most often in a list.

    Also: most frequent value; statistical mode
    Tags: numbers, statistics

    >>> mode([1, 2, 2, 3])
    2
    >>> mode([5])
    5
    >>> mode([1, 1, 2, 2])
    1
    """
    return max(numbers, key=numbers.count)


def number_spread(self, numbers):
    """Calculate the range of a list of numbers: largest minus smallest.

    Also: spread of values; difference of maximum and minimum
    Tags: numbers, statistics

    >>> number_spread([3, 9, 5])
    6
    >>> number_spread([4])
    0
    >>> number_spread([-2, 2])
    4
    """
    return max(numbers) - min(numbers)


def variance(self, numbers):
    """Calculate the population variance of a list of numbers.

    Also: mean squared deviation; how scattered are the values
    Tags: numbers, statistics

    >>> variance([1, 2, 3, 4])
    1.25
    >>> variance([5, 5])
    0.0
    >>> variance([2, 4])
    1.0
    """
    average = sum(numbers) / len(numbers)
    return sum((number - average) ** 2 for number in numbers) / len(numbers)


def sample_deviation(self, numbers):
    """Calculate the sample standard deviation, rounded to two decimals.

    Also: standard deviation with n minus 1; sample sigma
    Tags: numbers, statistics

    >>> sample_deviation([1, 2, 3])
    1.0
    >>> sample_deviation([2, 4, 4, 4, 5, 5, 7, 9])
    2.14
    >>> sample_deviation([3, 3])
    0.0
    """
    return round(statistics.stdev(numbers), 2)


def weighted_mean(self, values, weights):
    """Calculate the weighted average of values.

    Also: average grade with credits; mean with weights
    Tags: numbers, statistics

    >>> weighted_mean([90, 80], [1, 3])
    82.5
    >>> weighted_mean([5], [2])
    5.0
    >>> weighted_mean([1, 2, 3], [1, 1, 1])
    2.0
    """
    total = sum(value * weight for value, weight in zip(values, weights))
    return total / sum(weights)


def geometric_mean(self, numbers):
    """Calculate the geometric mean of numbers, rounded to four decimals.

    Also: n-th root of the product; average growth factor
    Tags: numbers, statistics

    >>> geometric_mean([2, 8])
    4.0
    >>> geometric_mean([1, 3, 9])
    3.0
    >>> geometric_mean([5])
    5.0
    """
    return round(math.prod(numbers) ** (1 / len(numbers)), 4)


def harmonic_mean(self, numbers):
    """Calculate the harmonic mean of numbers, rounded to four decimals.

    Also: average speed of equal distances; count divided by the sum of reciprocals
    Tags: numbers, statistics

    >>> harmonic_mean([40, 60])
    48.0
    >>> harmonic_mean([1, 2])
    1.3333
    >>> harmonic_mean([5])
    5.0
    """
    return round(len(numbers) / sum(1 / number for number in numbers), 4)


def root_mean_square(self, numbers):
    """Calculate the root mean square of numbers, rounded to four decimals.

    Also: rms; quadratic mean; effective value
    Tags: numbers, statistics

    >>> root_mean_square([3, 4])
    3.5355
    >>> root_mean_square([2, 2])
    2.0
    >>> root_mean_square([-5])
    5.0
    """
    return round(math.sqrt(sum(number**2 for number in numbers) / len(numbers)), 4)


def mean_without_extremes(self, numbers):
    """Calculate the average without the smallest and the largest number.

    Also: trimmed mean; jury score that drops best and worst
    Tags: numbers, statistics

    >>> mean_without_extremes([1, 8, 9, 10, 100])
    9.0
    >>> mean_without_extremes([4, 5, 6])
    5.0
    >>> mean_without_extremes([7, 7, 7, 7])
    7.0
    """
    kept = sorted(numbers)[1:-1]
    return sum(kept) / len(kept)


def percentile(self, numbers, percent):
    """Find the number below which a percentage of the numbers lie.

    Also: nearest-rank percentile; 90th percentile of values
    Tags: numbers, statistics

    >>> percentile([15, 20, 35, 40, 50], 40)
    20
    >>> percentile([1, 2, 3, 4], 100)
    4
    >>> percentile([7], 50)
    7
    """
    rank = math.ceil(percent / 100 * len(numbers))
    return sorted(numbers)[max(rank, 1) - 1]


def z_score(self, value, average, deviation):
    """Calculate the z-score of a value.

    Also: standard score; how many deviations from the mean
    Tags: numbers, statistics

    >>> z_score(85, 70, 10)
    1.5
    >>> z_score(70, 70, 10)
    0.0
    >>> z_score(50, 70, 10)
    -2.0
    """
    return (value - average) / deviation


def shares_in_percent(self, numbers):
    """Calculate the share of each number in the total, in percent.

    Also: percentages of the sum; proportions of a list; pie chart values
    Tags: numbers, statistics

    >>> shares_in_percent([1, 3])
    [25.0, 75.0]
    >>> shares_in_percent([2, 2, 2])
    [33.3, 33.3, 33.3]
    >>> shares_in_percent([])
    []
    """
    total = sum(numbers)
    return [round(100 * number / total, 1) for number in numbers]


def outliers(self, numbers):
    """List the numbers more than two standard deviations away from the average.

    Also: unusual values; extreme numbers of a list; find anomalies
    Tags: numbers, statistics

    >>> outliers([10, 11, 9, 10, 10, 9, 11, 50])
    [50]
    >>> outliers([1, 2, 3])
    []
    >>> outliers([5, 5, 5])
    []
    """
    average = statistics.mean(numbers)
    limit = 2 * statistics.pstdev(numbers)
    return [number for number in numbers if abs(number - average) > limit]


def correlation(self, xs, ys):
    """Calculate the correlation of two lists of numbers, rounded to two decimals.

    Also: pearson coefficient; how strongly are two series related
    Tags: numbers, statistics

    >>> correlation([1, 2, 3], [2, 4, 6])
    1.0
    >>> correlation([1, 2, 3], [6, 4, 2])
    -1.0
    >>> correlation([1, 2, 3, 4], [1, 3, 2, 4])
    0.8
    """
    return round(statistics.correlation(xs, ys), 2)


def best_fit_line(self, xs, ys):
    """Calculate slope and intercept of the line that fits points best.

    Also: linear regression; least squares; trend line
    Tags: numbers, statistics

    >>> best_fit_line([1, 2, 3], [3, 5, 7])
    [2.0, 1.0]
    >>> best_fit_line([0, 1], [4, 4])
    [0.0, 4.0]
    >>> best_fit_line([0, 2], [1, 0])
    [-0.5, 1.0]
    """
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    products = sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys))
    slope = products / sum((x - x_mean) ** 2 for x in xs)
    return [round(slope, 6), round(y_mean - slope * x_mean, 6)]


def summarize_numbers(self, numbers):
    """Report count, sum, minimum, maximum and average of numbers.

    Also: summary statistics; describe a list of values
    Tags: numbers, statistics

    >>> summarize_numbers([1, 2, 3])
    {'count': 3, 'sum': 6, 'min': 1, 'max': 3, 'mean': 2.0}
    >>> summarize_numbers([5])
    {'count': 1, 'sum': 5, 'min': 5, 'max': 5, 'mean': 5.0}
    >>> summarize_numbers([-1, 1])
    {'count': 2, 'sum': 0, 'min': -1, 'max': 1, 'mean': 0.0}
    """
    return {
        "count": len(numbers),
        "sum": sum(numbers),
        "min": min(numbers),
        "max": max(numbers),
        "mean": sum(numbers) / len(numbers),
    }
