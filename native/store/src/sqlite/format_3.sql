-- From format 2: scope keys are counted by the kind of their scopes, backups are known, mailboxes can be held and removed, policies can be
-- purged, and there are geos with sites.
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
INSERT INTO generation_keys (policy_no, generation, kind, keys)
    SELECT w.policy_no, w.generation, s.kind, count(*) FROM scope_wrap w JOIN scope s ON s.no = w.scope_no GROUP BY 1, 2, 3;
ALTER TABLE generation DROP COLUMN wraps_now;

-- The copy that is made before these steps is a backup too: it needs what the tenant needs now.
INSERT INTO backup (guid, output, secrets, at)
    SELECT randomblob(16), d.file || '.format-' || f.version, '', unixepoch() FROM pragma_database_list d, format f WHERE d.name = 'main';
INSERT INTO backup_keys (backup_no, policy_no, generation, slot, key_uri, keys)
    SELECT b.no, w.policy_no, w.generation, w.slot, w.key_uri, total(k.keys)
    FROM backup b JOIN policy_wrap w JOIN policy p ON p.no = w.policy_no
    LEFT JOIN generation_keys k ON k.policy_no = w.policy_no AND k.generation = w.generation
    WHERE w.slot IN (1, 2) GROUP BY b.no, w.policy_no, w.generation, w.slot
    HAVING w.generation = p.generation OR total(k.keys) > 0;

ALTER TABLE mailbox ADD COLUMN held INTEGER;
-- How far the purge of a policy's data has come.
ALTER TABLE policy ADD COLUMN purge TEXT;

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
    record    INTEGER NOT NULL,
    code      BLOB NOT NULL
);

-- Sites: their scopes, and the geo of each.
CREATE TABLE site (
    no     INTEGER PRIMARY KEY REFERENCES scope (no),
    geo_no INTEGER NOT NULL REFERENCES geo (no),
    record INTEGER NOT NULL,
    code   BLOB NOT NULL
);
CREATE INDEX site_by_geo ON site (geo_no);

-- The parts of a file in a site, in order: where each lies in the file and in its content object, and its wrapped key.
CREATE TABLE chunk (
    item_no  INTEGER NOT NULL REFERENCES item (no),
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    size     INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    sealed   INTEGER NOT NULL,
    key      BLOB NOT NULL,
    PRIMARY KEY (item_no, position)
) WITHOUT ROWID;

-- The availability key of all SharePoint policies: an RSA private key, sealed under the secret that the GUID names.
CREATE TABLE installation_key (
    no     INTEGER PRIMARY KEY CHECK (no = 1),
    guid   BLOB NOT NULL,
    sealed BLOB NOT NULL
);
