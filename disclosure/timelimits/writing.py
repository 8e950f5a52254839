"""One way of writing for what cells write in many: half-width, simplified, unbroken, in digits."""

import re
import unicodedata

_PAIRS = (
    "個个 內内 開开 時时 間间 週周 報报 獲获 決决 審审 過过 變变 實实 隨随 該该 請请 經经 發发 "
    "佈布 聽听 證证 徵征 長长 員员 會会 議议 於于 應应 當当 須须 環环 術术 號号 關关 規规 條条 "
    "從从 則则 訂订 簽签 頒颁 產产 産产 業业 務务 財财 預预 復复 覆复 複复 門门 級级 見见 聞闻 "
    "動动 態态 調调 總总 結结 終终 後后 備备 無无 異异 滿满 張张 貼贴 標标 準准 權权 責责 機机 "
    "構构 區区 縣县 鄉乡 鎮镇 國国 黨党 衆众 眾众 體体 導导 來来 較较 雙双 兩两 頭头 歲岁 處处 "
    "罰罚 許许 訊讯 網网 點点 據据 屆届 為为 爲为 這这 還还 題题 項项 辦办 補补 償偿 農农 濟济 "
    "單单 確确 記记 錄录 歷历 曆历 數数 並并 執执 認认 擬拟 擇择 將将 際际 閱阅 覽览 顯显 頁页 "
    "監监 測测 檢检 驗验 選选 舉举 舊旧 屬属 啟启 劃划 餘余 額额 負负 債债 書书 類类 圖图 達达 "
    "遲迟 進进 轉转 運运 適适 鄰邻 採采 購购 價价 費费 資资 賬账 帳账 質质 貳贰 陸陆 參参 領领 "
    "現现 紅红 綫线 線线 續续 說说 評评 論论 徹彻 鐘钟 訴诉 訪访 設设 計计 統统 編编 撥拨 繳缴 "
    "況况 擾扰 擔担 對对 與与 給给 僅仅 協协 營营 歸归 離离 難难 萬万 億亿 樓楼 醫医 衛卫 護护 "
    "隊队 險险 養养 館馆 團团 園园 圍围 廣广 庫库 廳厅 廠厂 彙汇 匯汇 憑凭 敗败 斷断 東东 樣样 "
    "殘残 毀毁 氣气 沒没 漁渔 潔洁 災灾 熱热 爭争 爾尔 狀状 獎奖 獨独 畢毕 盡尽 礎础 種种 稅税 "
    "穩稳 積积 窮穷 節节 範范 築筑 簡简 糧粮 紀纪 組组 織织 絕绝 維维 緊紧 績绩 聯联 聲声 職职 "
    "興兴 莊庄 藝艺 藥药 虛虚 製制 觀观 訓训 試试 誌志 誰谁 課课 談谈 諮咨 謀谋 識识 譯译 讀读 "
    "讓让 豐丰 貧贫 貨货 貴贵 貸贷 貿贸 賠赔 贈赠 趕赶 車车 軍军 輕轻 輪轮 轄辖 違违 郵邮 銀银 "
    "銷销 錯错 鑒鉴 閉闭 階阶 隱隐 雜杂 電电 順顺 頻频 顧顾 風风 駐驻 齊齐 齡龄 樹树 橋桥 檔档 "
    "戶户 彈弹 幹干 師师 幣币 壓压 勞劳 勝胜 勵励 "
)
"""Traditional and simplified, as far as time limits are written with them."""
_TO_SIMPLIFIED = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
_SIGNS = str.maketrans(
    dict.fromkeys("~—–〜−", "-")
    | dict.fromkeys("[〔【", "(")
    | dict.fromkeys("]〕】", ")")
    | dict.fromkeys("「」『』《》〈〉“”‘’\"'", "")
    | {"!": "。", "|": ";"}
)
_NUMERAL = "零〇一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰"
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰两〇", "一二三四五六七八九十百二零")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_COUNTED = re.compile(
    rf"(?<![统唯单同逐另某任{_NUMERAL}])[{_NUMERAL}]+"
    r"(?=个?(?:工作日|自然日|日历日|小时|月|季|年|周|星期|[日天号次])|更新|公开|公布|公示)"
    rf"|(?<=第)[{_NUMERAL}]+"
)
_ENUMERATED = re.compile("[①-⓿㈠-㈩❶-➓]")
_NUMBERING = re.compile(r"(?:^|(?<=[;。:]))(?:\(?\d{1,2}[、)]|\d{1,2}\.(?!\d))")
_PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}\)")
_ALSO_CHANGED = re.compile(r"\((?:或者?|及)?(变更|变动|更新|修改)\)")


def plain(cell: str) -> str:
    """``cell`` in the one way of writing: 二十個\\n工作 日內 and ２０个工作日内 are 20个工作日内.

    Commas, semicolons and brackets are half-width, numbering is a semicolon.  Never raises.
    """
    said = _ENUMERATED.sub(";", cell)  # before NFKC, which would make ①20 a hundred and twenty
    said = unicodedata.normalize("NFKC", said).casefold()
    said = said.translate(_TO_SIMPLIFIED).translate(_SIGNS)
    said = "".join(sign for sign in said if not _is_blank(sign))
    said = _PINYIN.sub("", said)  # left behind by converters: 日內(nèi)
    said = _COUNTED.sub(lambda found: _number(found[0]), said)
    said = _NUMBERING.sub(";", said)
    return _ALSO_CHANGED.sub(r"或\1", said)


def _is_blank(sign: str) -> bool:
    """White space, line breaks, and what leaves no mark on paper."""
    return sign.isspace() or unicodedata.category(sign) in ("Cf", "Cc")


def _number(numeral: str) -> str:
    """二十一 is 21, 二〇二六 is 2026."""
    signs = numeral.translate(_FORMAL)
    if not set(signs) & {"十", "百"}:
        return "".join(str(_DIGITS[sign]) for sign in signs)
    total, digit = 0, 0
    for sign in signs:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            total += (digit or 1) * (100 if sign == "百" else 10)
            digit = 0
    return str(total + digit)
