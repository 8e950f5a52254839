"""政府信息公开工作年度报告: the six parts of Art. 50 of the disclosure regulations."""

from core import messages
from core.messages import marked
from disclosure.kinds.composing import prose, sections, table_of
from disclosure.kinds.kind import Kind
from disclosure.kinds.shapes import Fields, Number, area, inputs_of, line, table
from media.content import Content


class Count(Fields):
    item: str = line(marked("指标"), need=True, also=("项目", "内容"))
    count: Number = line(marked("数量"), kind="number", need=True, most=20, also=("数值", "件数"))
    note: str = line(marked("备注"))


class AnnualReportFields(Fields):
    general: str = area(marked("总体情况"), need=True)
    proactive: tuple[Count, ...] = table(marked("主动公开政府信息情况"))
    requests: tuple[Count, ...] = table(marked("收到和处理政府信息公开申请情况"))
    reviews: tuple[Count, ...] = table(marked("行政复议、行政诉讼情况"), need=False)
    problems: str = area(marked("存在的主要问题及改进情况"), need=True)
    others: str = area(marked("其他需要报告的事项"))


def compose(fields: AnnualReportFields) -> Content:
    named = {one.name: one.titled for one in inputs_of(AnnualReportFields)}
    none = prose(messages.text("本年度无此类情况。"))
    return Content(
        blocks=sections(
            (
                (named["general"], prose(fields.general)),
                (named["proactive"], table_of("", fields.proactive)),
                (named["requests"], table_of("", fields.requests)),
                (named["reviews"], table_of("", fields.reviews) or none),
                (named["problems"], prose(fields.problems)),
                (named["others"], prose(fields.others)),
            )
        )
    )


KIND = Kind(
    code="annual_report",
    name=marked("信息公开年度报告"),
    hint=marked("总体情况、主动公开、依申请公开、复议诉讼、问题改进"),
    template="notice",
    cadences=frozenset({"yearly"}),
    fields=AnnualReportFields,
    compose=compose,
    carry=lambda fields: fields,
    words=("年度报告", "年报"),
)
