"""Stamps checked by text message: who asks is a mark that means nothing tomorrow; no telephone number is kept."""

from __future__ import annotations

from django.db import models


class TextMessage(models.Model):
    """Tin nhắn kiểm tra: one message that the gateway handed over, and what it was answered; sent twice, answered once."""

    gateway_id = models.CharField(max_length=64, unique=True, help_text="số của tin ở tổng đài")
    at = models.DateTimeField()
    sender = models.BigIntegerField(help_text="dấu của số điện thoại trong ngày, không lần ngược được")
    verdict = models.CharField(max_length=12, blank=True)
    scratched = models.CharField(max_length=20, blank=True, help_text="mã cào được trả lời thế nào; rỗng: không gửi")
    reply = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["-at"], name="text_newest")]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.verdict}"


class TextSender(models.Model):
    """How many messages a sender sent on a day, and how many of them named a code that is none; sender 0: everybody."""

    pk = models.CompositePrimaryKey("day", "sender")
    day = models.DateField()
    sender = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day} {self.sender}: {self.count}"
