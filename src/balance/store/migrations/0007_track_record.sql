-- Forecasts frozen at each load with what they rest on, and decisions with the forecast they rested on

ALTER TABLE forecasts ADD COLUMN q10 DOUBLE;
ALTER TABLE forecasts ADD COLUMN q90 DOUBLE;
ALTER TABLE forecasts ADD COLUMN expected DOUBLE;
ALTER TABLE forecasts ADD COLUMN curve VARCHAR;

CREATE TABLE forecast_sets (
    snapshot_id VARCHAR NOT NULL PRIMARY KEY,
    made_at TIMESTAMP NOT NULL,
    model_version VARCHAR NOT NULL,
    data_hash VARCHAR NOT NULL,
    assumptions VARCHAR NOT NULL
);

INSERT INTO forecast_sets
SELECT snapshot_id, min(made_at), min(model_version), min(data_hash), '{}' FROM forecasts GROUP BY snapshot_id;

ALTER TABLE decisions ADD COLUMN choice VARCHAR;
ALTER TABLE decisions ADD COLUMN why VARCHAR;
ALTER TABLE decisions ADD COLUMN rested_on VARCHAR;
ALTER TABLE decisions ADD COLUMN settled_on DATE;
