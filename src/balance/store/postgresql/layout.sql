-- What the server keeps beside the tables of the store: which part of which table changed with which revision.
-- Every transaction that changes a table is one revision, whoever makes it and with whatever tool.

CREATE TABLE store_state (
    only_row BOOLEAN NOT NULL PRIMARY KEY DEFAULT true CHECK (only_row),
    store_id TEXT NOT NULL DEFAULT gen_random_uuid()::text,
    revision BIGINT NOT NULL DEFAULT 0,
    token TEXT NOT NULL DEFAULT gen_random_uuid()::text,
    changed_in TEXT NOT NULL DEFAULT ''
);

INSERT INTO store_state DEFAULT VALUES;

CREATE TABLE store_changes (
    revision BIGINT NOT NULL PRIMARY KEY,
    token TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    made_by TEXT NOT NULL DEFAULT session_user
);

CREATE TABLE changed_parts (
    table_name TEXT NOT NULL,
    part TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (table_name, part)
);

CREATE INDEX changed_parts_by_revision ON changed_parts (revision);

CREATE TABLE schema_version (
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    taken_at TIMESTAMP NOT NULL
);

-- Given the expression of a row's part, notes every part that a statement touched. The state's one row is the lock:
-- it is held until the transaction ends, so revisions are kept in the order of their numbers.
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here TEXT := pg_backend_pid() || ' ' || txid_current() || ' ' || extract(epoch FROM transaction_timestamp());
    touched TEXT := 'SELECT * FROM changed';
    this BIGINT;
BEGIN
    UPDATE store_state SET revision = revision + 1, token = gen_random_uuid()::text, changed_in = here
        WHERE changed_in <> here;
    IF FOUND THEN
        INSERT INTO store_changes (revision, token) SELECT revision, token FROM store_state;
    END IF;
    IF TG_OP = 'TRUNCATE' THEN
        UPDATE store_state SET store_id = gen_random_uuid()::text;
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        touched := touched || ' UNION ALL SELECT * FROM earlier';
    END IF;
    SELECT revision INTO this FROM store_state;
    EXECUTE format(
        'INSERT INTO changed_parts SELECT $1, part, $2 FROM (SELECT DISTINCT %s AS part FROM (%s) AS rows) AS parts '
        'ON CONFLICT (table_name, part) DO UPDATE SET revision = excluded.revision', TG_ARGV[0], touched)
        USING TG_TABLE_NAME::text, this;
    RETURN NULL;
END $$;
