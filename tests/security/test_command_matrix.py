"""Every command × every role × own and other unit."""

import argparse
import ast
from pathlib import Path

import pytest

from accounts import service
from accounts.actor import SYSTEM
from accounts.permissions import ROLES, SAYING, may
from core.clock import FixedClock
from core.settings import Settings
from server import cli
from server.database import connected
from tests.conftest import REPOSITORY, in_thread
from tests.security.commands import COMMANDS

OWN, FOREIGN = "shiqiao", "nanping"
DECIDING = {"approve", "publish", "release", "sign", "withdraw", "return_to_author", "clear"}
"""Steps of a review that people take in the console, never a command."""
DOCUMENT = "关于秋季防火的通告\n\n各村：\n\n林区内禁止用火。\n\n青溪县林业局\n2026年10月8日\n"


def leaves(parser: argparse.ArgumentParser, before: tuple[str, ...] = ()) -> list[str]:
    """Every command with its subcommand, as it is typed."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        return [" ".join(before)]
    return [
        name
        for action in below
        for word, one in action.choices.items()
        for name in leaves(one, (*before, word))
    ]


def test_every_command_says_as_whom_it_acts() -> None:
    known = set(leaves(cli.parser()))
    assert known - set(COMMANDS) == set(), "add it to tests/security/commands.py"
    assert set(COMMANDS) - known == set(), "tests/security/commands.py names what is gone"


@pytest.mark.parametrize("permission", sorted(SAYING))
def test_the_system_as_which_commands_act_says_nothing_to_the_public(permission: str) -> None:
    assert not may(SYSTEM, permission, "/qingxi/")


def test_no_command_imports_a_step_that_decides() -> None:
    found = {
        (path.name, alias.name)
        for path in sorted((REPOSITORY / "server" / "cli").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("disclosure")
        for alias in node.names
        if alias.name in DECIDING
    }
    assert found == set()


@pytest.fixture
def staffed(database: Settings, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A village and a township beside it, and one person of each role over the village."""

    async def seed() -> None:
        async with connected(database):
            await service.create_unit(SYSTEM, "qingxi", "青溪县", tier="county")
            for code, tier in ((OWN, "township"), (FOREIGN, "township")):
                await service.create_unit(SYSTEM, code, code, tier=tier, parent="qingxi")
            for role in ROLES:
                made = await service.create_person(SYSTEM, f"m-{role}", role, unit=OWN)
                await service.grant_role(SYSTEM, made.id, role, OWN)

    in_thread(seed)
    monkeypatch.setenv("HALLBOARD_DATABASE_URL", database.database_url)
    return database


@pytest.mark.parametrize(
    "name", [name for name, command in COMMANDS.items() if command.acts == "person"]
)
def test_a_command_that_acts_as_a_person_may_do_what_they_may_and_no_more(
    staffed: Settings, name: str, tmp_path: Path
) -> None:
    command, file = COMMANDS[name], tmp_path / "通告.txt"
    file.write_text(DOCUMENT, "utf-8")
    for role, rights in ROLES.items():
        for unit in (OWN, FOREIGN):
            given = {"file": str(file), "unit": unit, "login": f"m-{role}"}
            arguments = [word.format(**given) for word in command.arguments]
            status = cli.main([*arguments, "--data", str(staffed.data)])
            allowed = unit == OWN and command.permission in rights
            assert status == (0 if allowed else 1), (name, role, unit)
