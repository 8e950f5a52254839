"""附件 of drafts: kept whole, signed with the wording, handed out only where they may be."""

import io

import pytest
from PIL import Image

from core.errors import Conflict, Invalid, NotFound, Refused
from disclosure import service
from disclosure.attachments import read_attachments
from disclosure.models import Version
from disclosure.queries.attached import public_attachment, still_listed
from disclosure.service.attaching import attach, detach
from media.models import StoredFile
from media.store import Store
from tests.disclosure.files import MP4, PDF, docx, picture, xlsx
from tests.disclosure.world import World, reload

NOTICE = {"unit_code": "liuhe", "item_code": None, "period": None}


@pytest.fixture
def kept(settings) -> Store:
    return Store(settings.files)


async def put(
    world: World, kept: Store, version: Version, data: bytes, name: str, **more
) -> Version:
    return await attach(
        world.officer, world.settings, kept, version.id, data=data, name=name, **more
    )


async def test_a_file_is_kept_with_its_hash_and_changes_what_is_signed(world, kept):
    draft = await world.draft(**NOTICE)
    with_pdf = await put(world, kept, draft, PDF, "../通知.pdf")
    (file,) = read_attachments(with_pdf.attachments)
    assert (file.name, file.size, file.role) == ("通知.pdf", len(PDF), "attachment")
    assert kept.read(file.sha256) == PDF
    assert with_pdf.content_hash != draft.content_hash


@pytest.mark.parametrize(
    ("data", "name"), [(docx(), "附件.docx"), (xlsx(), "明细.xlsx"), (MP4, "宣传.mp4")]
)
async def test_each_kind_of_file_is_kept_as_it_is(world, kept, data, name):
    draft = await put(world, kept, await world.draft(**NOTICE), data, name)
    (file,) = read_attachments(draft.attachments)
    assert (file.name, kept.read(file.sha256)) == (name, data)


async def test_an_approval_is_void_when_a_file_is_changed_behind_it(world, kept):
    draft = await put(world, kept, await world.draft(**NOTICE), PDF, "通知.pdf")
    await service.submit(world.officer, world.settings, draft.id)
    with pytest.raises(Conflict):
        await put(world, kept, draft, MP4, "宣传.mp4")
    with pytest.raises(Conflict):
        await detach(
            world.officer, world.settings, draft.id, read_attachments(draft.attachments)[0].sha256
        )


async def test_pictures_are_encoded_anew_and_carry_no_metadata(world, kept):
    exif = Image.Exif()
    exif[0x010E] = "Shot at home"
    data = picture("JPEG", exif=exif)
    draft = await put(world, kept, await world.draft(**NOTICE), data, "公示.jpg")
    (file,) = read_attachments(draft.attachments)
    stored = kept.read(file.sha256)
    assert b"Shot at home" in data
    assert b"Shot at home" not in stored
    assert Image.open(io.BytesIO(stored)).size == (40, 30)
    assert file.role == "picture"


async def test_a_refused_file_leaves_nothing_behind(world, kept):
    draft = await world.draft(**NOTICE)
    with pytest.raises(Invalid):
        await put(world, kept, draft, b"MZ\x90", "通知.pdf")
    with pytest.raises(Invalid):
        await put(world, kept, draft, b"\x89PNG\r\n\x1a\nbroken", "图.png")
    assert (await reload(draft)).attachments == "[]"
    assert await StoredFile.all().count() == 0


async def test_only_the_unit_s_own_people_touch_its_files(world, kept):
    draft = await world.draft(**NOTICE)
    with pytest.raises(NotFound):
        await attach(world.stranger, world.settings, kept, draft.id, data=PDF, name="通知.pdf")
    with pytest.raises(Refused):
        await attach(world.reviewer, world.settings, kept, draft.id, data=PDF, name="通知.pdf")


async def test_files_are_public_with_their_version_and_scans_never(world, kept):
    draft = await world.draft(**NOTICE)
    draft = await put(world, kept, draft, PDF, "通知.pdf")
    draft = await put(world, kept, draft, MP4, "宣传.mp4")
    draft = await put(world, kept, draft, PDF + b"signed", "签字.pdf", scan=True)
    files = {file.role: file.sha256 for file in read_attachments(draft.attachments)}
    assert set(files) == {"attachment", "video", "scan"}
    for sha in files.values():
        with pytest.raises(NotFound):
            await public_attachment(sha)
    version = await service.submit(world.officer, world.settings, draft.id)
    version = await service.approve(world.reviewer, version.id, version.content_hash)
    version = await service.publish(world.reviewer, world.settings, version.id)
    assert (await public_attachment(files["attachment"])).name == "通知.pdf"
    assert (await public_attachment(files["video"])).media_type == "video/mp4"
    with pytest.raises(NotFound):
        await public_attachment(files["scan"])
    await service.withdraw(world.reviewer, version.id, "数据有误")
    with pytest.raises(NotFound):
        await public_attachment(files["attachment"])


async def test_a_file_taken_off_is_listed_no_more(world, kept):
    draft = await put(world, kept, await world.draft(**NOTICE), PDF, "通知.pdf")
    (file,) = read_attachments(draft.attachments)
    assert await still_listed(file.sha256)
    draft = await detach(world.officer, world.settings, draft.id, file.sha256)
    assert draft.attachments == "[]"
    assert not await still_listed(file.sha256)
    with pytest.raises(NotFound):
        await detach(world.officer, world.settings, draft.id, file.sha256)
