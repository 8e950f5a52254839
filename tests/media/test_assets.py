import json
from pathlib import Path

import pytest

from core.errors import Misconfigured
from server import assets

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_lock_names_no_registry_and_checks_every_package():
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name


def test_the_lock_is_the_lock_of_what_is_asked_for():
    asked = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert lock[""]["dependencies"] == asked
    assert {f"node_modules/{name}": version for name, version in asked.items()} == {
        name: entry["version"] for name, entry in lock.items() if name
    }


def test_nothing_is_done_when_nothing_changed():
    assets.refresh()
    assert assets.refresh() is False


def test_a_package_without_its_file_is_named(tmp_path: Path):
    with pytest.raises(Misconfigured) as refused:
        assets._copy(ROOT / "node_modules" / "none.ttf", tmp_path / "none.ttf")
    assert "node_modules/none.ttf" in str(refused.value)
    assert not list(tmp_path.iterdir())


def test_each_font_and_library_has_its_licence_beside_it_and_in_the_notices():
    notices = (ROOT / "THIRD_PARTY_LICENSES.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in notices
    for name, _, path in assets.NOTICES:
        assert name in notices
        assert path.read_text("utf-8").strip() in notices
