"""Three text messages from old telephones: a genuine stamp, a typing error, a code of nobody. All simulated."""

from __future__ import annotations

from ocop.scans.acts.texting import answer_text
from ocop.scans.models import TextMessage
from ocop.stamps.models import Batch
from ocop.stamps.queries import mint
from ocop.stamps.rules import codes

_SEQUENCE = 57  # in use, and none of those that `demo.json` shows


def tell_texts(batch: Batch) -> None:
    """What the office finds on its page of text messages."""
    if TextMessage.objects.exists():
        return
    genuine = mint().code(batch.subject, batch.epoch, batch.number, _SEQUENCE)
    strange = genuine[:15] + ("A" if genuine[15] != "A" else "B") + genuine[16:18]
    texts = (f"OCOP {codes.grouped(genuine)}", f"OCOP {genuine[:17]}", f"OCOP {strange}{codes.check_symbol(strange)}")
    for number, text in enumerate(texts):
        answer_text(f"mo-phong-{number}", f"+8490000009{number}", text)
