"""Link types of the GS1 Web Vocabulary (1.16): the terms that say what a link of a resolver leads to."""

from __future__ import annotations

from gs1.keys import Gs1Error

VOCABULARY = "https://ref.gs1.org/voc/"
OLD_VOCABULARY = "https://gs1.org/voc/"
PREFIX = "gs1:"
DEFAULT, DEFAULT_MANY = "defaultLink", "defaultLinkMulti"
DEPRECATED = frozenset({"productSustainabilityInfo"})
_TERMS = """
    activityIdeas allergenInfo appDownload backgroundInfo brandHomepageClinical brandHomepagePatient careersInfo
    certificationInfo consumerHandlingStorageInfo defaultLink defaultLinkMulti dpp eifu epcis epil eventsInfo faqs
    handledBy hasRetailers homepage ingredientsInfo instructions jws leaveReview locationInfo logisticsInfo
    loyaltyProgram masterData menuInfo nutritionalInfo openingHoursInfo paymentLink pip productSustainabilityInfo
    promotion purchaseSuppliesOrAccessories quickStartGuide recallStatus recipeInfo registerProduct registryEntry
    relatedImage relatedVideo reportFound review safetyInfo scheduleTime serviceInfo smartLabel smpc socialMedia
    statisticInfo subscribe support sustainabilityInfo traceability tutorial userAgreement verificationService
    whatsInTheBox
"""
TERMS = frozenset(_TERMS.split())


def term(written: str) -> str | None:
    """Give the term for any of its spellings (`pip`, `gs1:pip`, the URI of either vocabulary); None for no link type.

    Terms mind capitals: `gs1:Pip` is none.
    """
    for beginning in (PREFIX, VOCABULARY, OLD_VOCABULARY):
        written = written.removeprefix(beginning) if written.startswith(beginning) else written
    return written if written in TERMS else None


def uri(name: str) -> str:
    """Give the URI of a term.

    Raises:
        Gs1Error: no link type of the vocabulary.
    """
    if name not in TERMS:
        raise Gs1Error(f"{name!a} is no link type of the GS1 Web Vocabulary")
    return VOCABULARY + name
