"""Certificates attached to a lot, a site or a growing area: VietGAP, organic, test reports, each with its dates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ocop.lots.models import Lot
from ocop.papers.models import Paper
from ocop.people.models import Person
from ocop.producers.models import Producer

from .places import GrowingArea, Site

_ONE = {"lot": None, "site": None, "area": None}


def _only(name: str) -> Q:
    others = {f"{other}__isnull": True for other in _ONE if other != name}
    return Q(**others, **{f"{name}__isnull": False})


class Attestation(models.Model):
    """Giấy gắn vào lô hoặc nơi: a paper of the vault and the one thing it speaks of; its dates stand with the paper."""

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="attestations")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="attestations")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="attestations")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="attestations")
    area = models.ForeignKey(GrowingArea, on_delete=models.PROTECT, null=True, blank=True, related_name="attestations")
    attached_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()
    removed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(condition=_only("lot") | _only("site") | _only("area"), name="attests_one_thing"),
            models.UniqueConstraint(
                fields=["paper", "lot", "site", "area"], condition=Q(removed_at=None), nulls_distinct=False,
                name="attested_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.paper}: {self.about}"

    @property
    def about(self) -> str:
        if self.lot is not None:
            return f"Lô {self.lot.code}"
        return f"Vùng {self.area.name}" if self.area is not None else str(self.site)
