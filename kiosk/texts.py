"""What the touch pages say when they put a text together themselves."""

from core import messages

_TEXTS = (
    ("back", messages.marked("返回")),
    ("finish", messages.marked("结束")),
    ("want", messages.marked("我要看")),
    ("find", messages.marked("查找")),
    ("search_example", messages.marked("输入首字母，如 CWSZ（财务收支）")),
    ("all", messages.marked("全部")),
    ("latest", messages.marked("最新公开")),
    ("guides", messages.marked("办事指南")),
    ("guides_note", messages.marked("怎么办、在哪办、带什么")),
    ("by_item", messages.marked("按事项查找")),
    ("by_item_note", messages.marked("按公开目录一项一项找")),
    ("mine_village", messages.marked("本村")),
    ("mine_township", messages.marked("本镇")),
    ("mine_department", messages.marked("本部门")),
    ("mine_county", messages.marked("本县")),
    ("tier_village", messages.marked("村级公开")),
    ("tier_township", messages.marked("镇级公开")),
    ("tier_department", messages.marked("部门公开")),
    ("tier_county", messages.marked("县级公开")),
    ("title", messages.marked("{name}政务公开")),
    ("count", messages.marked("{count} 项")),
    ("and_others", messages.marked("{names}等")),
    ("past", messages.marked("往期")),
    ("show_past", messages.marked("看往期")),
    ("show_current", messages.marked("看现行")),
    ("nothing", messages.marked("这里暂时没有内容。")),
    ("no_hit", messages.marked("没有找到。请检查首字母，或换一种找法。")),
    ("hits", messages.marked("找到 {count} 项")),
    ("first_hits", messages.marked("找到 {count} 项，先显示最接近的 {shown} 项")),
    ("search_hint", messages.marked("点下面的字母，输入标题的拼音首字母")),
    ("page", messages.marked("第 {page} 页，共 {pages} 页")),
    ("previous", messages.marked("上一页")),
    ("next", messages.marked("下一页")),
    ("up", messages.marked("上翻")),
    ("down", messages.marked("下翻")),
    ("scan", messages.marked("手机扫码看全文")),
    ("published", messages.marked("{date}公布")),
    ("until", messages.marked("展示至 {date}")),
    ("past_note", messages.marked("往期信息：展示期已满，仅供查阅。")),
    ("unreadable", messages.marked("这一份内容还没有传到本机，请稍后再看或用手机扫码。")),
    ("loading", messages.marked("正在打开……")),
    ("delete", messages.marked("删除")),
    ("clear", messages.marked("清空")),
    ("large", messages.marked("大字版")),
    ("normal", messages.marked("标准版")),
    ("contrast", messages.marked("高对比")),
    ("plain", messages.marked("普通色")),
    ("seconds", messages.marked("{seconds} 秒后回到首页")),
)


def kiosk_texts() -> dict[str, str]:
    """Texts by name, in the language in use; ``{fields}`` are filled in by the page."""
    return {name: messages.text(key) for name, key in _TEXTS}
