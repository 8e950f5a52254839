"""File formats to pieces.  The content decides, the name only helps."""

import io
import re
import warnings

from core.errors import Invalid, TooLarge
from disclosure.importing import archives, decoding, webpages
from disclosure.importing.pieces import Line, Piece, join, lines_of, tidy

PDF_PAGES = 500
_HTML = re.compile(r"<\s*(!doctype\s+html|html|head|body|div|table|p|meta)\b", re.I)
_SENTENCE_END = tuple("。；：！？;:!?")


def pieces_of(data: bytes, name: str) -> list[Piece]:
    """The lines and tables of a .txt, .html, .docx or .pdf file.

    Raises Invalid (empty, locked, broken, binary, unknown encoding) or TooLarge.
    """
    decoding.check_size(data, name)
    if data.startswith(b"%PDF-"):
        return _pdf(data, name)
    if data.startswith(b"PK\x03\x04"):
        return _docx(data, name)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid(
            "document-old-word",
            "{name} 是旧版 Word 文档或加密文档；请另存为不加密的 .docx 后再导入。",
            name=name,
        )
    if name.lower().endswith((".docx", ".pdf")):
        raise Invalid("document-foreign", "{name} 的内容与扩展名不符，无法导入。", name=name)
    text = decoding.text_of(data, name)
    if name.lower().endswith((".html", ".htm")) or _HTML.search(text[:2000]):
        return webpages.pieces_of_html(text)
    return lines_of(text)


def _docx(data: bytes, name: str) -> list[Piece]:
    archives.check_docx(data, name)
    import mammoth  # slow to load; only documents of this kind need it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            html = mammoth.convert_to_html(
                io.BytesIO(data),
                convert_image=mammoth.images.img_element(lambda _: {}),
                include_embedded_style_map=False,
            ).value
    except (KeyError, ValueError, AttributeError, IndexError, TypeError) as problem:
        raise Invalid(
            "docx-broken", "{name} 已损坏，无法打开；请用 Word 重新保存后再导入。", name=name
        ) from problem
    found = webpages.pieces_of_html(html)
    if not found:
        raise Invalid("document-empty", "{name} 是空文件，没有可以导入的内容。", name=name)
    return found


def _pdf(data: bytes, name: str) -> list[Piece]:
    import pypdfium2  # loads a native library; only documents of this kind need it

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        if "password" in str(problem).lower():
            raise Invalid(
                "document-locked", "{name} 已加密；请取消密码后再导入。", name=name
            ) from problem
        raise Invalid(
            "pdf-broken", "{name} 已损坏，无法打开；请重新导出 PDF 后再导入。", name=name
        ) from problem
    try:
        text = _pdf_text(document, name)
    finally:
        document.close()
    if not tidy(text):
        raise Invalid(
            "pdf-scanned", "{name} 是扫描件，里面没有文字；请先做文字识别再导入。", name=name
        )
    return _unwrapped(lines_of(text))


def _pdf_text(document: object, name: str) -> str:
    count = len(document)  # type: ignore[arg-type] # the library has no types
    if count > PDF_PAGES:
        raise TooLarge(
            "pdf-too-long", "{name} 有 {pages} 页，超过 500 页的上限。", name=name, pages=count
        )
    texts = []
    for index in range(count):
        page = document[index]  # type: ignore[index] # the library has no types
        sheet = page.get_textpage()
        texts.append(sheet.get_text_bounded().replace("\x02", "").replace("\ufffe", ""))
        sheet.close()
        page.close()
        if sum(map(len, texts)) > decoding.LIMIT:
            raise TooLarge("pdf-too-long", "{name} 的文字过多，无法导入。", name=name)
    return "\n".join(texts)


def _unwrapped(lines: list[Piece]) -> list[Piece]:
    """Lines that were only wrapped at the margin become one again."""
    widths = sorted(len(piece.clean) for piece in lines)
    margin = max(20.0, 0.9 * widths[int(0.9 * (len(widths) - 1))]) if widths else 20.0
    done: list[Piece] = []
    row = ""
    for piece in lines:
        last = done[-1] if done else None
        wrapped = len(row) >= margin and not row.endswith(_SENTENCE_END)
        if wrapped and isinstance(last, Line) and isinstance(piece, Line):
            done[-1] = Line(last.number, join(last.text.rstrip(), piece.text.lstrip()))
        else:
            done.append(piece)
        row = piece.clean
    return done
