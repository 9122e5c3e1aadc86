-- Originals in small parts: rows of many megabytes would have to fit into memory by the thousand.

CREATE TABLE original_parts (
    sha256 VARCHAR NOT NULL,
    part BIGINT NOT NULL,
    content BLOB NOT NULL
);

INSERT INTO original_parts SELECT sha256, 0, content FROM originals;

CREATE TABLE originals_without_content (
    sha256 VARCHAR NOT NULL PRIMARY KEY,
    size_bytes BIGINT NOT NULL,
    kept_at TIMESTAMP NOT NULL
);

INSERT INTO originals_without_content SELECT sha256, size_bytes, kept_at FROM originals;

DROP TABLE originals;

ALTER TABLE originals_without_content RENAME TO originals;
