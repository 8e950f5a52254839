"""One line of the table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """``figure`` in ``unit`` beside ``yardstick_figure``; ``target`` is what we aim at."""

    name: str
    figure: float
    unit: str
    yardstick: str
    yardstick_figure: float
    yardstick_unit: str
    target: str = ""
