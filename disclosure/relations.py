"""How one record is linked to another, in words."""

from core.messages import marked, text

WORDS: dict[str, tuple[str, str]] = {
    "interpretation": (marked("解读的文件"), marked("相关解读")),
    "response": (marked("回应涉及的信息"), marked("相关回应")),
    "result": (marked("本结果所对应的信息"), marked("结果公布")),
}
"""By relation: what the other is to the one that speaks, and to the one spoken of."""


def link_words(relation: str, speaks: bool) -> str:
    """What the other record is, in the language in use."""
    words = WORDS.get(relation, (relation, relation))
    return text(words[0] if speaks else words[1])
