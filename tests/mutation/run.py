"""A mutation run: break the pure core one place at a time and see whether a test notices.

    PYTHONPATH=. .venv/bin/python -m tests.mutation.run [MODULE …]

Each mutant lives in a forked child that imports the broken module instead of the real one; no
file is touched.  A mutant is killed when a test fails or the time is up.  Survivors are printed as
a table; those that change nothing that anyone could observe are listed, with the reason, in
tests/mutation/README.md, and only a survivor that is not listed there fails the run.
"""

import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import hypothesis
import pytest

os.environ.setdefault("HALLBOARD_FAULTS", "full")  # mutants are what all the examples are for
ROOT = Path(__file__).resolve().parent.parent.parent
README = Path(__file__).with_name("README.md")
SECONDS = 90
TESTS = {
    "schedules.timeline": ("test_timeline",),
    "schedules.dayparts": ("test_dayparts",),
    "schedules.rotation": ("test_rotation",),
    "schedules.playback": ("test_playback",),
    "schedules.audiences": ("test_audiences",),
    "disclosure.windows": ("test_windows", "test_postings"),
    "disclosure.postings": ("test_postings",),
    "disclosure.coverage": ("test_postings",),
}
_COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.RShift: ast.LShift,
}
_CALLS = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}


@dataclass(frozen=True)
class Mutant:
    """A module's source with one place changed."""

    module: str
    line: int
    source: str
    """The line as it stands in the module."""
    before: str
    after: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """How the README lists it: without the line's number, which moves."""
        return f"`{self.module}`: in `{self.source}` `{self.before}` → `{self.after}`"


def mutants(module: str) -> Iterator[Mutant]:
    """Every mutant of a module."""
    text = _source(module)
    tree = ast.parse(text)
    passed_over = _declarations(tree)
    for number, node in enumerate(ast.walk(tree)):
        if node in passed_over:
            continue
        for variant in range(len(_changes(node))):
            broken = copy.deepcopy(tree)
            place = list(ast.walk(broken))[number]
            before = _text(place)
            _changes(place)[variant]()
            line = getattr(node, "lineno", 1)
            source = text.splitlines()[line - 1].strip()
            yield Mutant(module, line, source, before, _text(place), broken)


def _declarations(tree: ast.Module) -> set[ast.AST]:
    """Decorators and ``strict=True``: they declare, and decide nothing."""
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        found += getattr(node, "decorator_list", [])
        if isinstance(node, ast.keyword) and node.arg == "strict":
            found.append(node)
    return {inner for node in found for inner in ast.walk(node)}


def unbroken(module: str) -> Mutant:
    """The module as it is: its tests must pass, or every mutant would seem killed."""
    return Mutant(module, 0, "", "", "", ast.parse(_source(module)))


def _source(module: str) -> str:
    return (ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8")


def _text(node: ast.AST) -> str:
    """The place on one line; of a block only its head."""
    return ast.unparse(node).splitlines()[0]


def _changes(node: ast.AST) -> list:
    """Functions that each break ``node`` in one way."""
    match node:
        case ast.Compare():
            swaps = [(i, _COMPARE[type(op)]) for i, op in enumerate(node.ops)]
            return [lambda i=i, op=op: node.ops.__setitem__(i, op()) for i, op in swaps]
        case ast.BoolOp():
            other = ast.Or if isinstance(node.op, ast.And) else ast.And
            return [lambda: setattr(node, "op", other())]
        case ast.BinOp() | ast.AugAssign() if type(node.op) in _ARITHMETIC:
            return [lambda: setattr(node, "op", _ARITHMETIC[type(node.op)]())]
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            return [lambda: setattr(node, "op", ast.UAdd())] if _signed(node) else []
        case ast.Constant(value=bool()):
            return [lambda: setattr(node, "value", not node.value)]
        case ast.Constant(value=int()):
            return [lambda: setattr(node, "value", node.value + 1)]
        case ast.If() | ast.IfExp() | ast.While():
            return [lambda: setattr(node, "test", _not(node.test))]
        case ast.Call(func=ast.Name(id=name)) if name in _CALLS:
            return [lambda: setattr(node.func, "id", _CALLS[name])]
        case ast.Continue():
            return [lambda: setattr(node, "__class__", ast.Break)]
    return []


def _signed(node: ast.UnaryOp) -> bool:
    return isinstance(node.op, ast.USub)


def _not(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


class _Broken(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the mutant under the real module's name."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, name, path=None, target=None):
        if name != self._mutant.module:
            return None
        return importlib.machinery.ModuleSpec(name, self)

    def exec_module(self, module: ModuleType) -> None:
        tree = ast.fix_missing_locations(self._mutant.tree)
        exec(compile(tree, "<mutant>", "exec"), module.__dict__)  # noqa: S102 - what a mutant is for


def killed(mutant: Mutant) -> bool:
    """Whether a test fails under the mutant, in a child process of its own."""
    child = os.fork()
    if child == 0:
        os._exit(_run_tests(mutant))
    limit = time.monotonic() + SECONDS
    while time.monotonic() < limit:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) != 0
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _run_tests(mutant: Mutant) -> int:
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.meta_path.insert(0, _Broken(mutant))
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile("mutants", phases=phases, database=None, derandomize=True)
    hypothesis.settings.load_profile("mutants")
    package = mutant.module.partition(".")[0]
    files = [str(ROOT / "tests" / package / f"{name}.py") for name in TESTS[mutant.module]]
    quiet = "-Wignore::pytest.PytestAssertRewriteWarning"  # hypothesis is imported already
    return int(pytest.main(["-x", "-q", "--noconftest", quiet, *files]))


def main() -> int:
    """Exit status 1 when a mutant lives that the README does not explain."""
    options = argparse.ArgumentParser(prog="python -m tests.mutation.run")
    options.add_argument("modules", nargs="*", default=list(TESTS))
    explained = README.read_text("utf-8") if README.exists() else ""
    total, living = 0, []
    for module in options.parse_args().modules:
        if killed(unbroken(module)):
            _say(f"the tests of {module} fail without any mutant")
            return 1
        for mutant in mutants(module):
            total += 1
            if not killed(mutant):
                living.append(mutant)
                _say(f"| {mutant.line} | {mutant.name} |")
    strangers = [mutant for mutant in living if mutant.name not in explained]
    _say(f"{total} mutants, {len(living)} live, {len(strangers)} of them without a reason")
    return 1 if strangers else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
