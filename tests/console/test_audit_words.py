"""The audit trail in the words of an office."""

import json

from accounts.models import AuditEntry
from console.audit_words import FIELDS, details, subject
from tests.console.site import Site


def test_data_are_named_and_known_values_put_into_words() -> None:
    said = details({"role": "reviewer", "unit": "liuhe", "note": "", "enabled": True})
    assert said == "角色 分管领导；单位 liuhe；启用 是"


def test_what_has_no_word_is_shown_as_it_is_stored() -> None:
    assert details({"colour": ["red"]}) == 'colour ["red"]'
    assert subject("anything") == "anything"


def test_ids_are_listed_by_their_beginning() -> None:
    assert subject("person:bz3ybkanstv3v0hnx5kkzr4wkt") == "人员 bz3ybkan…"
    assert details({"hash": "a" * 64}) == "内容指纹 aaaaaaaa…"


def test_all_that_the_trail_holds_has_a_name(site: Site) -> None:
    site.draft("officer", "shiqiao")
    entries = site.run(AuditEntry.all)
    keys = {key for entry in entries for key in json.loads(entry.data)}
    assert keys
    assert keys <= FIELDS.keys()
    page = site.browser("inspector").get("/console/audit").text
    assert "标题 关于秋季防火的通告" in page
    assert 'title="version:' in page
