"""One product's way from idea to scanned stamp, on a phone and on a laptop, as its people walk it."""

import os

from tests.journeys import deciding, filing, scoring, stamping
from tests.journeys.conftest import Someone
from tests.journeys.story import Story
from tests.journeys.walker import Walker
from tests.serving import Portal

# The demonstration leaves the first without a dossier; the second is registered on the way.
PRODUCTS = {"phone": "Mật ong rừng Bình Liêu (mô phỏng)", "laptop": "Mật ong rừng Bình Liêu hoa hồi (mô phỏng)"}


def test_one_product_goes_from_idea_to_scanned_stamp(
    someone: Someone, screen: str, portal: Portal, database: dict[str, str]
) -> None:
    windows: dict[str, Walker] = {}

    def window(name: str) -> Walker:
        if name not in windows:
            windows[name] = someone(name, story="story/")
        return windows[name]

    story = Story(window, screen, PRODUCTS[screen])
    if screen == "laptop" or "OCOP_WALK" in os.environ:  # a portal that runs for long may have rated the first
        story.product = f"{PRODUCTS['laptop']} {(os.environ.get('OCOP_WALK') and os.getpid()) or ''}".strip()
        filing.register_product(story)
    filing.file_dossier(story)
    filing.ask_and_complete(story)
    filing.forward(story)
    filing.take_in(story)
    scoring.call_sitting(story)
    scoring.advise(story)
    scoring.draw_codes(story)
    scoring.declare_conflict(story)
    scoring.open_scoring(story)
    scoring.score(story)
    scoring.open_sheets(story)
    scoring.revise(story)
    scoring.close(story)
    deciding.decide(story)
    deciding.check_certificate(story)
    stamping.record_lot(story)
    codes = stamping.draw_and_print(story)
    stamping.activate(story, codes)
    stamping.scan(story, codes, someone(story="story/", java_script_enabled=False))
    stamping.audit(story, portal, database)
