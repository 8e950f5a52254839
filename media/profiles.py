"""Screen profiles: a closed list, so that pages are shared between screens.

Sizes of type follow the viewing distance: ISO 9241-303 wants characters of at least 16 minutes of
arc (height ≥ distance / 215), better 20 (distance / 172).  The side of a QR code is at least a
tenth of the scanning distance.
"""

from dataclasses import dataclass
from typing import Literal

from core.errors import NotFound
from core.messages import marked


@dataclass(frozen=True)
class Profile:
    """Geometry of a kind of screen.  Lengths in millimetres, distances in metres."""

    code: str
    name: str
    kind: Literal["kiosk", "wall", "strip"]
    width: int
    height: int
    """Pixels."""
    pitch: float
    """Millimetres from pixel to pixel."""
    viewing: float
    """Metres from which it is read."""
    scanning: float
    """Metres from which its QR code is scanned; 0: carries none."""
    colour: Literal["full", "red", "amber"] = "full"
    floor: int = 16
    """Pixels below which running text has too few strokes to be drawn well."""

    @property
    def body_px(self) -> int:
        """Preferred character height of running text, in pixels."""
        return max(self.floor, round(self.viewing * 1000 / 172 / self.pitch))

    @property
    def least_px(self) -> int:
        """The smallest character height that the distance allows, in pixels (16 on strips)."""
        return max(16, round(self.viewing * 1000 / 215 / self.pitch))

    @property
    def qr_px(self) -> int:
        """The smallest side of a QR code, in pixels, without its quiet zone."""
        return round(self.scanning * 1000 / 10 / self.pitch)


PROFILES: tuple[Profile, ...] = (
    Profile("kiosk-1080x1920", marked("立式触摸屏 21.5 寸"), "kiosk", 1080, 1920, 0.248, 1.6, 1.0),
    Profile("wall-1920x1080-3m", marked("横屏 55 寸 · 3 米"), "wall", 1920, 1080, 0.63, 3.0, 1.5),
    Profile("wall-1920x1080-5m", marked("横屏 75 寸 · 5 米"), "wall", 1920, 1080, 0.86, 5.0, 2.0),
    Profile(
        "wall-960x540-8m", marked("LED 大屏 P5 · 8 米"), "wall", 960, 540, 5.0, 8.0, 4.0, floor=20
    ),
    Profile(
        "strip-512x16-red", marked("门楣条屏 P10 单红"), "strip", 512, 16, 10.0, 10.0, 0.0, "red"
    ),
    Profile(
        "strip-256x32-amber", marked("窗口条屏 P5 双色"), "strip", 256, 32, 5.0, 6.0, 0.0, "amber"
    ),
)
_BY_CODE = {profile.code: profile for profile in PROFILES}


def profile(code: str) -> Profile:
    """The profile of that code.  Raises NotFound for any other: the list is closed."""
    try:
        return _BY_CODE[code]
    except KeyError:
        raise NotFound("profile-unknown", "没有名为 {code} 的屏幕规格。", code=code) from None
