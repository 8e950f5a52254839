"""All addresses of the console.  Who may ask for them stands in accounts/access.py."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.routes import (
    attachments,
    audit,
    audit_export,
    calendar,
    catalogue,
    catalogue_editions,
    catalogue_forms,
    chains,
    confirming,
    disclosure_rules,
    drawn,
    due,
    exemptions,
    gates,
    home,
    index_rule,
    links,
    materials,
    names,
    people,
    people_import,
    postings,
    programmes,
    record_forms,
    records,
    screens,
    second_factor,
    sessions,
    signing_in,
    sources,
    spot_checks,
    steps,
    supervision,
    tasks,
    units,
    uploads,
    words,
    workbooks,
)

Handler = Callable[[Request], Awaitable[Response]]


def _get(path: str, handler: Handler) -> Route:
    return Route("/console" + path, handler, methods=["GET"])


def _post(path: str, handler: Handler) -> Route:
    return Route("/console" + path, handler, methods=["POST"])


def _accounts() -> list[Route]:
    return [
        _get("/sign-in", signing_in.sign_in_page),
        _post("/sign-in", signing_in.sign_in),
        _get("/enter", signing_in.enter_page),
        _post("/enter", signing_in.enter),
        _get("/first", signing_in.first_page),
        _post("/first", signing_in.first),
        _get("/join", signing_in.join_page),
        _post("/join", signing_in.join),
        _post("/sign-out", signing_in.sign_out),
        _get("/code", second_factor.code_page),
        _post("/code", second_factor.enter_code),
        _get("/second-factor", second_factor.factor_page),
        _post("/second-factor", second_factor.enrol),
        _post("/second-factor/begin", second_factor.begin),
        _get("/second-factor/qr.svg", second_factor.qr_code),
        _post("/second-factor/codes", second_factor.renew_codes),
        _get("/confirm", confirming.confirm_page),
        _post("/confirm", confirming.confirm),
        _get("/password", signing_in.password_page),
        _post("/password", signing_in.password),
        _get("/units", units.units_page),
        _post("/units", units.create),
        _get("/units/{id}", units.unit_page),
        _post("/units/{id}", units.update),
        _post("/units/{id}/retire", units.retire),
        _get("/people", people.people_page),
        _post("/people", people.create),
        _get("/people/{id}", people.person_page),
        _post("/people/{id}/grant", people.grant),
        _post("/people/{id}/revoke", people.revoke),
        _post("/people/{id}/active", people.set_active),
        _post("/people/{id}/password", people.set_password),
        _get("/import/people", people_import.import_page),
        _post("/import/people", people_import.preview),
        _post("/import/people/store", people_import.store),
        _get("/import/people/template", people_import.empty_template),
        _post("/people/{id}/details", people.change),
        _post("/people/{id}/leave", people.leave),
        _post("/people/{id}/return", people.come_back),
        _post("/people/{id}/join-code", people.join_code),
        _get("/sessions", sessions.sessions_page),
        _post("/sessions/policy", sessions.set_policy),
        _post("/sessions/{id}/end", sessions.end),
        _post("/sessions/{id}/lock", sessions.lock),
        _post("/sessions/{id}/unlock", sessions.unlock),
        _post("/sessions/{id}/reset", sessions.reset),
        _get("/audit", audit.audit_page),
        _get("/audit/verify", audit_export.verify),
        _post("/audit/export", audit_export.export),
    ]


def _records() -> list[Route]:
    return [
        _get("/records", records.list_page),
        _get("/records/new", record_forms.new_page),
        _post("/records/new", record_forms.create),
        _post("/records/preview", record_forms.preview),
        _post("/records/rows", record_forms.rows),
        _post("/records/{id}/link", links.link),
        _post("/records/{id}/unlink", links.unlink),
        _get("/records/{id}", records.record_page),
        _get("/versions/{id}/edit", record_forms.edit_page),
        _post("/versions/{id}/edit", record_forms.edit),
        _get("/versions/{id}/pages", drawn.pages),
        _post("/versions/{id}/draw", drawn.draw),
        _post("/versions/{id}/photo", uploads.photo),
        _get("/versions/{id}/files/{sha256}", drawn.picture),
        _get("/versions/{id}/review", steps.review_page),
        _post("/versions/{id}/submit", steps.submit),
        _post("/versions/{id}/recall", steps.recall),
        _post("/versions/{id}/discard", steps.discard),
        _post("/versions/{id}/check", steps.check),
        _post("/versions/{id}/approve", steps.approve),
        _post("/versions/{id}/signature", steps.sign),
        _get("/versions/{id}/scans/{sha256}", steps.scan),
        _post("/versions/{id}/return", steps.return_to_author),
        _post("/versions/{id}/publish", steps.publish),
        _post("/versions/{id}/withdraw", steps.withdraw),
        _get("/chains", chains.list_page),
        _get("/chains/edit", chains.edit_page),
        _post("/chains/edit", chains.edit),
        _post("/chains/{id}/remove", chains.remove),
    ]


def _postings() -> list[Route]:
    return [
        _get("/postings", postings.list_page),
        _get("/postings/{id}", postings.posting_page),
        _post("/postings/{id}/extend", postings.extend),
        _post("/postings/{id}/evidence", postings.evidence),
        _get("/postings/{id}/evidence/{sha256}", postings.picture),
        _post("/postings/{id}/certify", postings.certify),
        _get("/certificates/{code}/{kind}", postings.certificate),
    ]


def _gates() -> list[Route]:
    return [
        _post("/versions/{id}/findings/clear", gates.clear),
        _post("/versions/{id}/findings/mask", gates.mask),
        _post("/versions/{id}/findings/claim", gates.claim),
        _post("/versions/{id}/findings/confirm", gates.confirm),
        _post("/versions/{id}/findings/reject", gates.reject),
        _get("/words", words.words_page),
        _post("/words", words.create),
        _get("/words/table", words.save),
        _post("/words/try", words.attempt),
        _post("/words/import", words.load),
        _post("/words/{id}/delete", words.delete),
        _get("/names", names.names_page),
        _post("/names", names.suppress),
        _post("/names/preview", names.preview),
        _post("/names/{id}/lift", names.lift),
    ]


def _catalogue() -> list[Route]:
    return [
        _get("/catalogue", catalogue.list_page),
        _get("/catalogue/export", catalogue.export),
        _get("/catalogue/new", catalogue_forms.new_page),
        _post("/catalogue/new", catalogue_forms.create),
        _get("/catalogue/import", catalogue_editions.import_page),
        _post("/catalogue/import", catalogue_editions.preview),
        _post("/catalogue/import/store", catalogue_editions.store),
        _get("/catalogue/editions", catalogue_editions.editions_page),
        _get("/catalogue/editions/{code}", catalogue_editions.edition_page),
        _get("/catalogue/templates/{template}", catalogue_editions.template_page),
        _post("/catalogue/templates/{template}", catalogue_editions.apply),
        _get("/catalogue/items/{code}", catalogue.item_page),
        _get("/catalogue/items/{code}/edit", catalogue_forms.edit_page),
        _post("/catalogue/items/{code}/edit", catalogue_forms.edit),
        _post("/catalogue/items/{code}/retire", catalogue.retire),
        _post("/catalogue/items/{code}/merge", catalogue.merge),
        _post("/catalogue/items/{code}/limit", catalogue.limit),
    ]


def _screens() -> list[Route]:
    return [
        _get("/programmes", programmes.list_page),
        _get("/programmes/new", programmes.new_page),
        _post("/programmes/new", programmes.create),
        _post("/programmes/selection", programmes.selection),
        _get("/programmes/{id}", programmes.edit_page),
        _post("/programmes/{id}", programmes.edit),
        _post("/programmes/{id}/delete", programmes.delete),
        _get("/screens", screens.list_page),
        _get("/screens/new", screens.new_screen_page),
        _post("/screens/new", screens.create_screen),
        _get("/screens/{id}", screens.screen_page),
        _post("/screens/{id}/place", screens.place),
        _post("/screens/{id}/unpair", screens.unpair),
        _post("/screens/{id}/code", screens.code),
        _get("/halls/new", screens.new_hall_page),
        _post("/halls/new", screens.create_hall),
        _get("/pairing", screens.pairing_page),
        _post("/pairing", screens.approve_pairing),
    ]


def _supervision() -> list[Route]:
    return [
        _get("/due", due.board_page),
        _get("/calendar", calendar.calendar_page),
        _post("/calendar", calendar.take_over),
        _get("/rules", disclosure_rules.rules_page),
        _post("/rules", disclosure_rules.change),
        _get("/exemptions", exemptions.list_page),
        _post("/exemptions", exemptions.create),
        _post("/exemptions/{id}/end", exemptions.end),
        _post("/due/remind", due.remind),
        _post("/reminders/read", due.read),
        _get("/supervision", supervision.board_page),
        _get("/supervision/weights", supervision.weights_page),
        _post("/supervision/weights", supervision.change_weights),
        _get("/supervision/units/{code}", supervision.unit_page),
        _get("/supervision/years/{year}", supervision.year_page),
        _get("/tasks", tasks.tasks_page),
        _post("/tasks", tasks.create),
        _post("/tasks/{id}/progress", tasks.progress),
        _post("/tasks/{id}/close", tasks.close),
        _get("/spot-checks", spot_checks.list_page),
        _post("/spot-checks", spot_checks.draw),
        _get("/spot-checks/{id}", spot_checks.check_page),
        _post("/findings/{id}/note", spot_checks.note),
        _post("/findings/{id}/correct", spot_checks.correct),
        _post("/findings/{id}/review", spot_checks.review),
        _get("/findings/{id}/photo", spot_checks.photo),
        _get("/materials", materials.list_page),
        _post("/materials", materials.create),
        _post("/materials/{id}/score", materials.give_score),
    ]


def _incoming() -> list[Route]:
    return [
        _post("/versions/{id}/attachments", attachments.add),
        _post("/versions/{id}/attachments/remove", attachments.remove),
        _get("/versions/{id}/attachments/{sha256}", attachments.download),
        _get("/workbooks", workbooks.book_page),
        _post("/workbooks", workbooks.check),
        _get("/workbooks/template", workbooks.template),
        _post("/workbooks/file", workbooks.file),
        _get("/sources", sources.list_page),
        _get("/sources/new", sources.new_page),
        _post("/sources/new", sources.create),
        _get("/sources/{id}", sources.source_page),
        _post("/sources/{id}", sources.change),
        _post("/sources/{id}/pull", sources.pull),
        _post("/source-pages/{id}/accept", sources.accept),
        _get("/index-rule", index_rule.rule_page),
        _post("/index-rule", index_rule.save),
    ]


def routes() -> list[BaseRoute]:
    """In the order in which they are matched."""
    console = [
        *_records(),
        *_incoming(),
        *_postings(),
        *_gates(),
        *_catalogue(),
        *_screens(),
        *_supervision(),
    ]
    return [_get("", home.home_page), *_accounts(), *console]
