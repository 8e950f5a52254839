"""The wording gate: one pass over a text finds every listed word, however it is written."""

from collections.abc import Iterable, Iterator, Mapping

from core.messages import marked
from disclosure.gates.findings import Finding, found_in
from disclosure.gates.folding import folded
from disclosure.gates.leaders import Leaders
from disclosure.gates.matching import Index
from disclosure.gates.places import Placed, fields_of, texts_of
from disclosure.gates.words import Word
from disclosure.importing.planted import planted_spans
from media.content import Content

PLANTED_NOTE = marked("疑似被他人植入的推广内容，请删除；确属正常内容的，由他人核实后放行。")


class WordList:
    """Words ready to be looked for: made once for many texts."""

    def __init__(self, words: Iterable[Word]) -> None:
        rows = sorted(words, key=lambda one: one.kind != "allowed")
        self.leaders = Leaders(one for one in rows if one.kind == "leader")
        self.index = Index((one.word, one) for one in rows if one.kind != "leader")


def wording_findings(
    content: Content, fields: Mapping[str, str], words: WordList
) -> tuple[Finding, ...]:
    """Everything listed that the ``fields`` (title, keywords …) and the content say, in order;
    then the leaders' posts and order."""
    texts = (*fields_of(fields), *texts_of(content))
    found = [finding for placed in texts for finding in _in_text(placed, words)]
    return (*found, *words.leaders.findings(content, fields))


def _in_text(placed: Placed, words: WordList) -> Iterator[Finding]:
    text = folded(placed.text)
    taken: list[tuple[int, int]] = []
    for start, end, word in words.index.matches(text):
        taken.append((start, end))
        if word.kind != "allowed":
            yield found_in(
                placed,
                text.span(start, end),
                "wording",
                word.kind,
                suggestion=word.suggestion,
                note=word.note,
                severity=word.severity,
            )
    for start, end in planted_spans(text.text):
        if not any(start < other[1] and other[0] < end for other in taken):
            span = text.span(start, end)
            yield found_in(placed, span, "wording", "planted", note=PLANTED_NOTE)
