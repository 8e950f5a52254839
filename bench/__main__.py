"""``make bench``: runs every bench and prints one table.

A bench is a module ``bench_*.py`` with ``rows() -> list[Row]``.  Machines differ and drift, so the
figure to read is the ratio to the yardstick beside it.
"""

import argparse
import importlib
import os
import platform
import sys
from pathlib import Path

from bench.row import Row

HERE = Path(__file__).resolve().parent


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench")
    options.add_argument("names", nargs="*", help="only these, as bench_timeline")
    chosen = options.parse_args()
    names = chosen.names or sorted(path.stem for path in HERE.glob("bench_*.py"))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| what | figure | yardstick of the same run | its figure | ratio | target |")
    print("|---|---|---|---|---|---|", flush=True)
    for name in names:
        for row in importlib.import_module(f"bench.{name}").rows():
            print(line(row), flush=True)
    return 0


def line(row: Row) -> str:
    ratio = f"{row.figure / row.yardstick_figure:.2f}" if row.yardstick_figure else "–"
    return (
        f"| {row.name} | {row.figure:,.4g} {row.unit} | {row.yardstick} "
        f"| {row.yardstick_figure:,.4g} {row.yardstick_unit} | {ratio} | {row.target} |"
    )


if __name__ == "__main__":
    sys.exit(main())
