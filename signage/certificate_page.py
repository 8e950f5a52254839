"""A certificate as a document on A4, with a code that leads to the page that confirms it.

Blocks for some tenths of a second: call it in a thread.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core.canonical import sha256
from core.messages import marked, text
from disclosure.certificates import Kept, body_of
from disclosure.coverage import STATES
from disclosure.postings import posting_of
from disclosure.sheets import day_text
from disclosure.windows import length_text
from media import qr
from media.fonts import Fonts
from media.typesetting import typeset

TEMPLATE = Path(__file__).resolve().parent / "templates" / "certificate.typ"
STEPS = {
    "submit": marked("送审"),
    "approve": marked("审核"),
    "publish": marked("发布"),
    "withdraw": marked("撤下"),
}
CARRIERS = {
    "paper": marked("纸质公开栏"),
    "website": marked("网站"),
    "other": marked("其他载体"),
}
POSTING_STATES = {
    "ahead": marked("尚未开始"),
    "running": marked("公示中"),
    "ending": marked("公示中"),
    "ended": marked("期满自动下屏"),
    "broken": marked("提前终止"),
}
Pairs = list[tuple[str, str]]


def certificate_pdf(kept: Kept, issuer: str, fonts: Fonts) -> bytes:
    """The PDF; equal certificates give equal bytes.  ``issuer``: the county's name."""
    body = body_of(kept)
    zone = ZoneInfo(body["zone"])
    display = body["display"]
    data = {
        "family": fonts.family,
        "title": text("公示证明"),
        "issuer": issuer,
        "number": text("编号：{code}", code=body["code"]),
        "issued": text("出具时间：{at}", at=_moment(body["issued_at"], zone)),
        "lead": text("经本系统记录核对，下列信息的公示情况如下："),
        "notice": _notice(body),
        "hash_label": text("内容指纹（SHA-256）"),
        "hash": body["hash"],
        "result": text(
            "应公示{whole}天，已留痕{covered}天，缺{gaps}天",
            whole=display["whole"],
            covered=display["covered"],
            gaps=len(display["gaps"]),
        ),
        "complete": display["whole"] == display["covered"],
        "days_label": text("逐日情况"),
        "days": [
            {"day": _short(one["day"]), "state": one["state"], "word": text(STATES[one["state"]])}
            for one in display["days"]
        ],
        "tables": [_screens(display["screens"], zone), _evidence(display), _steps(body, zone)],
        "note": _notes(),
        "signature_label": text("数字签名（ES256，密钥 {id}）", id=kept.key_id),
        "signature": kept.signature,
        "verify": text("扫码或访问下列网址核验："),
        "address": body["address"],
        "qr": [[int(dark) for dark in row] for row in qr.matrix(body["address"])],
        "fingerprint": text("证明指纹 {hash}", hash=sha256(kept.body.encode())[:16]),
    }
    return typeset(TEMPLATE, data, fonts)


def _notice(body: dict[str, Any]) -> Pairs:
    posting = body["posting"]
    known = posting_of(posting["days"], posting["unit"], posting["extended"])
    span = text("{since}至{last}", since=_day(posting["since"]), last=_day(posting["last"]))
    state = text(POSTING_STATES[posting["state"]])
    pairs = [
        (text("公示信息"), text("{title}（第 {number} 版）", **_of(body, "title", "number"))),
        (text("公开主体"), body["unit"]),
        (text("公开事项"), body["item"]),
        (text("受众"), _audience(body)),
        (text("名单条数"), str(body["rows"]) if body["rows"] else ""),
        (text("公示期"), f"{length_text(known)}，{span}" if known else span),
        (text("公示状态"), state),
    ]
    return [(label, value) for label, value in pairs if value]


def _audience(body: dict[str, Any]) -> str:
    if body["audience"] == "public":
        return text("全社会")
    return body["group"] or text("特定群体")


def _screens(screens: list[dict[str, Any]], zone: ZoneInfo) -> dict[str, Any]:
    return {
        "caption": text("电子屏展示"),
        "empty": text("没有电子屏的展示记录。"),
        "weights": [4, 2, 2, 3, 3],
        "columns": [
            text("大厅与终端"),
            text("排播天数"),
            text("确认天数"),
            text("最早确认"),
            text("最近确认"),
        ],
        "rows": [
            [
                one["place"],
                str(one["planned"]),
                str(one["seen"]),
                _moment(one["first_seen"], zone),
                _moment(one["last_seen"], zone),
            ]
            for one in screens
        ],
    }


def _evidence(display: dict[str, Any]) -> dict[str, Any]:
    return {
        "caption": text("纸质及其他载体留痕"),
        "empty": text("没有提交照片。"),
        "weights": [2, 4, 3, 3],
        "columns": [text("载体"), text("地点"), text("照片日期"), text("照片指纹")],
        "rows": [
            [text(CARRIERS[one["carrier"]]), one["place"], _day(one["day"]), one["file"][:16]]
            for one in display["evidence"]
        ],
    }


def _steps(body: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    return {
        "caption": text("审核与发布"),
        "empty": text("没有审核记录。"),
        "weights": [3, 5, 3],
        "columns": [text("环节"), text("办理单位"), text("时间")],
        "rows": [
            [
                text(one["stage"]) if one["stage"] else text(STEPS[one["step"]]),
                " ".join(filter(None, (one["unit"], one.get("name", "")))),
                _moment(one["at"], zone),
            ]
            for one in body["approvals"]
        ],
    }


def _notes() -> str:
    return text(
        "“排播”指该信息列入终端的播放计划；“确认”指终端在线并报告正在执行该计划。"
        "仅有排播而未经确认、也无照片的日期，不计入已留痕天数。公示期自次日起算。"
    )


def _of(body: dict[str, Any], *names: str) -> dict[str, object]:
    return {name: body[name] for name in names}


def _day(day: str) -> str:
    return day_text(date.fromisoformat(day))


def _short(day: str) -> str:
    read = date.fromisoformat(day)
    return text("{month}月{day}日", month=read.month, day=read.day)


def _moment(instant: str | None, zone: ZoneInfo) -> str:
    if instant is None:
        return "—"
    local = datetime.fromisoformat(instant).astimezone(zone)
    return f"{day_text(local.date())} {local:%H:%M}"
