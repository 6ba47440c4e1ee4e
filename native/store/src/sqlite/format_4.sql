-- From format 3: a geo can be in recovery mode, a site can be deleted and restored, and a part of a file can be written anew.
-- The copy that is made before these steps is a backup too: it needs what the tenant needs now.
INSERT INTO backup (guid, output, secrets, at)
    SELECT randomblob(16), d.file || '.format-' || f.version, '', unixepoch() FROM pragma_database_list d, format f WHERE d.name = 'main' AND f.version = 3;
INSERT INTO backup_keys (backup_no, policy_no, generation, slot, key_uri, keys)
    SELECT b.no, w.policy_no, w.generation, w.slot, w.key_uri, total(k.keys)
    FROM backup b JOIN policy_wrap w JOIN policy p ON p.no = w.policy_no
    LEFT JOIN generation_keys k ON k.policy_no = w.policy_no AND k.generation = w.generation
    WHERE w.slot IN (1, 2) AND b.no = last_insert_rowid() AND (SELECT version FROM format) = 3 GROUP BY b.no, w.policy_no, w.generation, w.slot
    HAVING w.generation = p.generation OR total(k.keys) > 0;

ALTER TABLE geo ADD COLUMN recovery INTEGER;
ALTER TABLE site ADD COLUMN deleted INTEGER;
CREATE INDEX site_deleted ON site (no) WHERE deleted IS NOT NULL;
ALTER TABLE chunk ADD COLUMN object BLOB;
CREATE INDEX chunk_by_object ON chunk (object) WHERE object IS NOT NULL;
