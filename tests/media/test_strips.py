import io

import pytest
from PIL import Image

from core.errors import Invalid
from media.fonts import Fonts
from media.strips import draw_strip, sentence
from tests.media.sheets import STRIPS, strip


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("profile", STRIPS, ids=lambda p: p.code)
def test_a_short_sentence_fills_exactly_the_screen(profile, fonts: Fonts):
    (drawn,) = draw_strip(strip("开放", path=()), profile, fonts)
    picture = opened(drawn.data)
    assert picture.size == (profile.width, profile.height) == (drawn.width, drawn.height)
    assert len(picture.convert("RGB").getcolors()) == 2


@pytest.mark.parametrize("profile", STRIPS, ids=lambda p: p.code)
def test_a_long_sentence_scrolls_and_ends_with_half_a_screen_of_darkness(profile, fonts: Fonts):
    (drawn,) = draw_strip(strip("因电力检修暂停办理业务，" * 6), profile, fonts)
    assert drawn.width > profile.width
    lit = opened(drawn.data).convert("L").point(lambda value: 255 if value else 0)
    assert lit.getbbox()[2] <= drawn.width - profile.width // 2


def test_a_strip_says_whose_what_and_until_when():
    said = sentence(strip("今日停水检修。", shown_until="2026年11月25日"))
    assert said == "石桥村：今日停水检修。  本屏展示至2026年11月25日"


def test_rare_names_fall_back_to_the_outline_font(fonts: Fonts):
    (drawn,) = draw_strip(strip("请䶮𫖯办理"), STRIPS[0], fonts)
    (boxes,) = draw_strip(strip("请国国办理"), STRIPS[0], fonts)
    assert drawn.data != boxes.data


def test_a_character_that_no_font_has_is_named(fonts: Fonts):
    with pytest.raises(Invalid) as refused:
        draw_strip(strip("停水\U0010fffd检修"), STRIPS[0], fonts)
    assert refused.value.data["characters"] == "\U0010fffd"


@pytest.mark.parametrize("text", ["", " \n "])
def test_a_strip_without_words_is_refused(text: str, fonts: Fonts):
    with pytest.raises(Invalid):
        draw_strip(strip(text, path=(), title=" "), STRIPS[0], fonts)
