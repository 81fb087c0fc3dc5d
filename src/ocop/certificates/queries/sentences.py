"""One sentence with its date, and the legal basis beside it, for each state a certificate can be in."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ocop.design.rules.tongues import day_in

from ..models import Certificate
from ..rules.issuing import GROUNDS
from ..rules.law import law_on
from ..rules.verdicts import Validity


def day_words(day: date) -> str:
    """A day in the reader's language."""
    return day_in(day, get_language() or "vi")


def sentence_of(certificate: Certificate, day: date) -> str:
    """What the page says first, and what a machine may repeat."""
    verdict = certificate.verdict_on(day)
    facts = {"day": day_words(verdict.day)}
    if verdict.validity == Validity.SUPERSEDED:
        facts["number"] = certificate.superseded_by.number if certificate.superseded_by else ""
        return _("Giấy đã được thay bằng giấy %(number)s từ ngày %(day)s") % facts
    said = {
        Validity.VALID: _("Giấy còn hiệu lực đến hết ngày %(day)s"),
        Validity.EXTENDED: _("Giấy được kéo dài theo điều khoản chuyển tiếp, đến hết ngày %(day)s"),
        Validity.EXPIRED: _("Giấy đã hết hạn sau ngày %(day)s"),
        Validity.REVOKED: _("Giấy đã bị thu hồi từ ngày %(day)s"),
        Validity.NOT_YET: _("Giấy có hiệu lực từ ngày %(day)s"),
    }
    return said[verdict.validity] % facts


def basis_of(certificate: Certificate, day: date) -> str:
    """On what the state rests: the ground and the law."""
    validity, law = certificate.verdict_on(day).validity, law_on(day)
    if validity == Validity.REVOKED:
        return f"{GROUNDS.get(certificate.revoked_ground, '')} ({law.revocation_law})".strip()
    if validity == Validity.EXTENDED:
        return _("Chưa kịp khung nộp mới để đánh giá lại; chủ thể vẫn chịu trách nhiệm theo hồ sơ cũ (%(law)s)") % {
            "law": law.extension_law
        }
    if validity == Validity.SUPERSEDED:
        return _("Sản phẩm đã được nâng hạng hoặc đánh giá lại (%(law)s)") % {"law": law.supersession_law}
    return str(certificate.draft["law"])
