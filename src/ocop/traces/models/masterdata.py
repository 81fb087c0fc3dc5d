"""Master data as parties have said them: never changed; what a party said last of an element holds."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from .parties import Party


class Element(models.Model):
    """Dữ liệu gốc: one element of a vocabulary as one party said it at one moment.

    Beside these columns the table has `tx xid8`, as events do: pages of one answer see the same master data.
    """

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="elements")
    vocabulary = models.TextField(help_text="type of the vocabulary as it was said")
    said = models.TextField(help_text="id as it was said")
    key = models.TextField(help_text="id in the one spelling")
    key_hash = models.BigIntegerField()
    attributes = models.JSONField(default=list, help_text="[name written out, value] in their order")
    children = models.JSONField(default=list, help_text="ids in the one spelling")
    own = models.JSONField(default=list, help_text="[name written out, value] of somebody's own namespace")
    marks = ArrayField(models.BigIntegerField(), help_text="hashes of attribute names, and of names with values")
    since = models.DateTimeField(help_text="when it was recorded")
    created = models.TextField(blank=True, help_text="creationDate of the document that said it")

    class Meta:
        ordering = ("id",)
        verbose_name = "dữ liệu gốc"
        indexes = [
            models.Index(fields=["key_hash", "party", "-id"], name="trace_element_last"),
            models.Index(fields=["party", "id"], name="trace_element_of_party"),
            GinIndex(fields=["marks"], name="trace_element_marks"),
        ]

    def __str__(self) -> str:
        return self.said
