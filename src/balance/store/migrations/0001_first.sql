-- The tables of the store's own; those of the company come from `schema`.

CREATE TABLE snapshots (
    snapshot_id VARCHAR NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    as_of DATE NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    loaded_by VARCHAR NOT NULL,
    dropped BOOLEAN NOT NULL,
    mapping VARCHAR NOT NULL,
    answers VARCHAR NOT NULL,
    program_version VARCHAR NOT NULL
);

CREATE TABLE snapshot_tables (
    snapshot_id VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    row_count BIGINT NOT NULL
);

CREATE TABLE snapshot_files (
    snapshot_id VARCHAR NOT NULL,
    position BIGINT NOT NULL,
    name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL
);

CREATE TABLE originals (
    sha256 VARCHAR NOT NULL PRIMARY KEY,
    size_bytes BIGINT NOT NULL,
    kept_at TIMESTAMP NOT NULL,
    content BLOB NOT NULL
);

CREATE TABLE problems (
    snapshot_id VARCHAR NOT NULL,
    position BIGINT NOT NULL,
    code VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    "file" VARCHAR,
    sheet VARCHAR,
    cell VARCHAR,
    "row" BIGINT,
    "column" VARCHAR,
    found VARCHAR,
    expected VARCHAR,
    fix VARCHAR
);

CREATE TABLE held_rows (
    snapshot_id VARCHAR NOT NULL,
    position BIGINT NOT NULL,
    "table" VARCHAR,
    "file" VARCHAR,
    sheet VARCHAR,
    "row" BIGINT,
    reasons VARCHAR,
    cells VARCHAR
);

CREATE TABLE statements (
    position BIGINT NOT NULL PRIMARY KEY,
    recorded_at TIMESTAMP NOT NULL,
    recorded_by VARCHAR NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    "key" VARCHAR NOT NULL,
    "value" VARCHAR,
    low DOUBLE,
    high DOUBLE,
    unit VARCHAR,
    owner VARCHAR,
    stated_on DATE,
    reason VARCHAR,
    source VARCHAR,
    "year" BIGINT
);

CREATE TABLE scenarios (
    name VARCHAR NOT NULL,
    version BIGINT NOT NULL,
    levers VARCHAR NOT NULL,
    actions VARCHAR NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    saved_by VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    as_of DATE,
    removed BOOLEAN NOT NULL
);

CREATE TABLE mappings (
    name VARCHAR NOT NULL,
    version BIGINT NOT NULL,
    mapping VARCHAR NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    saved_by VARCHAR NOT NULL,
    removed BOOLEAN NOT NULL
);

CREATE TABLE decisions (
    decision_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    as_of DATE NOT NULL,
    decision VARCHAR NOT NULL,
    owner VARCHAR,
    due_on DATE,
    scenario VARCHAR,
    outcome VARCHAR,
    saved_at TIMESTAMP NOT NULL,
    saved_by VARCHAR NOT NULL,
    removed BOOLEAN NOT NULL
);

CREATE TABLE forecasts (
    snapshot_id VARCHAR NOT NULL,
    made_at TIMESTAMP NOT NULL,
    model_version VARCHAR NOT NULL,
    data_hash VARCHAR NOT NULL,
    quantity VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    due_on DATE NOT NULL,
    q05 DOUBLE,
    q20 DOUBLE,
    q50 DOUBLE,
    q80 DOUBLE,
    q95 DOUBLE,
    chance DOUBLE
);

CREATE TABLE audit (
    number BIGINT NOT NULL PRIMARY KEY,
    changed_at TIMESTAMP NOT NULL,
    who VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    before VARCHAR,
    after VARCHAR
);
