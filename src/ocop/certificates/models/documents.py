"""The paper of a decision: what it says, its print, and whose digital signature it carries."""

from __future__ import annotations

from django.db import models

from .. import lifecycle
from .issuing import Decision


class Document(models.Model):
    """Văn bản quyết định as a PDF, made in the same order as a certificate: stored, rendered, re-read, signed, sealed."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="document")
    state = models.CharField(max_length=10, default=lifecycle.DRAFTED, choices=list(lifecycle.DOCUMENT_STATES.items()))
    draft = models.JSONField(help_text="mọi điều in trên quyết định, lưu trước khi dựng")
    draft_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    signed_sha256 = models.CharField(max_length=64, blank=True)
    stored_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Văn bản của {self.decision}"

    @property
    def printed_sha256(self) -> str:
        return self.signed_sha256 or self.pdf_sha256
