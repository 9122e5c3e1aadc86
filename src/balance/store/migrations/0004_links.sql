-- What people decided about the link of an incident to an initiative; the newest row of a pair counts.

CREATE TABLE links (
    position BIGINT NOT NULL PRIMARY KEY,
    recorded_at TIMESTAMP NOT NULL,
    recorded_by VARCHAR NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    incident_id VARCHAR NOT NULL,
    initiative_id VARCHAR NOT NULL,
    decision VARCHAR NOT NULL
);
