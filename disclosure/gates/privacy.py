"""The privacy gate: personal data in running text, tables and rosters.

What belongs to an office is no personal data: landlines, a duty mobile (监督电话、值班电话), a
unit's mailbox, the address of a hall.  Numbers of documents, filings and sites look alike and are
told apart by checksum, length and what stands before them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from disclosure.gates.checksums import is_bank_card, is_identity, is_old_identity
from disclosure.gates.findings import Finding, found_in
from disclosure.gates.folding import Folded, folded
from disclosure.gates.masking import masked_text
from disclosure.gates.places import Placed, fields_of, texts_of
from media.content import Content

_FRONT = r"(?<![0-9])(?<![0-9][.,])"
"""Not in a longer number, nor after a decimal point or a comma of thousands."""
_BACK = r"(?![0-9])(?![.,][0-9])"
_IDENTITY = re.compile(
    rf"{_FRONT}\d{{6}}[ -]?\d{{4}}[ -]?\d{{4}}[ -]?\d{{3}}[\dx](?![0-9a-z])(?![.,][0-9])"
)
_OLD = re.compile(rf"(?<![a-z]){_FRONT}\d{{6}}[ -]?\d{{6}}[ -]?\d{{3}}(?![a-z]){_BACK}")
_MOBILE = re.compile(
    rf"(?<![a-z_])(?<![0-9a-z]-){_FRONT}(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}"
    rf"(?![a-z_])(?!-[0-9]){_BACK}"
)
_BANK = re.compile(
    rf"(?<![a-z]){_FRONT}\d{{4}}(?:[ -]?\d{{4}}){{2,3}}[ -]?\d{{1,4}}(?![a-z]){_BACK}"
)
_EMAIL = re.compile(r"[a-z0-9][a-z0-9._%+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")
_PASSPORT = re.compile(
    r"(?<![a-z0-9])(?:e[a-hj-np-z]\d{7}|[edspg](?!(?:19|20)\d{6})\d{8}|[hm]\d{8}(?:\d\d)?)(?![a-z0-9])"
)
_TRAVEL = re.compile(r"护照|通行证|证件")
_HAN = r"[\u3400-\u9fff]"
_NUMERAL = r"[\d一二三四五六七八九十百零〇]{1,5}"
_GAP = r"[,， -]?"
_VILLAGE = re.compile(
    rf"{_HAN}{{1,10}}(?:村|社区|屯|寨|庄|居委会){_GAP}"
    rf"(?:{_HAN}{{1,8}}?(?:自然村|小区|路|街|巷|里){_GAP})?"
    rf"(?:第?{_NUMERAL}(?:村民小组|居民小组|小组|组|社|队){_GAP})?"
    rf"{_NUMERAL}号(?![文令楼路线桥井闸地机院宗公通])"
)
"""…村…组…号.  A group alone is no home: 石桥村3组道路硬化."""
_FLAT = re.compile(
    rf"{_HAN}{{1,12}}(?:小区|花园|家园|公寓|新村|苑|园|城|府|里|湾|庭|弄|[路街巷]\d{{1,4}}号){_GAP}"
    rf"{_HAN}{{0,4}}[\da-z]{{1,4}}(?:栋|幢|号楼|座|#){_GAP}"
    rf"(?:[\d一二三四五六]{{1,2}}单元{_GAP})?\d{{2,4}}(?:室|号)?"
)
_OFFICE = re.compile(
    r"监督|举报|投诉|咨询|值班|热线|服务|办公|应急|抢修|报修|客服|政务|信访|受理|救援|报警"
    r"|村部|村委会|居委会|党群|便民|大厅|中心(?![村社屯])|机构|单位"
)
"""In a table, the row or column of an office."""
_DUTY = re.compile(
    r"(?:监督|举报|投诉|咨询|值班|热线|服务|办公|应急|抢修|报修|客服|政务|信访|受理|救援|报警)"
    r"(?:电话|热线|手机|专线|号码|邮箱|邮件|信箱)?(?:号码)?[:：()（）\s\d、,，/或及+-]*$"
)
"""What a number or mailbox on duty follows, perhaps after others of its kind."""
_MAILBOX = re.compile(r"(?:邮箱|邮件|信箱|e-?mail|邮址)(?:地址)?[:：()（）\s]*$")
_HALL = re.compile(
    r"(?:办公|受理|单位|机构|通讯|通信|联系|邮寄|报名|活动|开放|机关)(?:地址|地点|场所)|村部|村委会|居委会办公"
    r"|便民|服务中心|大厅|政务|卫生室|党群"
)
_OWN = re.compile(r"个人|本人|家庭|户籍|住址|住所|现住|家住|居住")
_SERIAL = re.compile(
    r"(?:备案?|编号|标识码|索引号|文号|代码|单号|凭证号?|许可证号?|注册号|登记号|合同号|批号|发票号码?|流水号"
    r"|项目号)\s*[:：为]?\s*[a-z\u4e00-\u9fff]{0,3}$"
)
_NAMED = (
    ("identity", re.compile(r"身份证|证件号|公民身份"), re.compile(r"\d{15}(?:\d{2}[\dx])?")),
    (
        "bank",
        re.compile(r"银行卡|卡号|银行账|开户账|存折|一卡通|一折通|账户号|账号"),
        re.compile(r"\d{8,30}"),
    ),
    (
        "address",
        re.compile(r"住址|家庭地址|户籍(?:地址|所在)|详细地址|居住地"),
        re.compile(r".*\d.*[号栋幢室户].*|.*\d单元.*"),
    ),
)
"""Columns whose title says what a cell is: no checksum is asked for."""
_NEAR = 40
_BESIDE = 12
"""Characters before a text in which something may say what it is."""


class _Hit(NamedTuple):
    start: int
    end: int
    kind: str


def privacy_findings(content: Content, fields: Mapping[str, str]) -> tuple[Finding, ...]:
    """The personal data in the ``fields`` (title, keywords …) and the content, in order."""
    return tuple(
        finding
        for placed in (*fields_of(fields), *texts_of(content))
        for finding in findings_in(placed)
    )


def findings_in(placed: Placed) -> Iterator[Finding]:
    """Those of one text, each with its masked form as suggestion."""
    text = folded(placed.text, spaces=True)
    end = 0
    for hit in sorted(_hits(text, placed), key=lambda one: (one.start, -one.end)):
        if hit.start < end:
            continue
        end = hit.end
        span = text.span(hit.start, hit.end)
        quote = placed.text[span[0] : span[1]]
        yield found_in(placed, span, "privacy", hit.kind, suggestion=masked_text(hit.kind, quote))


def _hits(text: Folded, placed: Placed) -> Iterator[_Hit]:
    named = _named(text, placed)
    if named is not None:
        yield named
        return
    if any(letter.isdigit() for letter in text.text):
        yield from _numbers(text.text, placed)
        yield from _addresses(text.text, placed)
    if "@" in text.text:
        yield from _mailboxes(text.text, placed)


def _named(text: Folded, placed: Placed) -> _Hit | None:
    if placed.around != "table":
        return None
    for kind, title, cell in _NAMED:
        stripped = text.text.strip()
        if title.search(placed.label) and cell.fullmatch(re.sub(r"[ -]", "", stripped)):
            start = text.text.index(stripped)
            return _Hit(start, start + len(stripped), kind)
    return None


def _numbers(text: str, placed: Placed) -> Iterator[_Hit]:
    taken: list[tuple[int, int]] = []
    for kind, start, end in _proven(text, placed):
        if all(end <= one or start >= other for one, other in taken):
            taken.append((start, end))
            yield _Hit(start, end, kind)


def _proven(text: str, placed: Placed) -> Iterator[tuple[str, int, int]]:
    """Candidates, the surest kind first."""
    for hit in _IDENTITY.finditer(text):
        if is_identity(_digits(hit[0])):
            yield "identity", *hit.span()
    for hit in _OLD.finditer(text):
        if is_old_identity(_digits(hit[0])) and not _serial(text, hit.start()):
            yield "identity", *hit.span()
    for hit in _BANK.finditer(text):
        if is_bank_card(_digits(hit[0])) and not _serial(text, hit.start()):
            yield "bank", *hit.span()
    for hit in _MOBILE.finditer(text):
        if not _of_office(text, hit.start(), placed):
            yield "mobile", *hit.span()
    for hit in _PASSPORT.finditer(text):
        said = hit[0][0] not in "hmsdp" or _TRAVEL.search(
            _lead(text, hit.start(), placed)[-_BESIDE:]
        )
        if said and not _serial(text, hit.start()):
            yield "passport", *hit.span()


def _addresses(text: str, placed: Placed) -> Iterator[_Hit]:
    for pattern in (_FLAT, _VILLAGE):
        for hit in pattern.finditer(text):
            said = _lead(text, hit.start(), placed)[-_BESIDE:] + hit[0]
            if _OWN.search(said) or not _HALL.search(said):
                yield _Hit(*hit.span(), "address")


def _mailboxes(text: str, placed: Placed) -> Iterator[_Hit]:
    for hit in _EMAIL.finditer(text):
        lead = _lead(text, hit.start(), placed)
        labelled = placed.around not in ("table", "roster") and _MAILBOX.search(lead)
        if _OWN.search(lead) or not (labelled or _of_office(text, hit.start(), placed)):
            yield _Hit(*hit.span(), "email")


def _of_office(text: str, start: int, placed: Placed) -> bool:
    """Whether it is a number or mailbox on duty: said right before it, by its row or field."""
    if placed.place.field == "objection":
        return True
    if placed.around == "table" and _OFFICE.search(f"{placed.label} {placed.before}"):
        return True
    return bool(_DUTY.search(_lead(text, start, placed)))


def _lead(text: str, start: int, placed: Placed) -> str:
    """What says whose it is: in a table its column and the cell before, then the words before it
    in the sentence."""
    before = re.split(r"[。；;！!？?]", text[max(0, start - _NEAR) : start])[-1]
    return f"{placed.label} {placed.before} {before}" if placed.around == "table" else before


def _serial(text: str, start: int) -> bool:
    return bool(_SERIAL.search(text[max(0, start - _BESIDE) : start]))


def _digits(text: str) -> str:
    return re.sub(r"[ -]", "", text).upper()
