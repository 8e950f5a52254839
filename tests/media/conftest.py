import io
from collections.abc import Iterator

import pytest
from PIL import Image

from media.fonts import Fonts, find_fonts
from media.pages import Setter


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    return find_fonts()


@pytest.fixture(scope="session")
def setter(fonts: Fonts) -> Iterator[Setter]:
    with Setter(fonts) as made:
        yield made


@pytest.fixture(scope="session")
def photo() -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").resize((600, 400)).save(out, "PNG")
    return out.getvalue()
