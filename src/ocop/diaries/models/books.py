"""Books, and who keeps them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.people.models import Person
from ocop.places.models import Place
from ocop.producers.models import Producer

from ..rules import GENESIS


class Book(models.Model):
    """Sổ: the diary of a producer, or of one household of it. Its entries are numbered and sealed in a chain.

    Whoever writes holds the row; so numbers follow the order of commits, and a reader's cursor misses nothing.
    """

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="books")
    household = models.CharField("Hộ", max_length=120, blank=True, help_text="rỗng: sổ của chính chủ thể")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    simulated = models.BooleanField("Mô phỏng", default=False)
    last_number = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, default=GENESIS, help_text="niêm phong của ghi chép cuối")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["producer", "household"], name="book_once")]

    def __str__(self) -> str:
        return self.household or self.producer.name

    @property
    def ref(self) -> str:
        """How devices name it: the producer's own book may not be opened yet when they do."""
        return f"h{self.pk}" if self.household else f"p{self.producer_id}"


class Keeper(models.Model):
    """Người giữ sổ: may write in the book and read it, until they leave."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="keepers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "person"], condition=Q(until__isnull=True), name="keeper_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.book}"
