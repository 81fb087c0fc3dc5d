"""Products."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Q

from ocop.places.models import Place
from ocop.places.queries import names_for_search
from ocop.places.rules import sort_key
from ocop.producers.models import Certainty, Producer

from .rules import YearlyOutput


class Product(models.Model):
    """Sản phẩm: one product of one producer; its stars are recognition events in `certificates`."""

    producer = models.ForeignKey(
        Producer, on_delete=models.PROTECT, null=True, blank=True, related_name="products",
        help_text="rỗng khi nguồn không nêu chủ thể",
    )  # fmt: skip
    name = models.CharField("Tên sản phẩm", max_length=200)
    slug = models.SlugField(max_length=220, unique=True)
    line = models.CharField("Ngành", max_length=80, blank=True)
    group = models.CharField("Nhóm", max_length=80, blank=True)
    set_no = models.PositiveSmallIntegerField("Bộ sản phẩm", null=True, blank=True, help_text="1–26, Phụ lục I")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="products")
    former_place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="former_products"
    )
    code = models.CharField("Mã sản phẩm", max_length=24, blank=True, help_text="T-X-STT-YYYY, cấp khi nộp hồ sơ")
    gtin = models.CharField("GTIN-14", max_length=14, null=True, blank=True, unique=True)
    summary = models.CharField("Mô tả ngắn", max_length=300, blank=True)
    story = models.TextField("Câu chuyện", blank=True)
    ingredients = models.TextField("Thành phần", blank=True)
    output_quantity = models.PositiveIntegerField(
        "Sản lượng mỗi năm",
        null=True,
        blank=True,
        help_text="rỗng: chưa khai; hồ sơ đóng băng, giấy chứng nhận giữ lại",
    )
    output_unit = models.CharField("Đơn vị của sản lượng", max_length=30, blank=True)
    simulated = models.BooleanField("Mô phỏng", default=False)
    source = models.CharField("Nguồn", max_length=400, blank=True)
    certainty = models.CharField(max_length=8, choices=Certainty, blank=True)
    note = models.CharField("Ghi chú nguồn", max_length=300, blank=True)
    registered_at = models.DateTimeField()
    sort_key = models.CharField(
        max_length=400, blank=True, editable=False, db_collation="C", help_text="thứ tự chữ Việt: wheel không có ICU"
    )
    maker_words = models.CharField(max_length=200, blank=True, editable=False, help_text="để tìm theo chủ thể")
    place_words = models.CharField(
        max_length=600, blank=True, editable=False, help_text="để tìm theo địa bàn cũ và mới"
    )
    folded = models.GeneratedField(
        expression=Func("name", function="public.ocop_fold"), output_field=models.TextField(), db_persist=True
    )
    search = models.GeneratedField(
        expression=Func("name", "maker_words", "place_words", "group", function="public.ocop_product_vector"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ("id",)
        indexes = [
            GinIndex(fields=["search"], name="product_search"),
            models.Index(fields=["sort_key", "id"], name="product_order"),
            # Counting the whole register reads this and not the wide rows.
            models.Index(fields=["id"], include=["group", "place", "former_place", "simulated"], name="product_facets"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(output_quantity__isnull=True, output_unit="")
                | (Q(output_quantity__gt=0) & ~Q(output_unit="")),
                name="product_output_with_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_words()
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key", "maker_words", "place_words"}
        super().save(*args, **kwargs)

    def derive_words(self) -> None:
        """Fill what search and order need from this row's own facts and its neighbours'."""
        self.sort_key = sort_key(self.name)
        self.maker_words = self.producer.name if self.producer else ""
        names = names_for_search(self.place) or (self.former_place.name if self.former_place else "")
        self.place_words = names[:600]

    def get_absolute_url(self) -> str:
        return f"/san-pham/{self.slug}/"

    @property
    def yearly_output(self) -> YearlyOutput | None:
        """What its producer says it makes in a year; None while nobody said so."""
        return YearlyOutput(self.output_quantity, self.output_unit) if self.output_quantity else None
