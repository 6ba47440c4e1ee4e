-- From format 2: scope keys are counted by the kind of their scopes, backups are known, mailboxes can be held and removed, and policies purged.
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
