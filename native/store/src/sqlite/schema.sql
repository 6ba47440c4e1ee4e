-- The tenant's state, format 3. Times are Unix seconds in UTC, GUIDs 16 bytes. Wraps lie in narrow tables of their own: a wrap is
-- overwritten by one of the same length, in place. Where a row has a `code`, it authenticates the row; `record` is the number of the audit
-- record that last changed it.

CREATE TABLE format (
    version    INTEGER NOT NULL,
    written_by TEXT NOT NULL            -- the library version that brought the store to this format
);

CREATE TABLE tenant (
    no      INTEGER PRIMARY KEY CHECK (no = 1),
    id      BLOB NOT NULL,
    name    TEXT NOT NULL,
    mode    INTEGER NOT NULL,
    created INTEGER NOT NULL,
    record  INTEGER NOT NULL,
    code    BLOB NOT NULL
);

CREATE TABLE epoch (
    no    INTEGER PRIMARY KEY CHECK (no = 1),
    value INTEGER NOT NULL
);

CREATE TABLE setting (
    name   TEXT NOT NULL PRIMARY KEY,
    value  TEXT NOT NULL,
    record INTEGER NOT NULL,
    code   BLOB NOT NULL
) WITHOUT ROWID;

-- What protects nothing: it is authenticated, but no audit record tells of it.
CREATE TABLE note (
    name   TEXT NOT NULL PRIMARY KEY,
    value  TEXT NOT NULL,
    record INTEGER NOT NULL,            -- always 0
    code   BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE policy (
    no          INTEGER PRIMARY KEY,
    guid        BLOB NOT NULL UNIQUE,
    kind        INTEGER NOT NULL,
    name        TEXT NOT NULL,
    name_key    TEXT NOT NULL,
    description TEXT NOT NULL,
    enabled     INTEGER NOT NULL,
    key_uris    TEXT NOT NULL,          -- JSON array
    generation  INTEGER NOT NULL,
    activated   INTEGER,
    created     INTEGER NOT NULL,
    changed     INTEGER NOT NULL,
    mailboxes   INTEGER NOT NULL,       -- how many in use carry it; not covered by the code
    record      INTEGER NOT NULL,
    code        BLOB NOT NULL,
    purge       TEXT,                   -- JSON: how far the purge of its data has come, once that was asked for
    UNIQUE (kind, name_key)
);

CREATE TABLE generation (
    policy_no  INTEGER NOT NULL REFERENCES policy (no),
    number     INTEGER NOT NULL,
    guid       BLOB NOT NULL UNIQUE,
    commitment BLOB NOT NULL,
    created    INTEGER NOT NULL,
    retired    INTEGER,                 -- since when nothing may be wrapped under it
    wraps_made INTEGER NOT NULL,        -- scope keys it has wrapped, ever; not covered by the code
    record     INTEGER NOT NULL,
    code       BLOB NOT NULL,
    destroyed  INTEGER,                 -- when its wraps were removed
    PRIMARY KEY (policy_no, number)
) WITHOUT ROWID;

-- How many scope keys are wrapped under a generation, by the kind of their scopes; no row where there are none. Not covered by a code.
CREATE TABLE generation_keys (
    policy_no  INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    keys       INTEGER NOT NULL,
    PRIMARY KEY (policy_no, generation, kind),
    FOREIGN KEY (policy_no, generation) REFERENCES generation (policy_no, number)
) WITHOUT ROWID;

-- Backups that may be restored one day, and the key versions that they need then.
CREATE TABLE backup (
    no      INTEGER PRIMARY KEY,
    guid    BLOB NOT NULL UNIQUE,
    output  TEXT NOT NULL,
    secrets TEXT NOT NULL,
    at      INTEGER NOT NULL
);

CREATE TABLE backup_keys (
    backup_no  INTEGER NOT NULL REFERENCES backup (no),
    policy_no  INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    slot       INTEGER NOT NULL,
    key_uri    TEXT NOT NULL,
    keys       INTEGER NOT NULL,        -- of scopes, under that generation
    PRIMARY KEY (backup_no, policy_no, generation, slot)
) WITHOUT ROWID;

CREATE TABLE policy_wrap (
    policy_no  INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    slot       INTEGER NOT NULL,
    key_uri    TEXT NOT NULL,
    algorithm  TEXT NOT NULL,
    seed       BLOB NOT NULL,
    sealed_key BLOB NOT NULL,
    PRIMARY KEY (policy_no, generation, slot),
    FOREIGN KEY (policy_no, generation) REFERENCES generation (policy_no, number)
) WITHOUT ROWID;

-- One row, always: a row that is gone would look like nothing assigned.
CREATE TABLE assignment (
    no        INTEGER PRIMARY KEY CHECK (no = 1),
    policy_no INTEGER REFERENCES policy (no),
    at        INTEGER NOT NULL,
    record    INTEGER NOT NULL,
    code      BLOB NOT NULL
);

CREATE TABLE scope (
    no      INTEGER PRIMARY KEY,
    guid    BLOB NOT NULL UNIQUE,
    kind    INTEGER NOT NULL,
    name    TEXT NOT NULL,
    created INTEGER NOT NULL,
    items   INTEGER NOT NULL,           -- how many it holds
    bytes   INTEGER NOT NULL            -- their plaintext size
);
CREATE INDEX scope_by_kind ON scope (kind);

-- What scopes and mailboxes are found by. `tie` is 0 where a name is unique within its field, otherwise the scope's number. Those
-- of removed mailboxes are in fields of their own.
CREATE TABLE identity (
    key      TEXT NOT NULL,
    field    INTEGER NOT NULL,
    tie      INTEGER NOT NULL,
    scope_no INTEGER NOT NULL REFERENCES scope (no),
    PRIMARY KEY (key, field, tie)
) WITHOUT ROWID;

-- The index leaves the generation out, so that a refresh does not move its entries.
CREATE TABLE scope_wrap (
    scope_no   INTEGER NOT NULL REFERENCES scope (no),
    version    INTEGER NOT NULL,
    policy_no  INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    wrap       BLOB NOT NULL,
    PRIMARY KEY (scope_no, version),
    FOREIGN KEY (policy_no, generation) REFERENCES generation (policy_no, number)
) WITHOUT ROWID;
CREATE INDEX scope_wrap_by_policy ON scope_wrap (policy_no, scope_no, version);

CREATE TABLE pending_scope (
    scope_no INTEGER PRIMARY KEY REFERENCES scope (no)
);

CREATE TABLE mailbox (
    no                  INTEGER PRIMARY KEY REFERENCES scope (no),
    alias               TEXT NOT NULL,
    user_principal_name TEXT NOT NULL,
    smtp_address        TEXT NOT NULL,
    display_name        TEXT NOT NULL,
    recipient_type      TEXT NOT NULL COLLATE NOCASE,
    policy_no           INTEGER REFERENCES policy (no),
    changed             INTEGER NOT NULL,
    record              INTEGER NOT NULL,
    code                BLOB NOT NULL,
    held                INTEGER         -- since when it is on litigation hold
);
CREATE INDEX mailbox_by_policy ON mailbox (policy_no);
CREATE INDEX mailbox_by_type ON mailbox (recipient_type);

-- Mailboxes that were taken from their users, and how: 1 deleted, 2 deleted while on hold, 3 disconnected, 4 about to be destroyed. No
-- job moves their keys, and others may have their names. Covered by the code of the mailbox.
CREATE TABLE removed_mailbox (
    no  INTEGER PRIMARY KEY REFERENCES mailbox (no),
    how INTEGER NOT NULL,
    at  INTEGER NOT NULL
);

-- How many of the keys under a generation are of removed mailboxes; no row where there are none. Not covered by a code.
CREATE TABLE removed_keys (
    policy_no  INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    how        INTEGER NOT NULL,
    keys       INTEGER NOT NULL,
    PRIMARY KEY (policy_no, generation, how),
    FOREIGN KEY (policy_no, generation) REFERENCES generation (policy_no, number)
) WITHOUT ROWID;

-- How many mailboxes are in use, in all: counting a million rows takes longer than a lookup may.
CREATE TABLE mailbox_count (
    no    INTEGER PRIMARY KEY CHECK (no = 1),
    value INTEGER NOT NULL
);

CREATE TABLE item (
    no          INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    scope_no    INTEGER NOT NULL REFERENCES scope (no),
    key_version INTEGER NOT NULL,
    size        INTEGER NOT NULL,
    name        TEXT NOT NULL,
    created     INTEGER NOT NULL,
    outside     INTEGER NOT NULL        -- 1: its bytes lie in the content store
);
CREATE INDEX item_by_scope ON item (scope_no);

-- Apart from the item, so that a listing reads no bodies.
CREATE TABLE item_body (
    item_no INTEGER PRIMARY KEY REFERENCES item (no),
    sealed  BLOB NOT NULL
);

-- SharePoint geos, and the policy that is registered for each.
CREATE TABLE geo (
    no        INTEGER PRIMARY KEY,
    guid      BLOB NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    name_key  TEXT NOT NULL UNIQUE,
    admin_url TEXT NOT NULL,
    url_key   TEXT NOT NULL UNIQUE,
    policy_no INTEGER REFERENCES policy (no),
    created   INTEGER NOT NULL,
    recovery  INTEGER,                  -- when its recovery mode was asked for
    record    INTEGER NOT NULL,
    code      BLOB NOT NULL
);

-- Sites: their scopes, the geo of each, and since when those are deleted that are.
CREATE TABLE site (
    no     INTEGER PRIMARY KEY REFERENCES scope (no),
    geo_no INTEGER NOT NULL REFERENCES geo (no),
    deleted INTEGER,
    record INTEGER NOT NULL,
    code   BLOB NOT NULL
);
CREATE INDEX site_by_geo ON site (geo_no);
CREATE INDEX site_deleted ON site (no) WHERE deleted IS NOT NULL;

-- The parts of a file in a site, in order: where each lies in the file and in its content object, and its wrapped key. The object is
-- that of the item, or another one that a later write of a part made.
CREATE TABLE chunk (
    item_no  INTEGER NOT NULL REFERENCES item (no),
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    size     INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    sealed   INTEGER NOT NULL,
    key      BLOB NOT NULL,
    object   BLOB,
    PRIMARY KEY (item_no, position)
) WITHOUT ROWID;
CREATE INDEX chunk_by_object ON chunk (object) WHERE object IS NOT NULL;

-- The availability key of all SharePoint policies: an RSA private key, sealed under the secret that the GUID names.
CREATE TABLE installation_key (
    no     INTEGER PRIMARY KEY CHECK (no = 1),
    guid   BLOB NOT NULL,
    sealed BLOB NOT NULL
);

CREATE TABLE job (
    no          INTEGER PRIMARY KEY,
    guid        BLOB NOT NULL UNIQUE,
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    state       INTEGER NOT NULL,
    cursor      INTEGER NOT NULL,
    done        INTEGER NOT NULL,
    total       INTEGER NOT NULL,
    problem     TEXT,
    owner       BLOB,
    lease_until INTEGER NOT NULL,
    created     INTEGER NOT NULL,
    changed     INTEGER NOT NULL,
    due         INTEGER NOT NULL        -- real time, Unix milliseconds; 0: at once
);
CREATE INDEX job_by_state ON job (state);

-- Scope keys that a job could not rewrap and went past.
CREATE TABLE job_failure (
    job_no   INTEGER NOT NULL REFERENCES job (no),
    scope_no INTEGER NOT NULL REFERENCES scope (no),
    version  INTEGER NOT NULL,
    problem  TEXT NOT NULL,
    PRIMARY KEY (job_no, scope_no, version)
) WITHOUT ROWID;

-- Numbers are never given twice: two processes may want to remove the same intent.
CREATE TABLE intent (
    no          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    owner       BLOB NOT NULL,
    lease_until INTEGER NOT NULL
);

CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    body     TEXT NOT NULL,
    mac      BLOB NOT NULL,
    link     BLOB NOT NULL              -- a hash over the record and the link before it, for those without the key of the code
);

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

CREATE TABLE directory (
    kind     INTEGER NOT NULL,
    id_key   TEXT NOT NULL,
    id       TEXT NOT NULL,
    name     TEXT NOT NULL,
    name_key TEXT NOT NULL,
    body     TEXT NOT NULL,
    PRIMARY KEY (kind, id_key)
) WITHOUT ROWID;
CREATE UNIQUE INDEX directory_by_name ON directory (kind, name_key) WHERE name_key <> '';

INSERT INTO epoch (no, value) VALUES (1, 1);
INSERT INTO mailbox_count (no, value) VALUES (1, 0);
