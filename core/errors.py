"""The error tree.

    HallboardError            something a person can act on; never a bug
    ├── Invalid        422    what was given cannot be accepted
    ├── Refused        403    not allowed for this person or in this state
    ├── NotSignedIn    401    no session, no device, wrong token
    ├── NotFound       404    no such thing, or not yours to see
    ├── Conflict       409    someone else was first; look again
    ├── TooLarge       413    more bytes, pixels or rows than is accepted
    ├── TooMany        429    slow down
    ├── Unavailable    503    a part is missing or busy: says which and how to mend it
    └── Misconfigured  –      the process cannot start; the message names the mend

An error is a stable ``code`` for programs, a message (a key of the message catalogue with
``{fields}``) for people, and the data of those fields.  It becomes text at the edge only.
"""

from typing import ClassVar


class HallboardError(Exception):
    """Root of all errors that carry a message for a person."""

    status: ClassVar[int] = 500

    def __init__(self, code: str, message: str, /, **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.data = data

    def __str__(self) -> str:
        return self.message.format(**self.data)


class Invalid(HallboardError):
    status = 422


class Refused(HallboardError):
    status = 403


class NotSignedIn(HallboardError):
    status = 401


class NotFound(HallboardError):
    status = 404


class Conflict(HallboardError):
    status = 409


class TooLarge(HallboardError):
    status = 413


class TooMany(HallboardError):
    status = 429


class Unavailable(HallboardError):
    status = 503


class Misconfigured(HallboardError):
    status = 500
