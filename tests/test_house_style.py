"""The house's rules that a machine can hold."""

import ast
import re
from pathlib import Path

import pytest

from core import settings as settings_module
from server import catalogue
from server.cli import COMMANDS, parser

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (
    *("core", "accounts", "media", "disclosure", "schedules", "signage"),
    *("kiosk", "portal", "console", "server"),
)
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
LONGEST_TEMPLATE = 200
PROCESS_EDGES = {
    "server/middleware/errors.py",
    "server/chores.py",
    "server/jobs.py",
    "signage/led/gateway.py",
}


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def test_no_module_is_too_long():
    long = {
        str(path.relative_to(ROOT)): count
        for path in modules()
        if (count := len(path.read_text("utf-8").splitlines())) > LONGEST_MODULE
    }
    assert long == {}


def test_no_function_is_too_long():
    long = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert long == {}


def test_no_template_is_too_long():
    long = {
        str(path.relative_to(ROOT)): count
        for package in (*PACKAGES, "web")
        for path in (ROOT / package).rglob("*.html")
        if (count := len(path.read_text("utf-8").splitlines())) > LONGEST_TEMPLATE
    }
    assert long == {}


def swallows_everything(node: ast.AST) -> bool:
    """A broad except that does not raise again what it caught."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    broad = node.type is None or (
        isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}
    )
    last = node.body[-1]
    return broad and not (isinstance(last, ast.Raise) and last.exc is None)


def test_broad_excepts_stand_only_at_the_process_edges():
    broad = [
        str(path.relative_to(ROOT))
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if swallows_everything(node)
    ]
    assert sorted(broad) == sorted(PROCESS_EDGES)


def test_each_package_is_imported_from_this_repository():
    for name in PACKAGES:
        module = __import__(name)
        assert Path(module.__file__ or "").resolve().is_relative_to(ROOT)


def test_templates_mark_nothing_as_safe_and_carry_no_inline_script_or_style():
    forbidden = re.compile(r"\|\s*safe\b|<script(?![^>]*\b(?:src|type)=)|<style|\sstyle=|\son\w+=")
    found = {
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for package in (*PACKAGES, "web")
        for path in (ROOT / package).rglob("*.html")
        for match in forbidden.finditer(path.read_text("utf-8"))
    }
    assert found == set()


def test_each_setting_is_documented():
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert [name for name in settings_module.NAMES if f"`{name}`" not in page] == []


def test_no_other_environment_variable_of_ours_is_read():
    named = re.compile(r"HALLBOARD_[A-Z_]+")
    known = {
        *settings_module.NAMES,
        "HALLBOARD_FAULTS",
        "HALLBOARD_SAMPLES",
        "HALLBOARD_TEST_POSTGRES",
    }
    found = {
        name.rstrip("_") for path in modules() for name in named.findall(path.read_text("utf-8"))
    }
    assert {name for name in found if name not in known and name != "HALLBOARD"} == set()


def test_each_command_is_documented():
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    subparsers = parser(COMMANDS)._subparsers
    assert subparsers is not None
    names = list(subparsers._group_actions[0].choices or ())
    assert [name for name in names if f"`{name}" not in page] == []


def test_each_route_is_documented():
    from accounts.permissions import ROUTES

    page = (ROOT / "docs" / "http.md").read_text("utf-8")
    assert [path for path in ROUTES if f"`{path}`" not in page] == []


def test_each_text_has_an_english_translation():
    assert catalogue.missing() == []


def test_english_texts_keep_their_fields():
    fields = re.compile(r"\{[^{}]*\}")
    broken = [
        message.id
        for message in catalogue.english()
        if message.id
        and message.string
        and sorted(fields.findall(str(message.id))) != sorted(fields.findall(str(message.string)))
    ]
    assert broken == []


@pytest.mark.parametrize(
    "name", ["requirements/run.txt", "requirements/test.txt", "package-lock.json"]
)
def test_locks_hold_hashes_and_no_addresses(name: str):
    text = (ROOT / name).read_text("utf-8")
    assert "sha256:" in text or "sha512-" in text
    assert not re.search(r'--(extra-)?index-url|--find-links|"resolved"', text)
