import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import Misconfigured
from media.cmap import characters
from media.fonts import FOLDER, Fonts, find_fonts

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_fonts_hold_everyday_rare_and_round_characters(fonts: Fonts):
    assert fonts.missing("国䶮𫖯〇㐱𬭎12元℃㎡①") == ""


def test_what_the_font_lacks_is_named_once_and_in_order(fonts: Fonts):
    assert fonts.missing("😀国😀𪚥") == "😀𪚥"


def test_without_fonts_the_message_names_the_commands(tmp_path: Path):
    with pytest.raises(Misconfigured) as refused:
        find_fonts(tmp_path, tmp_path)
    assert "python -m server.assets" in str(refused.value)
    assert "apt-get install fonts-noto-cjk" in str(refused.value)


def test_a_strip_font_is_needed_too(tmp_path: Path):
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        (tmp_path / name).symlink_to(FOLDER / name)
    with pytest.raises(Misconfigured) as refused:
        find_fonts(tmp_path, tmp_path / "none")
    assert refused.value.code == "pixel-font-missing"


def test_a_damaged_font_file_is_no_font(tmp_path: Path):
    path = tmp_path / "broken.ttf"
    path.write_bytes((FOLDER / "NotoSansSC-Regular.ttf").read_bytes()[:300])
    with pytest.raises(ValueError, match="broken"):
        characters(path)


def test_the_server_starts_without_pillow_and_typst():
    program = (
        "import sys; from media import service, queries, sheet, content, profiles, drawing, store;"
        "print([name for name in ('PIL', 'typst', 'zxingcpp', 'qrcode', 'pypdfium2')"
        " if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
