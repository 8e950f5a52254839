"""Files that cannot or must not be read are refused with one clear sentence."""

import io
import random
import zipfile

import pytest

from core.errors import HallboardError, Invalid, TooLarge
from disclosure.importing import read_document

TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'content-types">'
    b'<Default Extension="xml" ContentType="application/xml"/>'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    b'relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/'
    b'2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, extra: dict[str, bytes] | None = None, prolog: str = "") -> bytes:
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}'
        f'<w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", document)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return buffer.getvalue()


def line(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str) -> str:
    return f"<w:tc>{line(text)}</w:tc>"


def pdf(text: str = "Notice of the village committee", locked: bool = False) -> bytes:
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode() if text else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"11" * 32, b"22" * 32),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = b" /Encrypt 6 0 R /ID [<00> <00>]" if locked else b""
    return out + b"trailer << /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        lock,
        start,
    )


def lying_docx() -> bytes:
    """A directory that says 10 bytes where 200 MB come out."""
    data = bytearray(docx(line("甲"), {"word/media/a.xml": b"\0" * 200_000_000}))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    return bytes(data)


ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
REFUSED = {
    "empty": (b"", "empty.txt", "document-empty"),
    "only blanks": (b"\xef\xbb\xbf \n\r\n", "empty.txt", "document-empty"),
    "picture named .txt": (b"\x89PNG\r\n\x1a\n" + bytes(200), "a.txt", "document-picture"),
    "jpeg named .html": (b"\xff\xd8\xff\xe0" + bytes(200), "a.html", "document-picture"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a.doc", "document-old-word"),
    "half a character": ("公开".encode() * 50 + b"\xe5\x85", "a.txt", "document-encoding"),
    "text named .docx": ("公开".encode(), "a.docx", "document-foreign"),
    "zip without a document": (
        lambda: _zip({"a.txt": b"a"}),
        "a.docx",
        "docx-foreign",
    ),
    "cut-off docx": (lambda: docx(line("甲" * 500))[:300], "a.docx", "docx-broken"),
    "external entity": (lambda: docx(line("甲"), prolog=ENTITY), "a.docx", "docx-entities"),
    "empty docx": (lambda: docx(""), "a.docx", "document-empty"),
    "locked pdf": (lambda: pdf(locked=True), "a.pdf", "document-locked"),
    "broken pdf": (b"%PDF-1.7 nothing", "a.pdf", "pdf-broken"),
    "scanned pdf": (lambda: pdf(""), "a.pdf", "pdf-scanned"),
}


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_refused_with_a_clear_sentence(name: str) -> None:
    data, file, code = REFUSED[name]
    with pytest.raises(Invalid) as refused:
        read_document(data if isinstance(data, bytes) else data(), file)
    assert refused.value.code == code
    assert file in str(refused.value)
    assert str(refused.value).endswith("。")


@pytest.mark.parametrize("size", [20 * 1024 * 1024 + 1, 50_000_000])
def test_more_than_twenty_megabytes_are_too_large_and_no_smaller_size_is_named(size: int) -> None:
    with pytest.raises(TooLarge) as refused:
        read_document(b"a" * size, "big.txt")
    assert str(refused.value).startswith("big.txt 超过 20 MB 的上限")


@pytest.mark.parametrize("bomb", ["ratio", "entries", "lying"])
def test_a_zip_bomb_is_refused_before_it_is_opened(bomb: str) -> None:
    made = {
        "ratio": lambda: docx(line("甲"), {"word/media/a.bin": b"\0" * 150_000_000}),
        "entries": lambda: docx(line("甲"), {f"x/{n}": b"" for n in range(2100)}),
        "lying": lying_docx,
    }[bomb]()
    with pytest.raises(HallboardError) as refused:
        read_document(made, "bomb.docx")
    assert refused.value.code in {"docx-bomb", "docx-broken"}


def test_random_bytes_are_never_taken_for_text() -> None:
    dice = random.Random(7)
    for _ in range(200):
        data = dice.randbytes(dice.randint(40, 4000))
        with pytest.raises(HallboardError):
            read_document(data, "noise.txt")


def test_a_word_document_is_read_with_its_tables_and_its_number() -> None:
    rows = "".join(
        f"<w:tr>{cell(a)}{cell(b)}</w:tr>" for a, b in (("项目", "金额"), ("修桥", "120000.00"))
    )
    body = (
        line("关于修建石桥的公告") + line("青政〔2026〕8号") + line("现将有关事项公告如下。")
        + f"<w:tbl>{rows}</w:tbl>" + line("青溪县人民政府") + line("2026年3月4日")
    )  # fmt: skip
    document = read_document(docx(body), "a.docx")
    assert document.title == "关于修建石桥的公告"
    assert document.document_number == "青政〔2026〕8号"
    assert document.publisher == "青溪县人民政府"
    assert document.tables == 1
    assert "120000.00" in document.content.text


def test_a_pdf_is_read() -> None:
    document = read_document(pdf(), "a.pdf")
    assert document.content.text == "Notice of the village committee"
