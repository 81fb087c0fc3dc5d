"""The table of events, partitioned by month through the position; its months are made by `acts.partitions`.

Columns stand in an order that leaves no gaps between them. There is no default partition: it would fill up unseen.
"""

from django.db import migrations

EVENTS = """
CREATE SEQUENCE traces_position CACHE 1;
CREATE TABLE traces_event (
    position bigint NOT NULL PRIMARY KEY,
    tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
    record_time timestamptz NOT NULL,
    event_time timestamptz NOT NULL,
    declared_at timestamptz,
    transformation bigint,
    party_id integer NOT NULL,
    context_id integer NOT NULL,
    kind smallint NOT NULL,
    action smallint NOT NULL,
    marks bigint[] NOT NULL,
    inputs bigint[],
    outputs bigint[],
    digest bytea,
    body bytea NOT NULL
) PARTITION BY RANGE (position);
-- Packed already: a second try would cost time and win nothing.
ALTER TABLE traces_event ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX traces_event_marks ON traces_event USING gin (marks);
CREATE INDEX traces_event_time ON traces_event (event_time);
CREATE TABLE traces_identity (
    key uuid NOT NULL,
    declaration bigint NOT NULL DEFAULT 0,
    position bigint NOT NULL,
    PRIMARY KEY (key, declaration)
);
-- Positions up to here were visible before this cluster's transactions were counted: a restored copy sets it.
CREATE TABLE traces_horizon (
    one boolean NOT NULL DEFAULT true PRIMARY KEY CHECK (one),
    settled bigint NOT NULL
);
INSERT INTO traces_horizon (settled) VALUES (0);
"""
UNDO = "DROP TABLE traces_event, traces_identity, traces_horizon; DROP SEQUENCE traces_position;"


class Migration(migrations.Migration):
    dependencies = [("traces", "0001_parties")]

    operations = [migrations.RunSQL(EVENTS, UNDO)]
