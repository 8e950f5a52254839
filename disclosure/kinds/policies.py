"""政策、解读、回应: a policy, what explains it, what answers to concern about it."""

from core import messages
from core.messages import marked
from disclosure.kinds.composing import facts, facts_of, prose, sections, titled
from disclosure.kinds.kind import LASTING, Kind
from disclosure.kinds.shapes import Fields, area, line, table
from media.content import Content, Paragraph, Run

_ALL = LASTING


class PolicyFields(Fields):
    body: str = area(
        marked("正文"), need=True, hint=marked("空一行分段；“# ”开头是标题，“- ”开头是列表")
    )
    office: str = line(marked("咨询部门"), most=120)
    phone: str = line(marked("咨询电话"), kind="phone", most=80)


class Question(Fields):
    question: str = line(marked("问"), need=True, most=400, also=("问题",))
    answer: str = area(marked("答"), need=True, also=("回答", "解答"))


class InterpretationFields(Fields):
    about: str = line(marked("解读的文件"), kind="record", most=36)
    about_title: str = line(
        marked("文件名称"), need=True, hint=marked("选择本系统中的文件后自动填写")
    )
    background: str = area(marked("背景依据"), need=True)
    essence: str = area(marked("主要内容"), need=True)
    questions: tuple[Question, ...] = table(marked("问答"), need=False)
    office: str = line(marked("解读机关"), need=True, most=120)
    phone: str = line(marked("咨询电话"), kind="phone", most=80)


class ResponseFields(Fields):
    about: str = line(marked("涉及的信息"), kind="record", most=36)
    about_title: str = line(marked("信息名称"))
    concern: str = area(marked("关切的问题"), need=True)
    answer: str = area(marked("回应"), need=True)
    office: str = line(marked("回应单位"), need=True, most=120)
    phone: str = line(marked("联系电话"), kind="phone", most=80)


def compose_policy(fields: PolicyFields) -> Content:
    return Content(blocks=(*prose(fields.body), *facts_of(fields, "office", "phone")))


def compose_interpretation(fields: InterpretationFields) -> Content:
    questions = tuple(
        block
        for one in fields.questions
        for block in (
            Paragraph(runs=(Run(text=messages.text("问："), strong=True), Run(text=one.question))),
            *prose(messages.text("答：{answer}", answer=one.answer)),
        )
    )
    return Content(
        blocks=(
            *facts(
                (messages.text("解读文件"), fields.about_title),
                (messages.text("解读机关"), fields.office),
                (messages.text("咨询电话"), fields.phone),
            ),
            *sections(
                (
                    (messages.text("背景依据"), prose(fields.background)),
                    (messages.text("主要内容"), prose(fields.essence)),
                    (messages.text("问答"), questions),
                )
            ),
        )
    )


def compose_response(fields: ResponseFields) -> Content:
    return Content(
        blocks=(
            *facts(
                (messages.text("涉及信息"), fields.about_title),
                (messages.text("回应单位"), fields.office),
                (messages.text("联系电话"), fields.phone),
            ),
            *titled(messages.text("关切的问题"), prose(fields.concern)),
            *titled(messages.text("回应"), prose(fields.answer)),
        )
    )


POLICY = Kind(
    code="policy",
    name=marked("政策文件"),
    hint=marked("文件全文；解读和回应可与它关联"),
    template="notice",
    cadences=_ALL,
    fields=PolicyFields,
    compose=compose_policy,
    words=("政策", "法规", "规章", "文件"),
)
INTERPRETATION = Kind(
    code="interpretation",
    name=marked("政策解读"),
    hint=marked("背景依据、主要内容、问答，与所解读的文件关联"),
    template="notice",
    cadences=_ALL,
    fields=InterpretationFields,
    compose=compose_interpretation,
    words=("解读",),
    relation="interpretation",
)
RESPONSE = Kind(
    code="response",
    name=marked("回应关切"),
    hint=marked("群众关切的问题和回应，可与文件关联"),
    template="notice",
    cadences=_ALL,
    fields=ResponseFields,
    compose=compose_response,
    words=("回应", "关切", "热点"),
    relation="response",
)
