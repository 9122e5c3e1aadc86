-- Uploads from a drop folder that wait for a person, and contents that must not come back by themselves.

CREATE TABLE waiting_uploads (
    waiting_id VARCHAR NOT NULL,
    as_of DATE,
    noticed_at TIMESTAMP NOT NULL,
    why VARCHAR NOT NULL,
    details VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    settled_at TIMESTAMP,
    settled_by VARCHAR
);

CREATE TABLE waiting_files (
    waiting_id VARCHAR NOT NULL,
    position BIGINT NOT NULL,
    name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL
);

CREATE TABLE purged_files (
    as_of DATE NOT NULL,
    sha256 VARCHAR NOT NULL
);
