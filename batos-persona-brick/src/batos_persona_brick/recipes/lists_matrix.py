"""Recipes about tables of numbers: lists of rows."""


def transpose_matrix(self, rows):
    """Turn the rows of a table into columns.

    Also: transpose a matrix; swap rows and columns
    Tags: matrix, list

    >>> transpose_matrix([[1, 2, 3], [4, 5, 6]])
    [[1, 4], [2, 5], [3, 6]]
    >>> transpose_matrix([[7]])
    [[7]]
    >>> transpose_matrix([])
    []
    """
    return [list(column) for column in zip(*rows)]


def add_matrices(self, first, second):
    """Add two matrices.

    Also: sum of two tables of numbers; matrix addition
    Tags: matrix, numbers

    >>> add_matrices([[1, 2], [3, 4]], [[10, 20], [30, 40]])
    [[11, 22], [33, 44]]
    >>> add_matrices([[1]], [[-1]])
    [[0]]
    >>> add_matrices([], [])
    []
    """
    return [[a + b for a, b in zip(row, other)] for row, other in zip(first, second)]


def multiply_matrices(self, first, second):
    """Multiply two matrices.

    Also: matrix product; rows times columns
    Tags: matrix, numbers

    >>> multiply_matrices([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    [[19, 22], [43, 50]]
    >>> multiply_matrices([[2]], [[3]])
    [[6]]
    >>> multiply_matrices([[1, 0]], [[4], [9]])
    [[4]]
    """
    columns = list(zip(*second))
    return [[sum(a * b for a, b in zip(row, column)) for column in columns] for row in first]


def scale_matrix(self, rows, factor):
    """Multiply every number of a matrix by a factor.

    Also: scale a table of numbers; scalar multiplication of a matrix
    Tags: matrix, numbers

    >>> scale_matrix([[1, 2], [3, 4]], 2)
    [[2, 4], [6, 8]]
    >>> scale_matrix([[5]], 0)
    [[0]]
    >>> scale_matrix([], 3)
    []
    """
    return [[number * factor for number in row] for row in rows]


def sum_of_matrix(self, rows):
    """Add up all the numbers in a table.

    Also: total of a matrix; sum of all cells
    Tags: matrix, numbers

    >>> sum_of_matrix([[1, 2], [3, 4]])
    10
    >>> sum_of_matrix([[5], []])
    5
    >>> sum_of_matrix([])
    0
    """
    return sum(sum(row) for row in rows)


def row_sums(self, rows):
    """Add up the numbers in each row of a table.

    Also: total per row; sum of every inner list
    Tags: matrix, numbers

    >>> row_sums([[1, 2], [3, 4]])
    [3, 7]
    >>> row_sums([[]])
    [0]
    >>> row_sums([])
    []
    """
    return [sum(row) for row in rows]


def column_sums(self, rows):
    """Add up the numbers in each column of a table.

    Also: total per column; sum down the columns
    Tags: matrix, numbers

    >>> column_sums([[1, 2], [3, 4]])
    [4, 6]
    >>> column_sums([[5, 6]])
    [5, 6]
    >>> column_sums([])
    []
    """
    return [sum(column) for column in zip(*rows)]


def column_of_table(self, rows, position):
    """Take one column out of a table.

    Also: nth value of every row; pick a column by its position
    Tags: matrix, list

    >>> column_of_table([[1, 2], [3, 4]], 1)
    [2, 4]
    >>> column_of_table([["a", "b"]], 0)
    ['a']
    >>> column_of_table([], 0)
    []
    """
    return [row[position] for row in rows]


def diagonal_of_matrix(self, rows):
    """List the numbers on the diagonal of a square matrix.

    Also: main diagonal; from the top left to the bottom right
    Tags: matrix, numbers

    >>> diagonal_of_matrix([[1, 2], [3, 4]])
    [1, 4]
    >>> diagonal_of_matrix([[7]])
    [7]
    >>> diagonal_of_matrix([])
    []
    """
    return [row[i] for i, row in enumerate(rows)]


def identity_matrix(self, size):
    """Make the identity matrix of a given size.

    Also: ones on the diagonal and zeros elsewhere; unit matrix
    Tags: matrix, numbers

    >>> identity_matrix(2)
    [[1, 0], [0, 1]]
    >>> identity_matrix(1)
    [[1]]
    >>> identity_matrix(0)
    []
    """
    return [[1 if row == column else 0 for column in range(size)] for row in range(size)]


def rotate_matrix(self, rows):
    """Rotate a table a quarter turn clockwise.

    Also: turn a matrix by 90 degrees; rotate a grid to the right
    Tags: matrix, list

    >>> rotate_matrix([[1, 2], [3, 4]])
    [[3, 1], [4, 2]]
    >>> rotate_matrix([[1, 2]])
    [[1], [2]]
    >>> rotate_matrix([])
    []
    """
    return [list(column) for column in zip(*rows[::-1])]


def mirror_table(self, rows):
    """Mirror a table from left to right.

    Also: flip a grid horizontally; reverse each row
    Tags: matrix, list

    >>> mirror_table([[1, 2], [3, 4]])
    [[2, 1], [4, 3]]
    >>> mirror_table([["a"]])
    [['a']]
    >>> mirror_table([])
    []
    """
    return [row[::-1] for row in rows]


def spiral_order(self, rows):
    """List the values of a table in spiral order.

    Also: walk around a matrix clockwise from outside to inside; spiral of a grid
    Tags: matrix, algorithm

    >>> spiral_order([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    [1, 2, 3, 6, 9, 8, 7, 4, 5]
    >>> spiral_order([[1, 2]])
    [1, 2]
    >>> spiral_order([])
    []
    """
    rest = [list(row) for row in rows]
    order = []
    while rest:
        order.extend(rest[0])
        rest = [list(column) for column in zip(*rest[1:])][::-1]
    return order


def empty_grid(self, width, height, filler):
    """Make a grid of a width and a height that is filled with one value.

    Also: new table with the same value in each cell; blank board
    Tags: matrix, list

    >>> empty_grid(3, 2, 0)
    [[0, 0, 0], [0, 0, 0]]
    >>> empty_grid(1, 1, ".")
    [['.']]
    >>> empty_grid(2, 0, 0)
    []
    """
    return [[filler] * width for row in range(height)]


def is_symmetric(self, rows):
    """Check whether a square matrix is symmetric.

    Also: is the matrix equal to its transpose; mirrored along the diagonal
    Tags: matrix, check

    >>> is_symmetric([[1, 2], [2, 5]])
    True
    >>> is_symmetric([[1, 2], [3, 5]])
    False
    >>> is_symmetric([[4]])
    True
    """
    return rows == [list(column) for column in zip(*rows)]


def table_as_text(self, rows):
    """Write a table as text with one line per row.

    Also: print a grid; show a matrix with spaces between the values
    Tags: matrix, text

    >>> table_as_text([[1, 2], [3, 4]])
    '1 2\\n3 4'
    >>> table_as_text([["a"]])
    'a'
    >>> table_as_text([])
    ''
    """
    return "\n".join(" ".join(str(value) for value in row) for row in rows)
