"""What is taken of spreadsheets."""

LARGEST = 20 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CELLS = 3_000_000
LAST_ROW = 1_048_576
"""The last row a spreadsheet has, by Excel's own measure."""
LARGEST_UNPACKED = 250 * 1024 * 1024
MOST_PARTS = 2_000
HIGHEST_RATIO = 200
