"""One workbook with which a township files a period for all its villages.  Pure."""

from disclosure.workbook.plan import BookPlan, SheetPlan, Village, closing_of, titles
from disclosure.workbook.reading import Complaint, Filing, ReadBook, read_book
from disclosure.workbook.writing import write_book

__all__ = [
    "BookPlan",
    "Complaint",
    "Filing",
    "ReadBook",
    "SheetPlan",
    "Village",
    "closing_of",
    "read_book",
    "titles",
    "write_book",
]
