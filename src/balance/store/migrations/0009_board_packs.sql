-- What people wrote into a pack in place of Balance's own words, and packs frozen with the snapshot they quote

CREATE TABLE pack_words (
    as_of DATE NOT NULL,
    document VARCHAR NOT NULL,
    part VARCHAR NOT NULL,
    version BIGINT NOT NULL,
    said VARCHAR,
    instead_of VARCHAR NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    saved_by VARCHAR NOT NULL
);

CREATE TABLE frozen_packs (
    pack_id VARCHAR NOT NULL PRIMARY KEY,
    snapshot_id VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    scenario VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    data_hash VARCHAR NOT NULL,
    model_version VARCHAR NOT NULL,
    frozen_at TIMESTAMP NOT NULL,
    frozen_by VARCHAR NOT NULL
);

CREATE TABLE frozen_files (
    pack_id VARCHAR NOT NULL,
    position BIGINT NOT NULL,
    format VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    size_bytes BIGINT NOT NULL
);

CREATE TABLE frozen_parts (
    sha256 VARCHAR NOT NULL,
    part BIGINT NOT NULL,
    content BLOB NOT NULL
);
