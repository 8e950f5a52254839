"""Tables as people have them: pasted cells, .csv and .xlsx files, read into one shape.

Pure: bytes or text in, rows and row-numbered complaints out.  Nothing is computed and nothing is
guessed: a formula counts with the value that its file has kept, or not at all.
"""

from disclosure.tables.files import FILE_ENDINGS, read_file
from disclosure.tables.pasting import paste_text, read_pasted
from disclosure.tables.reading import ReadTable, Wrong

__all__ = ["FILE_ENDINGS", "ReadTable", "Wrong", "paste_text", "read_file", "read_pasted"]
