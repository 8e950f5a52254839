"""Where a sign-in may lead afterwards."""

from urllib.parse import urlsplit

HOME = "/console"


def safe_next(given: str) -> str:
    """``given`` when it is a page of this console, else the home page: never another host."""
    parts = urlsplit(given)
    inside = given == HOME or given.startswith(("/console/", "/console?"))
    plain = given.isprintable() and "\\" not in given and " " not in given
    if parts.scheme or parts.netloc or not inside or not plain or ".." in parts.path:
        return HOME
    return given
