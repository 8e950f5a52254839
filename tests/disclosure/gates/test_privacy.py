"""The privacy gate on examples: what is personal, what belongs to an office, how it is masked."""

import pytest

from disclosure.gates.masking import masked, masked_name
from disclosure.gates.privacy import privacy_findings
from media.content import Column, Content, ListBlock, Table, paragraph


def found(text: str) -> list[tuple[str, str]]:
    content = Content(blocks=(paragraph(text),))
    return [(one.kind, one.quote) for one in privacy_findings(content, {})]


@pytest.mark.parametrize(
    ("text", "masked_text"),
    [
        ("身份证330824198001011236，", "身份证330824********1236，"),
        ("旧证330824800101123", "旧证330824******123"),
        ("手机13812345678", "手机138****5678"),
        ("手机+86 138 1234 5678", "手机+86 138 **** 5678"),
        ("卡号6222021234567890128", "卡号***************0128"),
        ("家住石桥村3组12号，", "家住石桥村***，"),
        ("现住阳光小区3栋2单元501室", "现住阳光小区***"),
        ("联系zhangsan@example.com", "联系z***@example.com"),
        ("持护照E12345678出境", "持护照E1*****78出境"),
    ],
)
def test_a_finding_is_masked_in_the_middle(text: str, masked_text: str) -> None:
    content = Content(blocks=(paragraph(text),))
    assert masked(content, privacy_findings(content, {})).text == masked_text


@pytest.mark.parametrize(
    "text",
    [
        "监督电话：0570-1234567",
        "监督电话：13812345678",
        "值班电话 0570-1234567、13812345678",
        "举报邮箱：jubao@example.gov.cn",
        "电子邮件:mgszf@126.com",
        "地 址:湘潭市韶山西路197号",
        "办公地址：石桥村12号",
        "石桥村3组道路硬化项目",
        "石桥村12号地块",
        "统一社会信用代码：11330824MB1234567X",
        "项目编号：330824800101123",
        "办文编号：E12345678",
        "热线12345",
        "2026年10月8日10:27:35",
    ],
)
def test_what_belongs_to_an_office_is_not_personal(text: str) -> None:
    assert found(text) == []


def test_a_column_says_what_its_cells_are() -> None:
    table = Table(
        columns=(
            Column(title="姓名"),
            Column(title="身份证号"),
            Column(title="一卡通账号"),
            Column(title="家庭住址"),
            Column(title="金额（元）", kind="amount"),
        ),
        rows=(("张三", "330824198001011230", "1010 2233 445", "石桥村3组12号", "46200.00"),),
    )
    hits = privacy_findings(Content(blocks=(table,)), {})
    assert [(one.kind, one.place.column) for one in hits] == [
        ("identity", 1),  # the checksum is wrong, yet it is somebody's
        ("bank", 2),
        ("address", 3),
    ]


def test_an_office_in_a_table_row_keeps_its_duty_mobile() -> None:
    table = Table(
        columns=(Column(title="名称"), Column(title="联系电话", kind="phone")),
        rows=(("便民服务中心", "13812345678"), ("张三", "13812345678")),
    )
    assert [one.place.row for one in privacy_findings(Content(blocks=(table,)), {})] == [1]


def test_findings_say_where_they_stand() -> None:
    content = Content(blocks=(paragraph("名单"), ListBlock(items=("张三", "李四 13812345678"))))
    (one,) = privacy_findings(content, {"title": "名单"})
    assert (one.place.block, one.place.row, one.start, one.end) == (1, 1, 3, 14)
    assert one.around == "list"


def test_a_title_is_looked_through_too() -> None:
    (one,) = privacy_findings(Content(), {"title": "关于13812345678的公示"})
    assert one.place.field == "title"


def test_the_same_quote_has_the_same_key_until_it_moves_into_another_kind_of_text() -> None:
    line = Content(blocks=(paragraph("张三13812345678"),))
    other_line = Content(blocks=(paragraph("名单"), paragraph("村民张三 13812345678")))
    listed = Content(blocks=(ListBlock(items=("张三13812345678",)),))
    first, second, third = (privacy_findings(one, {})[0].key for one in (line, other_line, listed))
    assert first == second != third


@pytest.mark.parametrize(
    ("name", "masked_form"), [("张三", "张*"), ("张小三", "张*三"), ("欧阳小三", "欧**三")]
)
def test_a_name_may_be_masked(name: str, masked_form: str) -> None:
    assert masked_name(name) == masked_form
