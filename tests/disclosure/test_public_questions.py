"""Anybody may ask the record site anything, in any characters."""

from core.errors import NotFound
from disclosure.queries.public import picture_is_public, public_list, public_version

ODD = ("财\0务", "\0", "%", "_", "'", "\\", "a" * 5000)


async def test_no_question_of_the_public_is_an_error(db) -> None:
    for asked in ODD:
        assert (await public_list(query=asked)).total == 0
        assert not await picture_is_public(asked)
        try:
            await public_version(asked)
        except NotFound:
            continue
        raise AssertionError(asked)
