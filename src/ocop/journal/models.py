"""The journal's lines, and the signed heads that are published of them."""

from __future__ import annotations

from django.db import models

from .rules import seal


class Line(models.Model):
    """One act, sealed to the line before it."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60, db_index=True)
    actor = models.CharField(max_length=80, db_index=True)
    subject = models.CharField(max_length=120, db_index=True)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject}"

    def expected_seal(self) -> str:
        return seal(self.previous, self.number, self.at, self.verb, self.actor, self.subject, self.facts)


class SignedHead(models.Model):
    """Đầu sổ: how many lines the journal had and the root of their tree, signed and published."""

    size = models.BigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    at = models.DateTimeField()
    note = models.TextField(help_text="toàn văn đã ký, dạng checkpoint")
    key = models.CharField(max_length=200, help_text="khóa công khai đã ký")

    class Meta:
        ordering = ("size",)

    def __str__(self) -> str:
        return f"{self.size} {self.root}"
