"""Service guides: basis, papers, steps, time, window, telephone."""

from dataclasses import dataclass

from server.demo.catalogue import code
from server.demo.county import BY_CODE, SUPERVISION
from server.demo.people import phone
from server.demo.planned import Planned, filled


@dataclass(frozen=True)
class Guide:
    unit: str
    title: str
    basis: str
    who: str
    papers: tuple[str, ...]
    steps: tuple[str, ...]
    time: str
    window: str
    fee: str = "不收费"


_COUNTY = "县政务服务中心"
GUIDES = (
    Guide(
        "yibao",
        "城乡居民基本医疗保险参保登记",
        "《中华人民共和国社会保险法》第二十五条",
        "本县户籍居民和持居住证的常住人口",
        ("居民身份证或户口簿", "居住证（非本县户籍）", "银行卡或社会保障卡"),
        ("到村（社区）或窗口登记", "核对身份信息", "缴纳当年个人保费", "次日起可查询参保状态"),
        "当场办结",
        f"{_COUNTY} 3 号窗口，各乡镇便民服务中心",
        "个人缴费每人每年 400 元",
    ),
    Guide(
        "yibao",
        "异地就医备案",
        "国家医疗保障局关于基本医疗保险跨省异地就医直接结算的规定",
        "长期居住外地或需转诊到县外的参保人",
        ("社会保障卡或身份证", "长期居住的承诺书，或转诊意见"),
        ("线上或窗口提交", "工作人员核对", "备案后在就医地直接结算"),
        "当场办结",
        f"{_COUNTY} 4 号窗口",
    ),
    Guide(
        "minzheng",
        "最低生活保障申请",
        "《社会救助暂行办法》第九条至第十三条",
        "家庭人均收入低于本县标准的家庭",
        ("书面申请和承诺书", "户口簿和身份证", "家庭收入和财产情况说明", "核对授权书"),
        ("向乡镇提出申请", "乡镇调查和民主评议", "在村公示 7 天", "县民政局抽查并确认"),
        "自受理之日起 30 个工作日",
        "各乡镇便民服务中心民政窗口",
    ),
    Guide(
        "minzheng",
        "高龄津贴申领",
        "省老年人权益保障条例",
        "年满 80 周岁的本县户籍老年人",
        ("居民身份证", "户口簿", "社会保障卡"),
        ("本人或家属到村登记", "乡镇核对年龄", "次月起按月发放"),
        "10 个工作日",
        "村党群服务中心，各乡镇便民服务中心",
    ),
    Guide(
        "minzheng",
        "婚姻登记",
        "《婚姻登记条例》",
        "双方自愿、符合法定条件的男女",
        ("双方身份证", "近期两寸合影三张"),
        ("取号并填写声明书", "工作人员审查", "领取结婚证"),
        "当场办结",
        "县民政局婚姻登记处（滨河路 6 号）",
    ),
    Guide(
        "ziran",
        "不动产登记查询",
        "《不动产登记暂行条例》第二十七条",
        "权利人和利害关系人",
        ("居民身份证", "利害关系证明（非权利人）"),
        ("窗口或自助机申请", "核验身份", "打印查询结果"),
        "当场办结",
        f"{_COUNTY} 8 号窗口",
    ),
    Guide(
        "gongan",
        "居民身份证申领、换领、补领",
        "《中华人民共和国居民身份证法》",
        "本县户籍居民，外地户籍可异地办理",
        ("户口簿或旧身份证", "未满 16 周岁由监护人陪同"),
        ("采集相片和指纹", "核对信息并签字", "领取凭证", "到期领证或邮寄"),
        "20 个工作日",
        f"{_COUNTY} 12 号窗口，各派出所",
        "首次申领、到期换领不收费；补领每证 40 元",
    ),
    Guide(
        "gongan",
        "新生儿落户",
        "《中华人民共和国户口登记条例》第七条",
        "父母一方为本县户籍",
        ("出生医学证明", "父母身份证、户口簿、结婚证"),
        ("监护人申报", "派出所审核", "打印户口页"),
        "当场办结",
        "户籍所在地派出所",
    ),
    Guide(
        "renshe",
        "城乡居民养老保险参保",
        "《中华人民共和国社会保险法》第二十条至第二十二条",
        "年满 16 周岁、未参加职工养老保险的居民",
        ("居民身份证", "户口簿", "社会保障卡"),
        ("到村或窗口登记", "选择缴费档次", "扣款成功后生效"),
        "当场办结",
        f"{_COUNTY} 6 号窗口，各乡镇便民服务中心",
        "每年 200 元至 5000 元，自选档次",
    ),
    Guide(
        "renshe",
        "创业担保贷款申请",
        "省创业担保贷款实施办法",
        "返乡农民工、毕业生、就业困难人员等",
        ("身份证明和营业执照", "经营场所证明", "贷款申请表"),
        ("乡镇初审", "县人社局审核", "担保机构调查", "银行放款"),
        "15 个工作日（不含银行审批）",
        f"{_COUNTY} 7 号窗口",
    ),
    Guide(
        "nongye",
        "农机购置与应用补贴申请",
        "省农机购置与应用补贴实施意见",
        "在本县购置并使用目录内农机的个人和组织",
        ("身份证或营业执照", "购机发票", "社会保障卡或对公账户", "机具合格证"),
        ("手机应用或窗口申请", "核验机具", "公示 5 个工作日", "财政部门发放到卡"),
        "自受理之日起 30 个工作日",
        f"{_COUNTY} 10 号窗口",
    ),
    Guide(
        "zhengwu",
        "个体工商户开办“一件事”",
        "《促进个体工商户发展条例》",
        "拟从事经营活动的自然人",
        ("经营者身份证", "经营场所证明"),
        ("一张表填报", "并联审批", "同窗领取营业执照和发票"),
        "1 个工作日",
        f"{_COUNTY}综合窗口",
    ),
)
_TOWN = Guide(
    "liuhe",
    "农村宅基地申请",
    "《中华人民共和国土地管理法》第六十二条",
    "符合“一户一宅”条件的本村集体成员",
    ("宅基地和建房申请表", "户口簿和身份证", "建房承诺书", "四邻意见"),
    ("向村小组提出申请", "村民小组讨论并公示 5 天", "村委会审查后报镇", "镇联审、到场丈量、批准"),
    "自受理之日起 20 个工作日",
    "镇便民服务中心自然资源窗口",
)


def records() -> list[Planned]:
    """The guides of the departments, and the townships' own."""
    made = [_record(guide, "department", 80 + 7 * at) for at, guide in enumerate(GUIDES)]
    for unit in ("liuhe", "nanping"):
        made.append(_record(_TOWN, "township", 120, unit))
    return made


def _record(guide: Guide, tier: str, age: int, unit: str = "") -> Planned:
    place = BY_CODE[unit or guide.unit]
    own = phone(f"{place.code} guide")
    values = {
        "place": guide.window,
        "hours": "工作日 8:30—17:30，周六 9:00—12:00",
        "phone": own,
        "limit": guide.time,
        "fee": guide.fee,
        "basis": guide.basis,
        "conditions": guide.who,
        "materials": "\n".join(guide.papers),
        "procedure": "\n".join(guide.steps),
        "convenience": "老年人、残疾人可由帮办代办员上门办理；材料不齐的，一次告知。",
        "supervision": f"对办理有意见的，可拨打监督电话 {place.phone} 或 {SUPERVISION}。",
    }
    return filled(place, code(tier, "guides"), guide.title, "guide", values, age=age)
