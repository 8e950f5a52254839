"""Where pages of the record site stand: on the server, and in a static copy."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from disclosure.attachments import Attachment


@dataclass(frozen=True)
class Addresses:
    """Addresses on the running server."""

    searchable: bool = True

    def home(self) -> str:
        return "/"

    def unit(self, code: str) -> str:
        return f"/units/{quote(code)}"

    def record(self, record_id: str) -> str:
        return f"/records/{quote(record_id)}"

    def version(self, code: str) -> str:
        return f"/r/{quote(code)}"

    def picture(self, sha256: str) -> str:
        return f"/files/{sha256}"

    def attachment(self, file: Attachment) -> str:
        return f"/files/{file.sha256}"

    def static(self, path: str) -> str:
        return f"/static/{path}"

    def search(self, query: str = "", page: int = 1) -> str:
        return "/search?" + urlencode({"q": query, "page": page}) if query else "/search"

    def pages_of(self, query: str) -> Callable[[int], str]:
        """Makes the addresses of a search's pages."""
        return lambda page: self.search(query, page)

    def pages_of_unit(self, code: str) -> Callable[[int], str]:
        """Makes the addresses of a unit's pages."""
        return lambda page: f"{self.unit(code)}?page={page}"


@dataclass(frozen=True)
class CopyAddresses(Addresses):
    """Addresses in a static copy, relative to a page ``depth`` folders down: it can stand in any
    folder of any web server.  There is nothing to search with."""

    searchable: bool = False
    depth: int = 0

    def home(self) -> str:
        return self._up("") or "./"

    def unit(self, code: str) -> str:
        return self._up(f"units/{quote(code)}/")

    def record(self, record_id: str) -> str:
        return self._up(f"records/{quote(record_id)}/")

    def version(self, code: str) -> str:
        return self._up(f"r/{quote(code)}/")

    def picture(self, sha256: str) -> str:
        return self._up(f"files/{sha256}")

    def attachment(self, file: Attachment) -> str:
        """With its ending: a plain web server tells types by it."""
        return self._up(f"files/{file.sha256}{file.ending}")

    def static(self, path: str) -> str:
        return self._up(f"static/{path}")

    def _up(self, path: str) -> str:
        return "../" * self.depth + path
