"""Leadership, offices, telephones: content that stays until changed."""

from server.demo.catalogue import code
from server.demo.county import SUPERVISION, Place, bureaus, of_tier, township_of
from server.demo.people import name, phone
from server.demo.planned import Planned, filled, table

_POSTS = {
    "department": (
        ("局长", "主持全面工作，分管财务和人事"),
        ("副局长", "分管政策法规、项目资金和信访"),
        ("副局长", "分管业务办理、窗口服务和信息化"),
        ("纪检监察组组长", "负责党风廉政建设和监督执纪"),
        ("四级调研员", "分管乡村振兴驻村帮扶和安全生产"),
    ),
    "township": (
        ("党委副书记、镇长", "主持镇政府全面工作，分管财政和审计"),
        ("党委委员、副镇长", "分管农业农村、水利和乡村振兴"),
        ("党委委员、副镇长", "分管民政、社保、医保和便民服务"),
        ("副镇长", "分管自然资源、村镇建设和生态环境"),
        ("副镇长、派出所所长", "分管公安、交通安全和禁毒"),
        ("纪委书记", "负责纪检监察和政务公开监督"),
        ("人大主席", "主持镇人大工作，联系代表建议办理"),
    ),
    "village": (
        ("主任", "主持村委会全面工作，分管集体经济"),
        ("副主任", "分管土地、宅基地和人居环境"),
        ("委员（报账员）", "分管财务报账、社保和医保"),
        ("委员（妇联主席）", "分管妇女儿童、养老和村民议事"),
        ("委员（民兵连长）", "分管治安调解、防汛和护林防火"),
    ),
}
_OFFICES = {
    "zhengfuban": (
        ("综合股", "文稿起草、会议组织、政务值班"),
        ("政务公开办公室", "指导监督全县政务公开，办理依申请公开"),
        ("督查室", "督查县政府决定事项和重点工作落实"),
        ("建议提案股", "组织办理人大代表建议和政协提案"),
    ),
    "caizheng": (
        ("预算股", "编制预决算草案，批复部门预算"),
        ("国库股", "国库集中支付和财政账户管理"),
        ("农业农村股", "管理涉农资金，指导村级财务"),
        ("惠农补贴中心", "惠民惠农补贴“一卡通”发放"),
        ("财政监督股", "财政监督检查和绩效评价"),
    ),
    "minzheng": (
        ("社会救助股", "低保、特困供养、临时救助"),
        ("养老服务股", "养老机构管理和高龄津贴"),
        ("儿童福利股", "孤儿和困境儿童保障"),
        ("基层政权股", "指导村民自治和村务公开"),
    ),
    "nongye": (
        ("种植业股", "粮食生产、耕地地力保护补贴"),
        ("农机管理股", "农机购置与应用补贴、安全监理"),
        ("乡村振兴股", "衔接资金项目库和防返贫监测"),
        ("农村经营管理股", "土地承包、宅基地和集体资产管理"),
        ("畜牧兽医股", "动物防疫和屠宰管理"),
    ),
    "renshe": (
        ("就业促进股", "就业援助、技能培训、创业担保贷款"),
        ("养老保险股", "城乡居民和企业职工养老保险"),
        ("劳动关系股", "劳动合同、根治欠薪"),
        ("劳动监察大队", "受理劳动者投诉举报"),
    ),
    "zhengwu": (
        ("行政审批协调股", "进驻事项管理和并联审批"),
        ("政务服务股", "窗口管理和“一件事”集成服务"),
        ("热线管理股", "12345 热线转办和督办"),
        ("公共资源交易股", "监督公共资源交易"),
    ),
}


def records() -> list[Planned]:
    """Leadership and telephones of every unit, offices of the departments."""
    made: list[Planned] = []
    for place in (*bureaus(), *of_tier("township", "village")):
        made.append(_leaders(place))
        made.append(_phones(place))
        if place.code in _OFFICES:
            made.append(_offices(place))
    return made


def reviewer_of(place: Place) -> str:
    """Who reviews what the unit publishes: its own deputy, a township's for its villages."""
    return name(f"{township_of(place).code} leader 1")


def _leaders(place: Place) -> Planned:
    posts = _POSTS[place.tier]
    first = posts[0] if place.code != "zhengfuban" else ("主任", posts[0][1])
    members = [
        {
            "name": name(f"{place.code} leader {index}"),
            "post": post.replace("局长", "主任") if place.code == "zhengfuban" else post,
            "duties": duties,
            "phone": phone(f"{place.code} leader {index}"),
        }
        for index, (post, duties) in enumerate((first, *posts[1:]))
    ]
    title = "村民委员会班子成员及分工" if place.tier == "village" else "领导班子成员及分工"
    item = code(place.tier, "leaders")
    return filled(place, item, f"{place.short}{title}", "roster", {"members": members}, age=210)


def _phones(place: Place) -> Planned:
    above = township_of(place)
    rows = [(f"{place.short}监督电话", place.phone, "工作日 8:30—17:30")]
    if above is not place:
        rows.append((f"{above.name}纪委", phone(f"{above.code} discipline"), "工作日 8:30—17:30"))
    else:
        rows.append((f"{place.short}值班室", phone(f"{place.code} duty"), "全天"))
    rows += [
        ("县纪委监委信访室", phone("county discipline"), "工作日 8:30—17:30"),
        ("惠民补贴咨询（县财政局）", phone("caizheng subsidy"), "工作日 8:30—17:30"),
        ("政务服务便民热线", SUPERVISION, "全天"),
    ]
    content = table("事项 电话:phone 受理时间", *rows)
    return Planned(
        place, code(place.tier, "phones"), f"{place.short}监督电话", content, "table", age=200
    )


def _offices(place: Place) -> Planned:
    rows = [
        {
            "name": office,
            "duties": duties,
            "head": name(f"{place.code} {office}"),
            "phone": phone(f"{place.code} {office}"),
        }
        for office, duties in _OFFICES[place.code]
    ]
    values = {
        "name": place.name,
        "head": name(f"{place.code} leader 0"),
        "phone": phone(f"{place.code} duty"),
        "address": "青溪县滨河路 1 号",
        "hours": "工作日 8:30—12:00，14:30—17:30",
        "duties": "\n".join(f"- {duties}" for _, duties in _OFFICES[place.code]),
        "offices": rows,
    }
    title = f"{place.short}机构职能和内设机构"
    return filled(place, code("department", "offices"), title, "organisation", values, age=205)
