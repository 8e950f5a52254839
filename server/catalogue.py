"""The message catalogue's workshop: ``python -m server.catalogue --update | --compile``.

Chinese texts in the code are the keys.  ``--update`` collects them into the English catalogue and
lists those without a translation; ``--compile`` makes the binary form that the server reads.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "web" / "i18n" / "en" / "LC_MESSAGES" / "messages.po"
PACKAGES = (
    *("core", "accounts", "media", "disclosure", "schedules", "signage"),
    *("kiosk", "portal", "console", "server", "web"),
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ERRORS = "Invalid Refused NotSignedIn NotFound Conflict TooLarge TooMany Unavailable Misconfigured"
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "text": None,
    "marked": None,
    "needed": (3,),
    "_problem": (4,),
    **dict.fromkeys((*_ERRORS.split(), "HallboardError"), (2,)),
}
_METHODS = [
    ("demo/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("templates/**.html", "jinja2"),
]


def found() -> Iterator[tuple[str, str, int]]:
    """Every key in the code: (key, file, line)."""
    for package in PACKAGES:
        rows = extract_from_dir(
            ROOT / package, _METHODS, keywords=_KEYWORDS, options_map={"**.html": _JINJA}
        )
        for file, line, message, _comments, _context in rows:
            if isinstance(message, str) and _CHINESE.search(message):
                yield message, f"{package}/{file}", line


_JINJA = {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}


def english() -> Catalog:
    """The English catalogue as it is stored."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def missing() -> list[str]:
    """Keys without an English text, sorted."""
    known = english()
    return sorted(
        {key for key, _file, _line in found() if not (key in known and known[key].string)}
    )


def update() -> None:
    """Write the English catalogue anew: every key in use, its translation where there is one."""
    known = english() if ENGLISH.exists() else Catalog(locale="en")
    fresh = Catalog(locale="en", project="Hallboard", fuzzy=False)
    for key in sorted({key for key, _file, _line in found()}):
        fresh.add(key, known[key].string if key in known else "")
    with ENGLISH.open("wb") as file:
        write_po(file, fresh, width=0, omit_header=True, sort_output=True)


def compile_all() -> None:
    """Write the binary catalogue beside each text one."""
    with ENGLISH.with_suffix(".mo").open("wb") as file:
        write_mo(file, english())


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m server.catalogue")
    options.add_argument("--update", action="store_true")
    options.add_argument("--compile", action="store_true")
    chosen = options.parse_args()
    if chosen.update:
        update()
        sys.stdout.writelines(f"{key}\n" for key in missing())
    if chosen.compile:
        compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
