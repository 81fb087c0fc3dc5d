"""What the story knows as it goes on, and the papers that Chị Ba has in her drawer."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PIL import Image, TiffImagePlugin
from reportlab.pdfgen.canvas import Canvas

from ocop.portal.management.demo.choices import choices_for
from tests.journeys.walker import Walker

PASSWORD = "rung-hoi-binh-lieu-7"
SET = 4
# Four stars by the law's own count, with room for members who see one criterion a step lower.
CHOICES = choices_for(SET, 4, at_least=78)


@dataclass
class Story:
    """One product on its way: who acts (`window("Chị Ba")` is her browser) and where things are."""

    window: Callable[[str], Walker]
    screen: str
    product: str = ""
    dossier: str = ""
    receipt: str = ""
    code: str = ""
    sitting: str = ""
    item: str = ""
    certificate: str = ""
    codes: list[str] = field(default_factory=list)
    stamps: dict[str, str] = field(default_factory=dict)


def today() -> date:
    """Today in Quảng Ninh, wherever the tests run."""
    return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()


def spelled(choice: object) -> str:
    """A choice as the form posts it."""
    return f"{choice['case']}:{choice['points']}" if isinstance(choice, dict) else str(choice)


def photograph() -> bytes:
    """A small JPEG that knows where it was taken: the forest near Bình Liêu."""
    out = io.BytesIO()
    exif = Image.Exif()
    place = exif.get_ifd(0x8825)
    degrees = TiffImagePlugin.IFDRational
    place.update(
        {1: "N", 2: (degrees(21), degrees(31), degrees(40)), 3: "E", 4: (degrees(107), degrees(23), degrees(50))}
    )
    exif[0x8825] = place
    exif[0x010F] = "Máy ảnh thử"
    Image.new("RGB", (480, 320), (214, 160, 54)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def paper() -> bytes:
    """A PDF of one page."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 760, "Giay chung nhan co so du dieu kien ATTP (mo phong)")
    canvas.save()
    return out.getvalue()
