"""公开征求意见: the draft with its window and where opinions go; later what came of it.

At least 30 days, or the notice says why fewer (重大行政决策程序暂行条例 Art. 15).
"""

from collections.abc import Iterator

from core import messages
from core.messages import marked
from disclosure.kinds import days
from disclosure.kinds.composing import facts, facts_of, prose, sections, table_of, titled
from disclosure.kinds.kind import LASTING, Kind
from disclosure.kinds.shapes import Day, Fault, Fields, Number, area, day_of, line, table
from media.content import Content, Table

LEAST_DAYS = 30


class ConsultationFields(Fields):
    opens: Day = line(marked("征求意见开始"), kind="date", need=True, most=40)
    closes: Day = line(
        marked("征求意见截止"), kind="date", need=True, most=40, hint=marked("这一天也可以提意见")
    )
    short_because: str = line(
        marked("不足 30 日的原因"), most=300, hint=marked("情况紧急等，须在征求意见时说明")
    )
    mail: str = line(marked("电子邮箱"), most=120)
    letters: str = line(marked("信函地址"), most=200)
    phone: str = line(marked("联系电话"), kind="phone", most=80)
    contact: str = line(marked("联系人"), most=80)
    explanation: str = area(marked("起草说明"))
    body: str = area(marked("征求意见稿"), need=True)


class Opinion(Fields):
    opinion: str = area(marked("意见"), need=True, also=("意见建议", "主要意见"))
    adopted: str = line(marked("采纳情况"), need=True, most=80, also=("是否采纳", "处理"))
    reason: str = area(marked("理由"), also=("说明", "未采纳理由"))


class ResultFields(Fields):
    about: str = line(marked("征求意见的信息"), kind="record", most=36)
    about_title: str = line(marked("征求意见稿名称"), need=True)
    received: Number = line(marked("收到意见（条）"), kind="number", need=True, most=20)
    taken: Number = line(marked("采纳（条）"), kind="number", need=True, most=20)
    summary: str = area(marked("总体情况"), need=True)
    opinions: tuple[Opinion, ...] = table(marked("主要意见及采纳情况"), need=False)


def compose(fields: ConsultationFields) -> Content:
    window = messages.text(
        "{first}至{last}", first=days.written(fields.opens), last=days.written(fields.closes)
    )
    said = window if fields.opens and fields.closes else ""
    head = (
        *facts((messages.text("征求意见时间"), said), caption=messages.text("如何提意见")),
        *facts_of(fields, "mail", "letters", "phone", "contact", "short_because"),
    )
    merged = _one_list(head)
    return Content(
        blocks=(
            *merged,
            *titled(messages.text("起草说明"), prose(fields.explanation)),
            *titled(messages.text("征求意见稿"), prose(fields.body)),
        )
    )


def check(fields: ConsultationFields) -> Iterator[Fault]:
    opens, closes = day_of(fields.opens), day_of(fields.closes)
    if opens and closes and closes < opens:
        yield Fault("closes", messages.text("征求意见的截止日期早于开始日期。"))
    elif opens and closes and not fields.short_because:
        length = (closes - opens).days + 1
        if length < LEAST_DAYS:
            said = messages.text(
                "征求意见期限只有 {days} 日，一般不少于 {least} 日；请延长，或写明不足的原因。",
                days=length,
                least=LEAST_DAYS,
            )
            yield Fault("closes", said)
    if not (fields.mail or fields.letters or fields.phone):
        said = messages.text("请至少填写一种提意见的方式：邮箱、信函地址或电话。")
        yield Fault("mail", said)


def compose_result(fields: ResultFields) -> Content:
    return Content(
        blocks=(
            *facts_of(fields, "about_title", "received", "taken"),
            *sections(
                (
                    (messages.text("总体情况"), prose(fields.summary)),
                    (messages.text("主要意见及采纳情况"), table_of("", fields.opinions)),
                )
            ),
        )
    )


def check_result(fields: ResultFields) -> Iterator[Fault]:
    if fields.received and fields.taken and float(fields.taken) > float(fields.received):
        said = messages.text(
            "采纳 {taken} 条，多于收到的 {received} 条。",
            taken=fields.taken,
            received=fields.received,
        )
        yield Fault("taken", said)


def _one_list(blocks: tuple[object, ...]) -> tuple[Table, ...]:
    """Lists of facts that follow each other as one."""
    tables = [one for one in blocks if isinstance(one, Table)]
    if not tables:
        return ()
    rows = tuple(row for one in tables for row in one.rows)
    return (tables[0].model_copy(update={"rows": rows}),)


KIND = Kind(
    code="consultation",
    name=marked("公开征求意见"),
    hint=marked("征求意见稿、起止日期、提意见的方式"),
    template="notice",
    cadences=LASTING,
    fields=ConsultationFields,
    compose=compose,
    check=check,
    words=("征求意见", "意见征集", "听证"),
)
RESULT = Kind(
    code="consult_result",
    name=marked("意见征集结果"),
    hint=marked("收到和采纳情况，与征求意见的信息关联"),
    template="notice",
    cadences=LASTING,
    fields=ResultFields,
    compose=compose_result,
    check=check_result,
    words=("采纳", "征集结果"),
    relation="result",
)
