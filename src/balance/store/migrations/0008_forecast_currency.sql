-- The currency in which money was forecast; what was written down before says it in its assumptions, or nowhere

ALTER TABLE forecast_sets ADD COLUMN currency VARCHAR;
