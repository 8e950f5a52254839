"""Whether a screen is there, by its last heartbeat, in words for the console."""

from datetime import datetime, timedelta

from core import messages

ONLINE = timedelta(minutes=3)
LATE = timedelta(minutes=30)
STATES = {
    "unpaired": messages.marked("未配对"),
    "silent": messages.marked("尚未连接"),
    "online": messages.marked("在线"),
    "late": messages.marked("心跳迟到"),
    "offline": messages.marked("离线"),
}
TIERS = {
    "T1": messages.marked("离线副本完整"),
    "T2": messages.marked("离线副本不耐重启"),
    "T3": messages.marked("没有离线副本"),
}


def presence(paired: bool, seen_at: datetime | None, now: datetime) -> str:
    """A key of :data:`STATES`."""
    if not paired:
        return "unpaired"
    if seen_at is None:
        return "silent"
    silent_for = now - seen_at
    if silent_for < ONLINE:
        return "online"
    return "late" if silent_for < LATE else "offline"
