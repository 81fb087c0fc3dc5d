"""Persons, offices and mandates."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from ocop.places.models import Place

from .rules import ROLE_NAMES, Role


class PasswordHasher(ScryptPasswordHasher):
    """scrypt with N=2^14, r=8, p=2: 65 ms of CPU and 16 MB a sign-in (measured; Django's own p=5 takes 200 ms).

    Two cores then answer 30 sign-ins a second, and four threads at once take 64 MB of the worker's 250.
    """

    parallelism = 2


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(Q(phone=username) | Q(email=username))


class Person(AbstractBaseUser):
    """Someone who can sign in, by phone number (E.164) or e-mail (lower case)."""

    name = models.CharField("Họ và tên", max_length=120)
    phone = models.CharField("Số điện thoại", max_length=16, unique=True, null=True, blank=True)
    email = models.EmailField("Thư điện tử", unique=True, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    simulated = models.BooleanField("Mô phỏng", default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    sessions_epoch = models.PositiveIntegerField(default=0, help_text="tăng lên thì mọi phiên cũ hết hiệu lực")

    USERNAME_FIELD = "id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(phone__isnull=False) | Q(email__isnull=False), name="person_has_a_login"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def login(self) -> str:
        return self.phone or self.email or ""

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(_composed(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(_composed(raw_password))

    def _get_session_auth_hash(self, secret: bytes | None = None) -> str:
        """Ties sessions to the password and the epoch, so that both can end them."""
        salt = "ocop.people.models.Person.session"
        return salted_hmac(
            salt, f"{self.password}:{self.sessions_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()


def _composed(password: str | None) -> str | None:
    """Keyboards write “ồ” as one letter or as three: both are the same password."""
    return None if password is None else unicodedata.normalize("NFC", password)


class Office(models.Model):
    """An authority or body that gives mandates: a commune's People's Committee, the province's OCOP office."""

    class Kind(models.TextChoices):
        COMMUNE = "commune", "UBND xã, phường, đặc khu"
        PROVINCE = "province", "Cơ quan tham mưu OCOP cấp tỉnh"
        PROVINCE_COMMITTEE = "province_committee", "UBND tỉnh"
        MINISTRY = "ministry", "Bộ Nông nghiệp và Môi trường"
        COUNCIL = "council", "Hội đồng, Tổ tư vấn"
        INSPECTION = "inspection", "Thanh tra, quản lý thị trường"
        PRODUCER = "producer", "Chủ thể"
        OTHER = "other", "Khác"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="office_once")]

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """A role held by a person, for an office, in a place, from a day to a day (both included)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(max_length=24, choices=[(r.value, ROLE_NAMES[r]) for r in Role])
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="mandates")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    basis = models.CharField("Căn cứ", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")), name="mandate_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_name} – {self.office}"

    @property
    def role_name(self) -> str:
        return ROLE_NAMES[Role(self.role)]

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
