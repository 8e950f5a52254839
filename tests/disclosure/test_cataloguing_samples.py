"""The three sample catalogues, read by hand first: every field of every row."""

from pathlib import Path

import pytest

from disclosure.cataloguing import CatalogueRow, ParsedCatalogue, read_catalogue
from disclosure.cataloguing.parsed import Carrier

CULTURE = (
    "+政府网站 政府公报 两微一端 发布会/听证会 广播电台 纸质媒体 公开查阅点 政务服务中心"
    " 便民服务站 入户/现场宣传 +社区/企事业单位/存公示栏(电子屏) 精准推送 其他"
)
FUNDS = (
    "+政府网站 政府公报 两微一端 发布会/听证会 广播电视 纸质媒体 +公开查阅点 行政服务中心"
    " 便民服务站 入户/现场 社区/企事业单位/村公示栏(电子屏) 精准推送 其他"
)
RULES = "《中华人民共和国政府信息公开条例》及相关规定"
AID = "《国务院关于进一步加强和改进最低生活保障工作的意见》、各地相关政策法规文件"
TEN_DAYS = "制定或获取信息之日起10个工作日内"
HALL = "+政府网站 +政务服务中心 "
BOARD = "+社区/企事业单位/村公示栏(电子屏)"
TOWN, BOTH = frozenset({"township"}), frozenset({"township", "village"})


def carriers(text: str) -> tuple[Carrier, ...]:
    """``+`` before what is required."""
    return tuple(Carrier(one.lstrip("+"), one.startswith("+")) for one in text.split())


def sample(samples: Path, name: str) -> ParsedCatalogue:
    return read_catalogue((samples / "catalogues" / name).read_bytes(), name)


def welfare(row: int, first: str, second: str, elements: str, **options: object) -> CatalogueRow:
    stated = {
        "number": str(row - 1),
        "basis": RULES,
        "time_limit": TEN_DAYS,
        "units_text": "镇人民政府",
        "carriers": carriers(HALL + BOARD),
        "levels": BOTH,
    }
    return CatalogueRow(row, first, second, elements=elements, **stated | options)


def test_the_social_assistance_catalogue_is_read_field_by_field(samples):
    read = sample(samples, "social-assistance-town.csv")
    board = {"carriers": carriers(BOARD), "audience": "group"}
    hall = {"carriers": carriers(HALL + "+镇村公示公开栏"), "levels": TOWN}
    general, minimum = "综合业务", "最低生活保障"
    policies = (
        "《国务院关于进一步加强和改进最低生活保障工作的意见》《最低生活保障审核审批办法(试行)》、"
        "各地配套政策法规文件"
    )
    steps = "办理事项、办理条件、最低生活保障标准、申请材料、办理流程、办理时间、地点、联系方式"
    assert read.landed == (
        welfare(2, general, "政策法规文件", "《社会救助暂行办法》\n各地配套政策法规", **hall),
        welfare(3, general, "监督检查", "社会救助信访通讯地址\n社会救助投诉举报电话", **hall),
        welfare(4, minimum, "政策法规文件", policies),
        welfare(5, minimum, "办事指南", steps, basis=AID),
        welfare(
            6,
            minimum,
            "审核信息",
            "初审对象名单及相关信息",
            basis=AID,
            time_limit=f"{TEN_DAYS},公示7个工作日",
            **board,
        ),
        welfare(7, minimum, "审批信息", "低保对象名单及相关信息", basis=AID, **board),
    )


def test_the_social_assistance_catalogue_gives_the_numbers_of_the_contract(samples):
    said = sample(samples, "social-assistance-town.csv").as_json()
    assert (said["rows"], said["landed"]) == (6, 6)
    assert [(one["row"], one["rows"], one["column"], one["level"]) for one in said["listed"]] == [
        (3, [3, 5, 6, 7], "一级事项", "warning")
    ]


def test_the_culture_catalogue_is_read_field_by_field(samples):
    read = sample(samples, "culture-town.csv")
    stated = {
        "elements": "1.机构名称;2.开放时间;3.机构地址;4.联系电话;5.临时停止活动信息。",
        "time_limit": "信息形成或变更之日起20个工作日内公开",
        "units_text": "镇人民政府",
        "carriers": carriers(CULTURE),
        "levels": TOWN,
    }
    assert read.landed == (
        CatalogueRow(
            2,
            "公共服务",
            "公共文化机构免费开放信息",
            number="1",
            basis="《中华人民共和国公共图书馆法》《中华人民共和国公共文化服务保障法》、"
            "《财政部关于推进全国美术馆、公共图书馆、文化馆(站)免费开放工作的意见》",
            **stated,
        ),
        CatalogueRow(
            3,
            "公共服务",
            "特殊群体公共文化服务信息",
            number="2",
            basis="《中华人民共和国残疾人保障法》《中华人民共和国政府信息公开条例》",
            **stated,
        ),
    )
    assert [(one.rows, one.column) for one in read.listed] == [((2, 3), "公开渠道和载体")] * 2
    assert "口" in read.listed[0].sentence
    assert "村公示栏" in read.listed[1].sentence


def test_the_agricultural_funds_catalogue_is_read_field_by_field(samples):
    read = sample(samples, "agri-funds-town.csv")
    stated = {
        "basis": "《中华人民共和国政府信息公开条例》(国令第711号) 号",
        "time_limit": "信息形成或者变更之日起20个工作日内",
        "units_text": "镇级人民政府",
        "carriers": carriers(FUNDS),
        "levels": TOWN,
    }
    papers = "1、中央及地方政府下发涉农资金相关文件 2、我镇涉农资金相关文件"
    assert read.landed == (
        CatalogueRow(2, "政策文件", number="1", elements=papers, **stated),
        CatalogueRow(3, "资金明细", number="2", elements="涉农相关资金明细", **stated),
    )
    assert read.listed == ()


@pytest.mark.parametrize(
    ("name", "rows"),
    [("agri-funds-town.csv", 2), ("culture-town.csv", 2), ("social-assistance-town.csv", 6)],
)
def test_no_row_of_a_sample_is_lost_and_every_time_limit_is_understood(samples, name, rows):
    read = sample(samples, name)
    assert (read.rows, len(read.landed), read.refused) == (rows, rows, 0)
    assert [row.row for row in read.landed if row.reading.needs_review] == []
