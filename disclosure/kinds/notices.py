"""Free text with little around it: notices, hall notices and slogans with an end, pictures,
records that are only their attachments."""

from core import messages
from core.messages import marked
from disclosure.kinds.composing import facts_of, prose
from disclosure.kinds.kind import ANY, Kind
from disclosure.kinds.shapes import Fields, area, line
from media.content import Content, Picture, paragraph

_BODY = marked("空一行分段；“# ”开头是标题，“- ”开头是列表，**两个星号**之间加粗")


class NoticeFields(Fields):
    body: str = area(marked("正文"), need=True, hint=_BODY)
    contact: str = line(marked("联系人"), most=80)
    phone: str = line(marked("联系电话"), kind="phone", most=80)


class HallNoticeFields(Fields):
    body: str = area(marked("正文"), need=True, hint=marked("宜简短：什么事、何时、到哪里、找谁"))
    place: str = line(marked("地点"), most=120)
    phone: str = line(marked("联系电话"), kind="phone", most=80)


class SloganFields(Fields):
    sentence: str = line(
        marked("条屏文字"),
        need=True,
        most=300,
        hint=marked("请写清单位、事项和截止时间；宜简短，过长时滚动显示"),
    )


class PictureFields(Fields):
    """``file``: SHA-256 of the stored picture."""

    file: str = line(
        marked("图片文件"), kind="picture", need=True, most=64,
        hint=marked("JPG、PNG、WebP 或 GIF，不超过 15 MB"),
    )  # fmt: skip
    alt: str = line(
        marked("文字说明"), need=True, hint=marked("说明图中内容，供看不到图片的读者了解")
    )
    caption: str = line(marked("图注"), hint=marked("显示在图片下方"))


class AttachmentFields(Fields):
    summary: str = area(
        marked("内容提要"), need=True, hint=marked("屏幕上显示提要，附件在公开网页上下载")
    )
    office: str = line(marked("咨询部门"), most=120)
    phone: str = line(marked("咨询电话"), kind="phone", most=80)


def compose_notice(fields: NoticeFields) -> Content:
    return Content(blocks=(*prose(fields.body), *facts_of(fields, "contact", "phone")))


def compose_hall_notice(fields: HallNoticeFields) -> Content:
    return Content(blocks=(*prose(fields.body), *facts_of(fields, "place", "phone")))


def compose_slogan(fields: SloganFields) -> Content:
    said = " ".join(fields.sentence.split())
    return Content(blocks=(paragraph(said),) if said else ())


def compose_picture(fields: PictureFields) -> Content:
    if not fields.file:
        return Content()
    return Content(blocks=(Picture(file=fields.file, alt=fields.alt, caption=fields.caption),))


def compose_attachment(fields: AttachmentFields) -> Content:
    pointer = prose(messages.text("附件请扫码到公开网页查看、下载。"))
    return Content(blocks=(*prose(fields.summary), *pointer, *facts_of(fields, "office", "phone")))


NOTICE = Kind(
    code="notice",
    name=marked("通知公告"),
    hint=marked("通知、公告等成段文字"),
    template="notice",
    cadences=ANY,
    fields=NoticeFields,
    compose=compose_notice,
    words=("通知", "公告", "公示"),
)
HALL_NOTICE = Kind(
    code="hall_notice",
    name=marked("大厅告示"),
    hint=marked("停办、改期、提示等，必须有展示截止时间"),
    template="notice",
    cadences=ANY,
    fields=HallNoticeFields,
    compose=compose_hall_notice,
    must_end=True,
)
SLOGAN = Kind(
    code="slogan",
    name=marked("条屏标语"),
    hint=marked("门楣和窗口条屏的一句话，必须有展示截止时间"),
    template="strip",
    cadences=ANY,
    fields=SloganFields,
    compose=compose_slogan,
    must_end=True,
)
PICTURE = Kind(
    code="picture",
    name=marked("图片"),
    hint=marked("完工照片、公示照片、宣传画等，须附文字说明"),
    template="picture",
    cadences=ANY,
    fields=PictureFields,
    compose=compose_picture,
)
ATTACHMENT = Kind(
    code="attachment",
    name=marked("附件"),
    hint=marked("以附件为主的信息：内容提要加附件"),
    template="notice",
    cadences=ANY,
    fields=AttachmentFields,
    compose=compose_attachment,
)
