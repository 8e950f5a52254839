"""Properties of the privacy gate: nothing personal is missed, nothing masked is found again."""

from hypothesis import assume, given
from hypothesis import strategies as st

from disclosure.gates.checksums import check_character, is_bank_card, is_identity, is_old_identity
from disclosure.gates.masking import masked
from disclosure.gates.privacy import privacy_findings
from media.content import Column, Content, Member, Paragraph, Roster, Run, Table, paragraph
from tests.disclosure.gates.numbers import AROUND, cards, identities, mobiles, old_identities

NUMBERS = st.one_of(
    st.tuples(st.just("identity"), identities()),
    st.tuples(st.just("identity"), old_identities()),
    st.tuples(st.just("mobile"), mobiles()),
    st.tuples(st.just("bank"), cards()),
)


@given(AROUND, NUMBERS, AROUND)
def test_a_persons_number_is_found_wherever_it_stands(
    before: str, given_number: tuple[str, str], after: str
) -> None:
    kind, number = given_number
    text = f"{before}{number}{after}"
    for content in (
        _in_text(text),
        _in_runs(before, number, after),
        _in_table(text),
        _in_roster(text),
    ):
        (found,) = privacy_findings(content, {})
        assert found.quote == number
        assert found.kind == (kind if not _also_identity(number) else "identity")


@given(AROUND, NUMBERS, AROUND)
def test_a_persons_number_is_found_in_full_width_and_between_unseen_characters(
    before: str, given_number: tuple[str, str], after: str
) -> None:
    _, number = given_number
    wide = "".join(chr(ord(one) + 0xFEE0) if one.isalnum() else one for one in number)
    hidden = "\u200b".join(number)
    for written in (wide, hidden):
        (found,) = privacy_findings(_in_text(f"{before}{written}{after}"), {})
        assert found.quote == written


@given(identities(), st.integers(1, 9))
def test_a_number_with_a_wrong_checksum_is_no_identity_number(number: str, off: int) -> None:
    checks = "0123456789X"
    wrong = checks[(checks.index(number[-1].upper()) + off) % 11]
    assume(wrong != check_character(number[:17]))
    found = privacy_findings(_in_text(f"编码 {number[:17]}{wrong} 号"), {})
    assert all(one.kind != "identity" for one in found)


@given(st.lists(st.tuples(AROUND, NUMBERS), min_size=1, max_size=5), st.booleans())
def test_masking_leaves_no_finding(parts: list[tuple[str, tuple[str, str]]], listed: bool) -> None:
    text = "，".join(f"{around}，{number}" for around, (_, number) in parts)
    content = _in_table(text) if listed else _in_text(text)
    found = privacy_findings(content, {})
    assert len(found) >= 1
    assert not privacy_findings(masked(content, found), {})


@given(st.decimals(min_value=0, max_value=10**13, places=2))
def test_an_amount_is_never_personal(amount: object) -> None:
    plain, grouped = f"{amount:.2f}", f"{amount:,.2f}"
    for text in (plain, grouped, f"支出{plain}元", f"合计：{grouped}元"):
        assert not privacy_findings(_in_table(text), {})
        assert not privacy_findings(_in_text(text), {})


@given(
    st.integers(1990, 2035),
    st.integers(1, 99999),
    st.dates(),
    st.text(alphabet="ABCDEFGHJKLMNPQRTUWXY", min_size=2, max_size=2),
    st.from_regex(r"[0-9]{5,11}", fullmatch=True),
)
def test_numbers_of_documents_indexes_and_sites_are_never_personal(
    year: int, serial: int, day: object, letters: str, digits: str
) -> None:
    for text in (
        f"明政办秘〔{year}〕{serial}号",
        f"国办发〔{year}{serial}号)",
        f"号: {letters}{digits}/{year}11-{serial:05}",
        f"索引号 {digits}-9-02_D/{year}-{serial:07}",
        f"{letters}{digits[:6]}-02-{year}-{serial:05}",
        f"网站标识码：{digits[:1]}411820020",
        f"皖公网安备 34118202000{serial % 1000:03}号",
        f"皖ICP备{serial:08}号",
        f"生成日期: {day} 10:27:35",
        f"电话：0550-{digits[:7].ljust(7, '2')}",
    ):
        assert not privacy_findings(_in_text(text), {}), text


def _also_identity(number: str) -> bool:
    plain = "".join(one for one in number if one.isalnum()).upper()
    return is_bank_card(plain) and (is_identity(plain) or is_old_identity(plain))


def _in_text(text: str) -> Content:
    return Content(blocks=(paragraph(text),))


def _in_runs(*texts: str) -> Content:
    """Split where looks change, in the middle of what stands there."""
    runs = [
        Run(text=half, strong=bool(at % 2))
        for text in texts
        for at, half in enumerate((text[: len(text) // 2], text[len(text) // 2 :]))
        if half
    ]
    return Content(blocks=(Paragraph(runs=tuple(runs)),))


def _in_table(text: str) -> Content:
    columns = (Column(title="姓名"), Column(title="备注"))
    return Content(blocks=(Table(columns=columns, rows=(("张三", text),)),))


def _in_roster(text: str) -> Content:
    return Content(blocks=(Roster(members=(Member(name="张三", phone=text),)),))
