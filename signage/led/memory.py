"""What a gateway keeps on its disk: who it is, what it follows, what time it was.

``state.json`` is replaced whole; plans and pictures lie beside it under their hashes.
"""

import json
import os
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

from core.errors import Misconfigured
from media.store import Store
from signage.led.trusted_clock import Kept


@dataclass
class State:
    """``key``: base64url of the pinned public point; ``envelope``: the newest pointer, as it
    was served, to whose plan (``plan``) all files are here."""

    token: str = ""
    screen: str = ""
    name: str = ""
    profile: str = ""
    output: str = ""
    key: str = ""
    epoch: int = 0
    sequence: int = 0
    etag: str = ""
    newest: str = ""
    """The newest pointer that was accepted: its withdrawals and lease hold."""
    envelope: str = ""
    plan: str = ""
    boot: int = 0
    kept: Kept | None = None


class Memory:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = folder / "state.json"
        self.files = Store(folder / "files")
        self.state = self._load()

    def save(self) -> None:
        """Temp file, fsync, rename: after a power cut the old or the new state is there."""
        temporary = self._path.with_suffix(".new")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(self.state), file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._path)

    def drop_all_but(self, wanted: Collection[str]) -> None:
        """Delete the files that nothing names any more: a list of persons goes with its plan."""
        for path in list(self.files.folder.glob("??/*")):
            if path.name not in wanted:
                path.unlink(missing_ok=True)

    def _load(self) -> State:
        if not self._path.exists():
            return State()
        try:
            raw = json.loads(self._path.read_text("utf-8"))
            kept = raw.pop("kept")
            return State(**raw, kept=Kept(**kept) if kept else None)
        except (ValueError, TypeError, KeyError) as problem:
            raise Misconfigured(
                "gateway-state", "{path} 已损坏：删除该文件后重新配对即可。", path=self._path
            ) from problem
