"""The one route table: who may ask for which address, with which method.

Everything is denied that does not stand here; the application does not start when it serves a
route that is missing, or when a line names a route that it does not serve.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
Permissions = Mapping[str, str | None]


@dataclass(frozen=True)
class Access:
    """``public``: anyone; ``device``: the route itself asks for the device's token; ``session``:
    a signed-in person who holds the method's permission somewhere (None: any person).  Which
    units they may touch is decided by the service behind it.  ``entering``: also someone whose
    second factor is still asked for, and who can do nothing else.

    ``csrf``: unsafe methods need a token.  False only where no cookie of a browser can speak for
    a person: JSON posts of devices.
    """

    kind: Literal["public", "device", "session", "entering"]
    permissions: Permissions
    csrf: bool = True


def _public(*methods: str, csrf: bool = True) -> Access:
    return Access("public", dict.fromkeys(methods or ("GET",)), csrf)


def _device(*methods: str) -> Access:
    return Access("device", dict.fromkeys(methods or ("GET",)), csrf=False)


def _session(get: str | None = None, **methods: str | None) -> Access:
    return Access("session", {"GET": get} | methods)


def _entering(*methods: str) -> Access:
    return Access("entering", dict.fromkeys(methods))


def _reads(permission: str | None) -> Access:
    return Access("session", {"GET": permission})


def _posts(permission: str | None) -> Access:
    return Access("session", {"POST": permission})


_PUBLIC = {
    "/": _public(),
    "/search": _public(),
    "/records/{id}": _public(),
    "/r/{code}": _public(),
    "/R/{code}": _public(),
    "/units/{code}": _public(),
    "/certificates/{code}": _public(),
    "/files/{sha256}": _public(),
    "/healthz": _public(),
    "/readyz": _public(),
    "/play": _public(),
    "/play/sw.js": _public(),
    "/kiosk": _public(),
    "/static/web": _public(),
    "/static/vendor": _public(),
    "/static/player": _public(),
    "/static/kiosk": _public(),
    "/static/console": _public(),
    "/static/portal": _public(),
    "/static/fonts": _public(),
}
_DEVICE = {
    "/device/v1/pair": _public("GET", "POST", csrf=False),
    "/device/v1/pointer": _device(),
    "/device/v1/time": _device(),
    "/device/v1/plans/{sha256}": _device(),
    "/device/v1/files/{sha256}": _device(),
    "/device/v1/events": _device(),
    "/device/v1/beats": _device("POST"),
}
_CONSOLE = {
    "/console/sign-in": _public("GET", "POST"),
    "/console/enter": _public("GET", "POST"),
    "/console/first": _public("GET", "POST"),
    "/console": _reads(None),
    "/console/join": _public("GET", "POST"),
    "/console/sign-out": _entering("POST"),
    "/console/code": _entering("GET", "POST"),
    "/console/second-factor": _entering("GET", "POST"),
    "/console/second-factor/begin": _entering("POST"),
    "/console/second-factor/qr.svg": _entering("GET"),
    "/console/second-factor/codes": _posts(None),
    "/console/confirm": _session(None, POST=None),
    "/console/password": _session(None, POST=None),
    "/console/records": _reads("record.read"),
    "/console/records/new": _session("record.write", POST="record.write"),
    "/console/records/preview": _posts("record.write"),
    "/console/records/rows": _posts("record.write"),
    "/console/records/{id}/link": _posts("record.write"),
    "/console/records/{id}/unlink": _posts("record.write"),
    "/console/records/{id}": _reads("record.read"),
    "/console/versions/{id}/edit": _session("record.write", POST="record.write"),
    "/console/versions/{id}/pages": _reads("record.read"),
    "/console/versions/{id}/draw": _posts("record.read"),
    "/console/versions/{id}/photo": _posts("record.write"),
    "/console/versions/{id}/files/{sha256}": _reads("record.read"),
    "/console/versions/{id}/attachments": _posts("record.write"),
    "/console/versions/{id}/attachments/remove": _posts("record.write"),
    "/console/versions/{id}/attachments/{sha256}": _reads("record.read"),
    "/console/workbooks": _session("record.write", POST="record.write"),
    "/console/workbooks/template": _reads("record.write"),
    "/console/workbooks/file": _posts("record.write"),
    "/console/sources": _reads("record.read"),
    "/console/sources/new": _session("record.write", POST="record.write"),
    "/console/sources/{id}": _session("record.read", POST="record.write"),
    "/console/sources/{id}/pull": _posts("record.write"),
    "/console/source-pages/{id}/accept": _posts("record.write"),
    "/console/index-rule": _session("catalogue.write", POST="catalogue.write"),
    "/console/versions/{id}/review": _reads("record.review"),
    "/console/versions/{id}/submit": _posts("record.write"),
    "/console/versions/{id}/recall": _posts("record.write"),
    "/console/versions/{id}/discard": _posts("record.write"),
    "/console/versions/{id}/check": _posts("record.write"),
    "/console/versions/{id}/approve": _posts("record.review"),
    "/console/versions/{id}/signature": _posts("record.review"),
    "/console/versions/{id}/scans/{sha256}": _reads("record.read"),
    "/console/versions/{id}/return": _posts("record.review"),
    "/console/versions/{id}/publish": _posts("record.review"),
    "/console/versions/{id}/withdraw": _posts("record.review"),
    "/console/chains": _reads("record.review"),
    "/console/chains/edit": _session("record.release", POST="record.release"),
    "/console/chains/{id}/remove": _posts("record.release"),
    "/console/postings": _reads("record.read"),
    "/console/postings/{id}": _reads("record.read"),
    "/console/postings/{id}/extend": _posts("record.write"),
    "/console/postings/{id}/evidence": _posts("record.write"),
    "/console/postings/{id}/evidence/{sha256}": _reads("record.read"),
    "/console/postings/{id}/certify": _posts("record.read"),
    "/console/certificates/{code}/{kind}": _reads("record.read"),
    "/console/versions/{id}/findings/clear": _posts("record.review"),
    "/console/versions/{id}/findings/mask": _posts("record.write"),
    "/console/versions/{id}/findings/claim": _posts("record.write"),
    "/console/versions/{id}/findings/confirm": _posts("record.secrecy"),
    "/console/versions/{id}/findings/reject": _posts("record.secrecy"),
    "/console/words": _session("record.read", POST="catalogue.write"),
    "/console/words/table": _reads("record.read"),
    "/console/words/try": _posts("record.read"),
    "/console/words/import": _posts("catalogue.write"),
    "/console/words/{id}/delete": _posts("catalogue.write"),
    "/console/names": _session("record.review", POST="record.review"),
    "/console/names/preview": _posts("record.review"),
    "/console/names/{id}/lift": _posts("record.review"),
    "/console/catalogue": _reads("record.read"),
    "/console/catalogue/export": _reads("record.read"),
    "/console/catalogue/new": _session("item.write", POST="item.write"),
    "/console/catalogue/import": _session("catalogue.write", POST="catalogue.write"),
    "/console/catalogue/import/store": _posts("catalogue.write"),
    "/console/catalogue/editions": _reads("record.read"),
    "/console/catalogue/editions/{code}": _reads("record.read"),
    "/console/catalogue/templates/{template}": _session("record.read", POST="catalogue.write"),
    "/console/catalogue/items/{code}": _reads("record.read"),
    "/console/catalogue/items/{code}/edit": _session("item.write", POST="item.write"),
    "/console/catalogue/items/{code}/retire": _posts("item.write"),
    "/console/catalogue/items/{code}/merge": _posts("item.write"),
    "/console/catalogue/items/{code}/limit": _posts("item.write"),
    "/console/programmes": _reads("screen.read"),
    "/console/programmes/new": _session("programme.write", POST="programme.write"),
    "/console/programmes/selection": _posts("programme.write"),
    "/console/programmes/{id}": _session("screen.read", POST="programme.write"),
    "/console/programmes/{id}/delete": _posts("programme.write"),
    "/console/screens": _reads("screen.read"),
    "/console/screens/new": _session("screen.manage", POST="screen.manage"),
    "/console/screens/{id}": _reads("screen.read"),
    "/console/screens/{id}/place": _posts("screen.manage"),
    "/console/screens/{id}/unpair": _posts("screen.manage"),
    "/console/screens/{id}/code": _posts("screen.manage"),
    "/console/halls/new": _session("screen.manage", POST="screen.manage"),
    "/console/pairing": _session("screen.manage", POST="screen.manage"),
    "/console/units": _session("unit.manage", POST="unit.manage"),
    "/console/units/{id}": _session("unit.manage", POST="unit.manage"),
    "/console/units/{id}/retire": _posts("unit.manage"),
    "/console/people": _session("people.manage", POST="people.manage"),
    "/console/people/{id}": _reads("people.manage"),
    "/console/import/people": _session("people.manage", POST="people.manage"),
    "/console/import/people/store": _posts("people.manage"),
    "/console/import/people/template": _reads("people.manage"),
    "/console/people/{id}/details": _posts("people.manage"),
    "/console/people/{id}/leave": _posts("people.manage"),
    "/console/people/{id}/return": _posts("people.manage"),
    "/console/people/{id}/join-code": _posts("people.manage"),
    "/console/people/{id}/grant": _posts("people.manage"),
    "/console/people/{id}/revoke": _posts("people.manage"),
    "/console/people/{id}/active": _posts("people.manage"),
    "/console/people/{id}/password": _posts("people.manage"),
    "/console/sessions": _reads("session.manage"),
    "/console/sessions/policy": _posts("session.manage"),
    "/console/sessions/{id}/end": _posts("session.manage"),
    "/console/sessions/{id}/lock": _posts("session.manage"),
    "/console/sessions/{id}/unlock": _posts("session.manage"),
    "/console/sessions/{id}/reset": _posts("session.manage"),
    "/console/audit": _reads("audit.read"),
    "/console/audit/verify": _reads("audit.export"),
    "/console/audit/export": _posts("audit.export"),
}
_SUPERVISION = {
    "/console/due": _reads("record.read"),
    "/console/calendar": _session("record.read", POST="catalogue.write"),
    "/console/rules": _session("catalogue.write", POST="catalogue.write"),
    "/console/exemptions": _session("catalogue.write", POST="catalogue.write"),
    "/console/exemptions/{id}/end": _posts("catalogue.write"),
    "/console/due/remind": _posts("supervise.write"),
    "/console/reminders/read": _posts(None),
    "/console/supervision": _reads("supervise.read"),
    "/console/supervision/weights": _session("supervise.write", POST="supervise.write"),
    "/console/supervision/units/{code}": _reads("supervise.read"),
    "/console/supervision/years/{year}": _reads("supervise.read"),
    "/console/tasks": _session("record.read", POST="supervise.write"),
    "/console/tasks/{id}/progress": _posts("record.write"),
    "/console/tasks/{id}/close": _posts("supervise.write"),
    "/console/spot-checks": _session("record.read", POST="inspect.write"),
    "/console/spot-checks/{id}": _reads("record.read"),
    "/console/findings/{id}/note": _posts("inspect.write"),
    "/console/findings/{id}/correct": _posts("record.write"),
    "/console/findings/{id}/review": _posts("inspect.write"),
    "/console/findings/{id}/photo": _reads("record.read"),
    "/console/materials": _session("record.read", POST="record.write"),
    "/console/materials/{id}/score": _posts("supervise.write"),
}
ROUTES: dict[str, Access] = _PUBLIC | _DEVICE | _CONSOLE | _SUPERVISION
