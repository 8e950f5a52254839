"""Files of public records: listed with kind and size, handed out for saving and nothing else."""

import pytest

from core.errors import NotFound
from disclosure import service
from disclosure.attachments import read_attachments
from disclosure.service.attaching import attach
from media.store import Store
from portal.export import export_site
from server.templates import environment
from tests.disclosure.files import PDF, picture

NOTICE = {"unit_code": "liuhe", "item_code": None, "period": None}


@pytest.fixture
async def published(world, settings):
    """A notice with a document, a picture and a signed scan."""
    store = Store(settings.files)
    draft = await world.draft("关于秋季防火的通告", **NOTICE)
    for data, name, scan in (
        (PDF, "通告全文.pdf", False),
        (picture(), "现场.png", False),
        (PDF + b"signed", "签字.pdf", True),
    ):
        draft = await attach(
            world.officer, settings, store, draft.id, data=data, name=name, scan=scan
        )
    version = await service.submit(world.officer, world.settings, draft.id)
    version = await service.approve(world.reviewer, version.id, version.content_hash)
    return await service.publish(world.reviewer, settings, version.id)


async def test_the_public_page_lists_files_with_size_and_no_scans(client, published):
    page = (await client.get(f"/r/{published.code}")).text
    assert "通告全文.pdf" in page
    assert "现场.png" in page
    assert "签字.pdf" not in page
    assert "PDF" in page
    assert "Bytes" in page or "kB" in page


async def test_files_come_as_attachments_in_a_sandbox(client, published):
    files = read_attachments(published.attachments)
    for file in files[:2]:
        answer = await client.get(f"/files/{file.sha256}")
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["content-security-policy"].startswith("sandbox")
        assert answer.headers["content-type"] == file.media_type
    assert (await client.get(f"/files/{files[0].sha256}")).content == PDF
    with pytest.raises(NotFound):
        await client.get(f"/files/{files[2].sha256}")


async def test_nothing_is_handed_out_after_withdrawal(client, world, published):
    (file, *_) = read_attachments(published.attachments)
    await service.withdraw(world.reviewer, published.id, "数据有误")
    with pytest.raises(NotFound):
        await client.get(f"/files/{file.sha256}")
    assert "通告全文" not in (await client.get(f"/r/{published.code}")).text


async def test_the_static_copy_holds_the_files_under_names_that_say_their_type(
    published, settings, tmp_path
):
    folder = tmp_path / "site"
    await export_site(folder, settings, environment(settings.zone), Store(settings.files))
    files = read_attachments(published.attachments)
    names = {path.name for path in (folder / "files").iterdir()}
    assert names == {f"{files[0].sha256}.pdf", f"{files[1].sha256}.png"}
    assert (folder / "files" / f"{files[0].sha256}.pdf").read_bytes() == PDF
    page = (folder / "r" / published.code / "index.html").read_text("utf-8")
    assert f'href="../../files/{files[0].sha256}.pdf" download="通告全文.pdf"' in page


async def test_a_given_index_number_stands_in_the_metadata(client, published):
    page = (await client.get(f"/r/{published.code}")).text
    assert "liuhe-00/2026-00001" in page
