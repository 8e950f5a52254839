"""False positives, measured on the real documents and catalogues: every hit is expected by hand.

The privacy gate must stay silent on all eight (office telephones, ICP, public-security and site
numbers, index and document numbers stand in them, no private person's data): 0 false hits.  The
wording gate must name what is outdated or planted there, and nothing else.
"""

from pathlib import Path

import pytest

from disclosure.gates.findings import Finding
from disclosure.gates.privacy import privacy_findings
from disclosure.gates.wording import WordList, wording_findings
from disclosure.gates.words import shipped
from disclosure.importing import read_document
from media.content import Content, paragraph

WORDS = WordList(shipped())
EXPECTED: dict[str, list[tuple[str, str]]] = {
    "mengnuo-2017-rules.txt": [],
    "mingguang-2017-standardisation.txt": [
        ("outdated", "扶贫救灾"),
        ("outdated", "扶贫救灾"),
        ("outdated", "扶贫办"),
        ("planted", "日博365"),
        ("outdated", "扶贫救灾"),
        ("outdated", "文广新局"),
        ("outdated", "卫计委"),
        ("outdated", "环保局"),
        ("outdated", "安监局"),
        ("planted", "日博365"),
    ],
    "xichuan-2017-plan.txt": [
        ("outdated", "违规生育"),
        ("outdated", "社会抚养费"),
        ("outdated", "扶贫开发"),
        ("outdated", "五保供养"),
        ("outdated", "扶贫资金"),
    ],
    "xushui-2010-open-power.txt": [
        ("outdated", "扶贫救灾"),
        ("outdated", "法制办"),
        ("outdated", "法制办"),
        ("outdated", "非行政许可审批"),
    ],
    "yuhu-2017-key-points.txt": [
        ("outdated", "编办"),
        ("outdated", "编办"),
        ("outdated", "扶贫工作"),
        ("outdated", "扶贫政策"),
        ("outdated", "扶贫资金"),
        ("outdated", "贫困户"),
        ("outdated", "贫困户"),
        ("outdated", "环保局"),
        ("outdated", "卫计局"),
        ("outdated", "食药监局"),
    ],
    "agri-funds-town.csv": [],
    "culture-town.csv": [],
    "social-assistance-town.csv": [],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_wording_gate_finds_in_a_sample_what_is_written_down_for_it(
    samples: Path, name: str
) -> None:
    found = wording_findings(_whole(samples, name), {}, WORDS)
    assert [(one.kind, one.quote) for one in found] == EXPECTED[name]
    assert all((one.severity == "block") == (one.kind == "planted") for one in found)


def test_the_privacy_gate_has_no_false_hit_on_the_samples(samples: Path) -> None:
    found: list[Finding] = []
    digits = 0
    for name in EXPECTED:
        content = _whole(samples, name)
        found += privacy_findings(content, {})
        digits += sum(letter.isdecimal() for letter in content.text)
    assert digits > 600, "the samples are full of numbers that could mislead"
    assert found == []


def test_an_imported_document_says_in_which_sentence_the_planted_word_stands(samples: Path) -> None:
    path = samples / "documents" / "mingguang-2017-standardisation.txt"
    document = read_document(path.read_bytes(), path.name)
    found = wording_findings(document.content, {"title": document.title}, WORDS)
    (planted,) = [one for one in found if one.kind == "planted"]
    block = document.content.blocks[planted.place.block]
    assert planted.quote == "日博365"
    assert Content(blocks=(block,)).text[planted.start : planted.end] == "日博365"


def _whole(samples: Path, name: str) -> Content:
    """Every line of the file as it was published, headers and footers included."""
    folder = "catalogues" if name.endswith(".csv") else "documents"
    text = (samples / folder / name).read_text("utf-8")
    return Content(blocks=tuple(paragraph(line) for line in text.splitlines() if line.strip()))
