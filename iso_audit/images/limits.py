"""What is taken of pictures, and how large they are kept."""

LARGEST_FILE = 45 * 1024 * 1024
MOST_PIXELS = 65_000_000
"""Of a picture that has to be decoded whole: as a panorama has them."""
MOST_JPEG_PIXELS = 250_000_000
"""Of a JPEG, which is decoded at an eighth of its size: as the finest cameras of telephones take them."""
MOST_SCANNED_PIXELS = 100_000_000
MOST_RECTANGLES = 100
LONGEST_SIDE = 1600
LONGEST_THUMBNAIL = 240
WANTED_SIZE = 300_000
