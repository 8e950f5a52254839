from pathlib import Path

import pytest

from core.canonical import sha256
from core.errors import NotFound, Unavailable
from media.store import Store


def test_what_was_put_is_read_back_under_its_hash(tmp_path: Path):
    store = Store(tmp_path / "files")
    name = store.put(b"page")
    assert name == sha256(b"page")
    assert store.read(name) == b"page"
    assert store.exists(name)


def test_putting_the_same_bytes_twice_keeps_one_file_and_no_leftovers(tmp_path: Path):
    store = Store(tmp_path)
    assert store.put(b"page") == store.put(b"page")
    assert [path.name for path in tmp_path.glob("??/*")] == [sha256(b"page")]


def test_damaged_bytes_are_never_handed_out(tmp_path: Path):
    store = Store(tmp_path)
    name = store.put(b"page")
    store.path(name).write_bytes(b"rage")
    with pytest.raises(Unavailable) as refused:
        store.read(name)
    assert refused.value.code == "file-damaged"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "/x"])
def test_no_name_but_a_hash_leads_anywhere(tmp_path: Path, name: str):
    with pytest.raises(NotFound):
        Store(tmp_path).path(name)


def test_a_write_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch):
    store = Store(tmp_path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("media.store.os.fsync", full)
    with pytest.raises(Unavailable) as refused:
        store.put(b"page")
    assert refused.value.code == "store-unwritable"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
