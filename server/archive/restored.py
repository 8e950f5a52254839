"""What a restore changes in the rows it brings back: the epoch, the lease, one audit entry."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from accounts.chain import GENESIS, Broken, Entry, Head, entry_hash, verify_chain
from core.canonical import canonical
from server.archive.rows import Row, read_columns, read_rows, write_table

_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


def broken_chain(folder: Path) -> Broken | None:
    """Where the archived audit chain first fails; None when it is whole."""
    return verify_chain(_entries(folder), _head(folder))


def adapt(folder: Path, now: datetime, data: dict[str, object]) -> None:
    """Change the files of the tables in place, before they are loaded."""
    _raise_epoch(folder / "lease.jsonl", now)
    _append_entry(folder, now, data)


def next_epoch(archived: int, now: datetime) -> int:
    """Higher than the archive's, and higher than that of any restore a minute or more ago:
    the same archive may be restored twice, and screens go by what they saw last."""
    return max(archived + 1, int((now - _BEGINNING).total_seconds() // 60))


def _raise_epoch(file: Path, now: datetime) -> None:
    """Keep the epoch row only: whoever held the other leases is gone."""
    columns = read_columns(file)
    held = {str(row["name"]): row for row in _dicts(file)}
    archived = int(str(held["epoch"]["number"])) if "epoch" in held else 0
    epoch = {
        "name": "epoch",
        "holder": "",
        "until": now,
        "number": next_epoch(archived, now),
    }
    _replace(file, columns, [[epoch[name] for name in columns]])


def _append_entry(folder: Path, now: datetime, data: dict[str, object]) -> None:
    head = _head(folder) or Head(0, GENESIS)
    text = canonical(data).decode()
    entry: dict[str, object] = {
        "sequence": head.sequence + 1,
        "at": now,
        "actor": "system",
        "action": "restore",
        "subject": "system",
        "data": text,
        "previous": head.hash,
    }
    entry["hash"] = entry_hash(
        head.hash, head.sequence + 1, now, "system", "restore", "system", text
    )
    file = folder / "audit_entry.jsonl"
    columns = read_columns(file)
    with file.open("a", encoding="utf-8") as out:
        row = [str(entry[name]) if name == "at" else entry[name] for name in columns]
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
    ending = {"id": 1, "sequence": head.sequence + 1, "hash": entry["hash"]}
    head_file = folder / "audit_head.jsonl"
    head_columns = read_columns(head_file)
    _replace(head_file, head_columns, [[ending[name] for name in head_columns]])


def _entries(folder: Path) -> Iterator[Entry]:
    for row in _dicts(folder / "audit_entry.jsonl"):
        yield Entry(
            sequence=int(str(row["sequence"])),
            at=datetime.fromisoformat(str(row["at"])),
            **{
                name: str(row[name])
                for name in ("actor", "action", "subject", "data", "previous", "hash")
            },
        )


def _head(folder: Path) -> Head | None:
    for row in _dicts(folder / "audit_head.jsonl"):
        return Head(int(str(row["sequence"])), str(row["hash"]))
    return None


def _dicts(file: Path) -> Iterator[dict[str, object]]:
    columns = read_columns(file)
    for row in read_rows(file):
        yield dict(zip(columns, row, strict=True))


def _replace(file: Path, columns: list[str], rows: list[Row]) -> None:
    file.unlink()
    write_table(file, columns, rows)
