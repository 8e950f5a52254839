"""Drawing lots for spot checks: a list that anybody can draw again from its seed.  Pure."""

from collections.abc import Iterable

from core.canonical import sha256


def drawn(seed: str, names: Iterable[str], size: int) -> list[str]:
    """``size`` of the names, or all where there are fewer; the same for the same seed and names
    in whatever order they come.

    Each name's lot is the SHA-256 of seed and name; the lowest are drawn.  So a name that joins
    or leaves changes at most one place of the list, and nobody can bend it but by the seed, which
    stands on the list.
    """
    return sorted(set(names), key=lambda name: (sha256(f"{seed}\n{name}".encode()), name))[
        : max(size, 0)
    ]
