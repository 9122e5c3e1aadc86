-- What a person changed in an upload, cell by cell, beside the original, which is kept as it came.

CREATE TABLE corrections (
    snapshot_id VARCHAR NOT NULL,
    position BIGINT NOT NULL,
    sha256 VARCHAR NOT NULL,
    "file" VARCHAR,
    sheet VARCHAR,
    cell VARCHAR NOT NULL,
    "row" BIGINT,
    "column" VARCHAR,
    found VARCHAR,
    meant VARCHAR,
    kind VARCHAR NOT NULL,
    who VARCHAR,
    why VARCHAR,
    made_at TIMESTAMP NOT NULL
);
