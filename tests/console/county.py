"""A small county with one person for every role, and the way they sign in."""

import functools
from dataclasses import dataclass

from accounts import service
from accounts.actor import SYSTEM, Actor
from accounts.models import Person
from accounts.passwords import hash_password
from accounts.queries import actor_of
from tests.disclosure.chains import short_chain

PASSWORD = "青溪河边的第七棵老槐树下"
PEOPLE = (
    ("officer", "李敏", "shiqiao", "officer", "shiqiao"),
    ("reviewer", "王建国", "liuhe", "reviewer", "liuhe"),
    ("operator", "赵磊", "qingxi", "operator", "qingxi"),
    ("office", "陈静", "qingxi", "office", "qingxi"),
    ("inspector", "周立新", "qingxi", "inspector", "qingxi"),
    ("administrator", "吴芳", "qingxi", "administrator", "qingxi"),
    ("secrecy", "郑严", "liuhe", "secrecy", "liuhe"),
    ("head", "冯正", "liuhe", "head", "liuhe"),
    ("finance", "褚明", "shiqiao", "finance", "shiqiao"),
    ("security", "卫安", "qingxi", "security", "qingxi"),
    ("auditor", "蒋核", "qingxi", "auditor", "qingxi"),
    ("officer2", "刘洋", "nanping", "officer", "nanping"),
    ("reviewer2", "孙丽", "nanping", "reviewer", "nanping"),
    ("operator2", "何平", "liuhe", "operator", "liuhe"),
)
"""Login, name, home unit, role, unit over which it is held."""


@functools.cache
def hashed() -> str:
    """Of PASSWORD, once: hashing is slow by design."""
    return hash_password(PASSWORD)


@dataclass(frozen=True)
class County:
    people: dict[str, Actor]

    def __getitem__(self, login: str) -> Actor:
        return self.people[login]


async def make_county() -> County:
    """青溪县 with two townships, a village, a department and everyone of PEOPLE."""
    await service.create_unit(SYSTEM, "qingxi", "青溪县", tier="county", phone="12345")
    for code, name, tier, parent in (
        ("caizheng", "青溪县财政局", "department", "qingxi"),
        ("liuhe", "柳河镇", "township", "qingxi"),
        ("nanping", "南坪镇", "township", "qingxi"),
        ("shiqiao", "石桥村", "village", "liuhe"),
    ):
        await service.create_unit(SYSTEM, code, name, tier=tier, parent=parent, phone="0571-6620")
    made: dict[str, Actor] = {}
    for login, name, home, role, over in PEOPLE:
        person = await service.create_person(SYSTEM, login, name, unit=home)
        await Person.filter(id=person.id).update(password_hash=hashed())
        await service.grant_role(SYSTEM, person.id, role, over)
        made[login] = await actor_of(person.id)
    await short_chain(release="office")
    return County(made)
