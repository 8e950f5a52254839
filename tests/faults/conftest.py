"""How hard the fault tests push: short rounds, or HALLBOARD_FAULTS=full."""

import os

import pytest

FULL = os.environ.get("HALLBOARD_FAULTS") == "full"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "faults" in item.path.parts:
            item.add_marker(pytest.mark.fault)


@pytest.fixture(scope="session")
def rounds():
    """``rounds(short, full)``: how many, as asked for."""
    return lambda short, full: full if FULL else short
