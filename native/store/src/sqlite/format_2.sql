-- From format 1: rows that decide who is protected by what are authenticated. The codes stay empty here; whoever holds the key sets them
-- when the tenant is opened.
ALTER TABLE tenant ADD COLUMN record INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tenant ADD COLUMN code BLOB NOT NULL DEFAULT x'';
ALTER TABLE setting ADD COLUMN record INTEGER NOT NULL DEFAULT 0;
ALTER TABLE setting ADD COLUMN code BLOB NOT NULL DEFAULT x'';
ALTER TABLE policy ADD COLUMN record INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy ADD COLUMN code BLOB NOT NULL DEFAULT x'';
ALTER TABLE generation ADD COLUMN record INTEGER NOT NULL DEFAULT 0;
ALTER TABLE generation ADD COLUMN code BLOB NOT NULL DEFAULT x'';
ALTER TABLE mailbox ADD COLUMN record INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mailbox ADD COLUMN code BLOB NOT NULL DEFAULT x'';
CREATE TABLE note (
    name   TEXT NOT NULL PRIMARY KEY,
    value  TEXT NOT NULL,
    record INTEGER NOT NULL,
    code   BLOB NOT NULL
) WITHOUT ROWID;
INSERT INTO note (name, value, record, code) SELECT name, value, 0, x'' FROM setting
    WHERE name NOT LIKE 'setting.%' AND name NOT LIKE 'clock.%';
DELETE FROM setting WHERE name NOT LIKE 'setting.%' AND name NOT LIKE 'clock.%';
CREATE TABLE assignment_2 (
    no        INTEGER PRIMARY KEY CHECK (no = 1),
    policy_no INTEGER REFERENCES policy (no),
    at        INTEGER NOT NULL,
    record    INTEGER NOT NULL,
    code      BLOB NOT NULL
);
INSERT INTO assignment_2 (no, policy_no, at, record, code) SELECT no, policy_no, at, 0, x'' FROM assignment;
INSERT OR IGNORE INTO assignment_2 (no, policy_no, at, record, code) SELECT 1, NULL, created, 0, x'' FROM tenant;
DROP TABLE assignment;
ALTER TABLE assignment_2 RENAME TO assignment;
ALTER TABLE audit ADD COLUMN link BLOB NOT NULL DEFAULT x'';
-- Retiring and destroying were one step in format 1.
ALTER TABLE generation ADD COLUMN destroyed INTEGER;
UPDATE generation SET destroyed = retired;
ALTER TABLE job ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
CREATE TABLE job_failure (
    job_no   INTEGER NOT NULL REFERENCES job (no),
    scope_no INTEGER NOT NULL REFERENCES scope (no),
    version  INTEGER NOT NULL,
    problem  TEXT NOT NULL,
    PRIMARY KEY (job_no, scope_no, version)
) WITHOUT ROWID;
-- How each vault's file was when it was last recorded; of removed vaults too, so that none of them comes back with its file.
CREATE TABLE vault_pin (
    vault      BLOB NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    generation INTEGER NOT NULL,
    sequence   INTEGER NOT NULL,        -- of the last record of its log
    tag        BLOB NOT NULL,           -- of that record
    removed    INTEGER NOT NULL,
    record     INTEGER NOT NULL,
    code       BLOB NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX vault_pin_by_name ON vault_pin (name) WHERE removed = 0;
-- Nothing lists these any more.
DROP INDEX item_outside;
