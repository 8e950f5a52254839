"""A4 documents: a typst template and its data become a PDF.

Blocks for some tenths of a second: call it in a thread.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

from core.errors import Invalid, Unavailable
from media.fonts import Fonts


def typeset(template: Path, data: dict[str, Any], fonts: Fonts) -> bytes:
    """The PDF; equal data give equal bytes.  All text is data (sys.inputs.data, JSON).

    Raises Invalid for a character that the font does not have.
    """
    import typst

    said = json.dumps(data, ensure_ascii=False)
    if lacking := fonts.missing(said):
        raise Invalid(
            "glyph-missing",
            "字体里没有这些字：{characters}。请改用规范字。",
            characters=lacking,
        )
    with tempfile.TemporaryDirectory(prefix="hallboard-document-") as folder:
        root = Path(folder)
        (root / "main.typ").write_text(template.read_text("utf-8"), "utf-8")
        (root / "fonts").mkdir()
        for path in (fonts.regular, fonts.bold):
            (root / "fonts" / path.name).symlink_to(path)
        loaded = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(root / "fonts")],
        )
        compiler = typst.Compiler(str(root / "main.typ"), root=folder, font_paths=loaded)
        made = compiler.compile(format="pdf", sys_inputs={"data": said}, timestamp=0)
    if not isinstance(made, bytes):
        raise Unavailable("page-unset", "页面没有排出来，请重试。")
    return made
