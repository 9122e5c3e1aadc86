-- Unfinished uploads: what a person has said so far, and the files in small parts like the originals.

CREATE TABLE drafts (
    draft_id VARCHAR NOT NULL PRIMARY KEY,
    begun_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    begun_by VARCHAR NOT NULL,
    as_of DATE,
    step VARCHAR NOT NULL,
    said VARCHAR NOT NULL
);

CREATE TABLE draft_files (
    draft_id VARCHAR NOT NULL,
    position BIGINT NOT NULL,
    name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    size_bytes BIGINT NOT NULL
);

CREATE TABLE draft_parts (
    sha256 VARCHAR NOT NULL,
    part BIGINT NOT NULL,
    content BLOB NOT NULL
);
