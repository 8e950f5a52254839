"""附件: what a file is by its bytes, what is refused, and what a version lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid, TooLarge
from disclosure.attachments import (
    MOST,
    NAME,
    Attachment,
    clean_name,
    public_files,
    read_attachments,
    recognise,
    with_file,
    without_file,
    written,
)
from tests.disclosure.files import MP4, PDF, docx, picture, xlsx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def file(number: int, **more: object) -> Attachment:
    values = {"sha256": f"{number:064x}", "name": f"{number}.pdf", "media_type": "application/pdf"}
    return Attachment.model_validate(values | {"size": 9} | more)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PDF, "通知.pdf", "application/pdf"),
        (PDF, "通知.PDF", "application/pdf"),
        (docx(), "附件.docx", WORD),
        (xlsx(), "明细.xlsx", WORD.replace("wordprocessingml.document", "spreadsheetml.sheet")),
        (picture(), "公示.png", "image/*"),
        (picture("JPEG"), "公示.jpeg", "image/*"),
        (picture("WEBP"), "公示.webp", "image/*"),
        (MP4, "宣传.mp4", "video/mp4"),
    ],
)
def test_the_type_is_told_from_the_bytes(data: bytes, name: str, kind: str):
    assert recognise(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PDF, "通知.docx"),
        (docx(), "明细.xlsx"),
        (MP4, "宣传.pdf"),
        (b"<html><script>alert(1)</script></html>", "通知.pdf"),
        (b"MZ\x90\x00", "安装.exe"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "图.svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "图.png"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "旧.doc"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "加密.docx"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00", "录像.mp4"),
        (b"PK\x03\x04broken", "附件.docx"),
        (b"", "空.pdf"),
        (docx(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), "宏.docx"),
    ],
)
def test_other_kinds_and_names_that_say_something_else_are_refused(data: bytes, name: str):
    with pytest.raises(Invalid) as refused:
        recognise(data, name)
    assert refused.value.data["field"] == "attachment"


def test_what_is_too_large_is_refused_by_kind():
    with pytest.raises(TooLarge):
        recognise(PDF + bytes(20_000_001), "大.pdf")
    assert recognise(MP4 + bytes(20_000_001), "大.mp4") == "video/mp4"
    with pytest.raises(TooLarge):
        recognise(MP4 + bytes(100_000_001), "大.mp4")


@given(st.text(max_size=200))
def test_a_kept_name_leads_into_no_folder_and_holds_no_control_signs(name: str):
    kept = clean_name(name, "application/pdf")
    assert kept.endswith(".pdf")
    assert 0 < len(kept) <= NAME
    assert not set(kept) & set('/\\\0\n\r"<>|?*:\u202e')
    assert not kept.startswith("..")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\通知.PDF", "通知.pdf"),
        ("通知\u202efdp.exe", "通知fdp.pdf"),
        ("...", "附件.pdf"),
    ],
)
def test_names_from_the_wild_are_tamed(name: str, kept: str):
    assert clean_name(name, "application/pdf") == kept


def test_a_list_is_read_as_it_was_written_and_scans_are_never_public():
    files = (file(1), file(2, role="scan"))
    assert read_attachments(written(files)) == files
    assert public_files(written(files)) == files[:1]
    assert written(()) == "[]"


@pytest.mark.parametrize(
    "stored", ["{", '[{"sha256": "../x"}]', '[{"sha256": "' + "a" * 64 + '\\n"}]', "[1]"]
)
def test_a_list_that_is_none_is_refused(stored: str):
    with pytest.raises(Invalid):
        read_attachments(stored)


def test_the_same_bytes_stand_once_and_twenty_files_are_enough():
    files = (file(1),)
    renamed = with_file(files, file(1, name="新名.pdf"))
    assert [one.name for one in renamed] == ["新名.pdf"]
    many: tuple[Attachment, ...] = ()
    for number in range(MOST):
        many = with_file(many, file(number))
    with pytest.raises(TooLarge):
        with_file(many, file(99))
    assert with_file(many, file(3, name="again.pdf"))[-1].name == "again.pdf"
    assert len(without_file(many, file(3).sha256)) == MOST - 1
