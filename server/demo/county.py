"""青溪县, invented: its units, their figures, halls and screens."""

from dataclasses import dataclass

from server.demo.people import phone

ROOT = "qingxi"
SUPERVISION = "12345"


@dataclass(frozen=True)
class Place:
    """A unit.  ``households``, ``people`` and ``land`` (mu) of townships and villages."""

    code: str
    name: str
    short: str
    tier: str
    parent: str | None = ROOT
    households: int = 0
    people: int = 0
    land: int = 0
    full: bool = True
    """Whether it has filed everything that its tier must disclose."""
    trade: str = ""
    """What the place lives from."""
    lead: str = ""
    """Its 牵头单位 (委口牵头单位)."""
    kind: str = ""
    """public_service of 公用企事业单位; empty: what the tier suggests."""

    @property
    def phone(self) -> str:
        """Its supervision telephone."""
        return phone(self.code)

    @property
    def publisher(self) -> str:
        """Who answers for what it publishes."""
        if self.tier == "village":
            return f"{self.name}村民委员会"
        return f"{self.name}人民政府" if self.tier == "township" else self.name


PLACES: tuple[Place, ...] = (
    Place(ROOT, "青溪县", "青溪县", "county", None, 121_400, 386_200, 842_000),
    Place("zhengfuban", "青溪县人民政府办公室", "县政府办", "department"),
    Place("caizheng", "青溪县财政局", "县财政局", "department", lead="zhengfuban"),
    Place("minzheng", "青溪县民政局", "县民政局", "department"),
    Place("nongye", "青溪县农业农村局", "县农业农村局", "department"),
    Place("renshe", "青溪县人力资源和社会保障局", "县人社局", "department", lead="minzheng"),
    Place("zhengwu", "青溪县政务服务局", "县政务服务局", "department", lead="zhengfuban"),
    Place("yibao", "青溪县医疗保障局", "县医保局", "department", full=False, lead="minzheng"),
    Place("gongan", "青溪县公安局", "县公安局", "department", full=False, lead="zhengfuban"),
    Place("ziran", "青溪县自然资源局", "县自然资源局", "department", full=False, lead="nongye"),
    Place(
        "zilaishui",
        "青溪县自来水公司",
        "县自来水公司",
        "department",
        full=False,
        lead="nongye",
        kind="public_service",
    ),
    Place(
        "liuhe", "柳河镇", "柳河镇", "township", ROOT, 9_860, 31_240, 62_300, trade="优质稻和稻虾"
    ),
    Place("nanping", "南坪镇", "南坪镇", "township", ROOT, 7_430, 23_680, 54_100, trade="高山茶"),
    Place("shiqiao", "石桥村", "石桥村", "village", "liuhe", 612, 2_186, 4_380, trade="稻虾共作"),
    Place("taoyuan", "桃园村", "桃园村", "village", "liuhe", 486, 1_704, 3_120, trade="黄桃"),
    Place("yunling", "云岭村", "云岭村", "village", "nanping", 358, 1_236, 2_860, trade="高山茶"),
    Place("xiaowan", "小湾村", "小湾村", "village", "nanping", 431, 1_492, 2_540, trade="食用菌"),
)
BY_CODE = {place.code: place for place in PLACES}


@dataclass(frozen=True)
class DemoHall:
    code: str
    name: str
    unit: str
    address: str
    hours: str


HALLS = (
    DemoHall(
        "county-hall", "青溪县政务服务中心", ROOT, "青溪县滨河路 1 号", "周一至周五 8:30—17:30"
    ),
    DemoHall(
        "liuhe-hall", "柳河镇便民服务中心", "liuhe", "柳河镇兴柳街 16 号", "周一至周六 8:30—17:30"
    ),
    DemoHall(
        "shiqiao-hall", "石桥村党群服务中心", "shiqiao", "柳河镇石桥村村部", "周一至周日 8:30—18:00"
    ),
)


@dataclass(frozen=True)
class DemoScreen:
    code: str
    name: str
    hall: str
    profile: str
    output: str = ""


SCREENS = (
    DemoScreen("county-kiosk", "县大厅触摸屏", "county-hall", "kiosk-1080x1920"),
    DemoScreen("county-wall", "县大厅大屏", "county-hall", "wall-1920x1080-5m"),
    DemoScreen("county-strip", "县大厅门楣条屏", "county-hall", "strip-512x16-red"),
    DemoScreen("liuhe-kiosk", "柳河镇触摸屏", "liuhe-hall", "kiosk-1080x1920"),
    DemoScreen("liuhe-wall", "柳河镇大屏", "liuhe-hall", "wall-1920x1080-3m"),
    DemoScreen("liuhe-strip", "柳河镇门楣条屏", "liuhe-hall", "strip-512x16-red"),
    DemoScreen("shiqiao-kiosk", "石桥村触摸屏", "shiqiao-hall", "kiosk-1080x1920"),
    DemoScreen("shiqiao-wall", "石桥村大屏", "shiqiao-hall", "wall-1920x1080-3m"),
    DemoScreen("shiqiao-strip", "石桥村窗口条屏", "shiqiao-hall", "strip-256x32-amber"),
)


def of_tier(*tiers: str) -> tuple[Place, ...]:
    """The units of these tiers, in order."""
    return tuple(place for place in PLACES if place.tier in tiers)


def bureaus() -> tuple[Place, ...]:
    """The departments that are 行政机关: what their catalogue lists is not owed by the others."""
    return tuple(place for place in of_tier("department") if not place.kind)


def township_of(place: Place) -> Place:
    """The township above a village; any other unit itself."""
    return BY_CODE[place.parent] if place.tier == "village" and place.parent else place
