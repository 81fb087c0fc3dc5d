"""Events as they are stored: narrow columns to find them by, and the JSON object as it came, packed.

The table is made by hand in the migration: partitioned by month of recording through its position
(`rules.positions`), written by `acts.capturing` with COPY, and never changed afterwards.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .parties import Party


class Context(models.Model):
    """The JSON-LD context of captured documents, without which names of extensions say nothing; each stored once."""

    digest = models.UUIDField(unique=True)
    body = models.JSONField()

    def __str__(self) -> str:
        return str(self.digest)


class Event(models.Model):
    """Sự kiện truy xuất. Beside these columns the table has `tx xid8`: the transaction that made it visible."""

    class Kind(models.IntegerChoices):
        OTHER = 0, "Extension"
        OBJECT = 1, "ObjectEvent"
        AGGREGATION = 2, "AggregationEvent"
        TRANSACTION = 3, "TransactionEvent"
        TRANSFORMATION = 4, "TransformationEvent"
        ASSOCIATION = 5, "AssociationEvent"

    class Action(models.IntegerChoices):
        NONE = 0, ""
        OBSERVE = 1, "OBSERVE"
        ADD = 2, "ADD"
        DELETE = 3, "DELETE"

    position = models.BigIntegerField(primary_key=True)
    record_time = models.DateTimeField()
    event_time = models.DateTimeField()
    declared_at = models.DateTimeField(null=True, help_text="errorDeclaration.declarationTime")
    transformation = models.BigIntegerField(null=True, help_text="hash of the transformationID")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    context = models.ForeignKey(Context, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    kind = models.SmallIntegerField(choices=Kind)
    action = models.SmallIntegerField(choices=Action)
    marks = ArrayField(models.BigIntegerField(), help_text="64-bit marks of everything one may look for")
    inputs = ArrayField(models.BigIntegerField(), null=True, help_text="what went in, or the children")
    outputs = ArrayField(models.BigIntegerField(), null=True, help_text="what came out, or the parent")
    digest = models.BinaryField(null=True, help_text="SHA-256 of the event hash where it is the event's id")
    body = models.BinaryField(help_text="the event as it came: rules.packing")

    class Meta:
        db_table = "traces_event"

    def __str__(self) -> str:
        return str(self.position)


class Identity(models.Model):
    """That a party captured an event of this id: what makes capturing it again harmless.

    By party, so that nobody can occupy an id before the one whose event it is.
    """

    pk = models.CompositePrimaryKey("key", "declaration")
    key = models.UUIDField(help_text="hash of the party and the event id")
    declaration = models.BigIntegerField(default=0, help_text="hash of the error declaration; 0 for the event itself")
    position = models.BigIntegerField()

    class Meta:
        db_table = "traces_identity"

    def __str__(self) -> str:
        return str(self.key)
