"""The record form: odd dates are the field's fault, long texts hold nobody up."""

import threading

import pytest

from console import record_form
from tests.console.site import Site

FORM = {"unit": "shiqiao", "item": "", "template": "notice", "title": "通告", "body": "一段。"}


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-13-01T00:00"])
def test_an_end_that_has_no_instant_is_an_error_at_its_field(site: Site, typed: str) -> None:
    answer = site.browser("officer").post("/console/records/new", FORM | {"ends_at": typed})
    assert answer.status_code == 422
    assert 'id="ends_at-problem"' in answer.text


def test_a_pasted_text_is_read_beside_the_event_loop(site: Site, monkeypatch) -> None:
    threads: list[int] = []
    real = record_form.read_body

    def watched(*given):
        threads.append(threading.get_ident())
        return real(*given)

    async def loop_thread() -> int:
        return threading.get_ident()

    monkeypatch.setattr(record_form, "read_body", watched)
    browser = site.browser("officer")
    assert browser.post("/console/records/new", FORM).status_code == 303
    table = {"template": "table", "body": "项目\t收入\n甲\t1"}
    assert browser.post("/console/records/preview", table).status_code == 200
    assert len(threads) == 2
    assert site.run(loop_thread) not in threads
