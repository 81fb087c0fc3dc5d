"""The only thing stored here: the official wording that an office sets beside our labels."""

from django.db import models


class OfficialWording(models.Model):
    """Lời văn bản of one criterion (`option` 0) or of one of its options (1 = the first in the order of the law)."""

    regime = models.CharField("Chế độ", max_length=24)
    set_no = models.PositiveSmallIntegerField("Bộ sản phẩm")
    criterion = models.CharField("Tiêu chí", max_length=8)
    case = models.CharField("Trường hợp", max_length=1, blank=True)
    option = models.PositiveSmallIntegerField("Lựa chọn thứ", default=0)
    text = models.TextField("Lời văn bản")
    source = models.CharField("Nguồn", max_length=300)
    loaded_at = models.DateTimeField("Nạp lúc")

    class Meta:
        verbose_name = "Lời văn bản"
        verbose_name_plural = "Lời văn bản"
        constraints = [
            # A later loading stands beside the earlier one; the newest is shown.
            models.UniqueConstraint(
                "regime", "set_no", "criterion", "case", "option", "loaded_at", name="one_wording_per_loading"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="wording_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.regime} bộ {self.set_no} {self.criterion} {self.case}{self.option or ''}"
