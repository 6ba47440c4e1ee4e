//! The chunks of a file are bound to it and to their places: none can be exchanged, left out, added
//! or cut off (rule 2.4).

use ckey_base::CancelToken;
use ckey_engine::{EngineError, ScopeSelector};
use rusqlite::Connection;
use uuid::Uuid;

use crate::stage::Stage;

const SITE: &str = "https://contoso.sharepoint.com/sites/finance";
const MIB: usize = 1024 * 1024;

fn site() -> ScopeSelector {
    ScopeSelector::Site(SITE.to_owned())
}

fn export(stage: &Stage, id: Uuid) -> Result<Vec<u8>, EngineError> {
    let mut content = Vec::new();
    stage.tenant.items().export(&site(), id, &mut content, &CancelToken::default())?;
    Ok(content)
}

/// Two files of three chunks each, in one site.
fn two_files() -> (Stage, [Uuid; 2], [Vec<u8>; 2]) {
    let stage = Stage::new();
    let (sites, actor) = (stage.tenant.sites(), stage.actor());
    sites.create_geo(&actor, "NAM", "https://contoso-admin.sharepoint.com").unwrap();
    sites.create_site(&actor, SITE, None, &CancelToken::default()).unwrap();
    let contents = [vec![1; 3 * MIB], vec![2; 2 * MIB + 7]];
    let ids = [0, 1].map(|at| stage.import(&site(), "file", &contents[at]).unwrap().id);
    (stage, ids, contents)
}

/// What somebody may do who can write the database: `first` and `second` are the files.
const EDITS: [(&str, &str); 9] = [
    (
        "keys of two chunks of a file are exchanged",
        "UPDATE chunk SET key = (SELECT o.key FROM chunk o WHERE o.item_no = first AND o.position = 1 - chunk.position)
             WHERE item_no = first AND position < 2",
    ),
    (
        "a chunk's key is another file's",
        "UPDATE chunk SET key = (SELECT key FROM chunk WHERE item_no = second AND position = 1) WHERE item_no = first AND position = 1",
    ),
    (
        "two chunks are exchanged with their places",
        "UPDATE chunk SET position = 9 - position WHERE item_no = first AND position < 2;
         UPDATE chunk SET position = position - 8 WHERE item_no = first AND position > 7",
    ),
    (
        "the last chunk is left out",
        "DELETE FROM chunk WHERE item_no = first AND position = 2; UPDATE item SET size = 2097152 WHERE no = first",
    ),
    (
        "the first chunk is left out",
        "DELETE FROM chunk WHERE item_no = first AND position = 0;
         UPDATE chunk SET position = position - 1, start = start - 1048576 WHERE item_no = first AND position = 1;
         UPDATE chunk SET position = position - 1, start = start - 1048576 WHERE item_no = first AND position = 2;
         UPDATE item SET size = 2097152 WHERE no = first",
    ),
    (
        "a chunk is added",
        "INSERT INTO chunk (item_no, position, start, size, place, sealed, key)
             SELECT item_no, 3, 3145728, size, place, sealed, key FROM chunk WHERE item_no = first AND position = 2;
         UPDATE item SET size = 4194304 WHERE no = first",
    ),
    ("all chunks are left out", "DELETE FROM chunk WHERE item_no = first"),
    (
        "a length is too large to be added up",
        "UPDATE chunk SET size = 9223372036854775807 WHERE item_no = first AND position = 2;
         UPDATE item SET size = 9223372036854775807 WHERE no = first",
    ),
    ("a key is cut off", "UPDATE chunk SET key = substr(key, 1, 10) WHERE item_no = first AND position = 1"),
];

#[test]
fn chunks_are_neither_exchanged_left_out_nor_added() {
    let (stage, ids, contents) = two_files();
    let connection = Connection::open(stage.path().join("tenant.db")).unwrap();
    let no = |id: Uuid| -> i64 {
        let sql = "SELECT no FROM item WHERE id = ?1";
        connection.query_row(sql, [id.as_bytes()], |row| row.get(0)).unwrap()
    };
    let [first, second] = ids.map(no);
    connection
        .execute_batch("CREATE TEMP TABLE chunks AS SELECT * FROM chunk; CREATE TEMP TABLE items AS SELECT * FROM item")
        .unwrap();
    for (what, edit) in EDITS {
        let edit = edit.replace("first", &first.to_string()).replace("second", &second.to_string());
        connection.execute_batch(&edit).unwrap();
        assert!(export(&stage, ids[0]).is_err(), "{what}");
        assert!(export(&stage, ids[1]).unwrap() == contents[1], "{what}");
        let checks = stage.tenant.check_content(&CancelToken::default(), &mut |_| {}).unwrap();
        assert!(checks.iter().any(|check| !check.passed), "{what}");
        connection
            .execute_batch(
                "DELETE FROM chunk; INSERT INTO chunk SELECT * FROM chunks;
                 UPDATE item SET size = (SELECT i.size FROM items i WHERE i.no = item.no)",
            )
            .unwrap();
        assert!(export(&stage, ids[0]).unwrap() == contents[0], "{what}");
    }
}

#[test]
fn a_file_that_is_changed_exchanged_or_cut_off_in_the_content_store_is_damaged() {
    let (stage, ids, contents) = two_files();
    let [first, second] = ids.map(|id| {
        let id = id.to_string();
        stage.path().join("content").join(&id[..2]).join(format!("{id}.sealed"))
    });
    let [own, other] = [&first, &second].map(|file| std::fs::read(file).unwrap());
    let mut changed = own.clone();
    changed[MIB + MIB / 2] ^= 1;
    for (what, bytes) in
        [("changed", changed), ("another's", other), ("cut off", own[..2 * MIB].to_vec())]
    {
        std::fs::write(&first, bytes).unwrap();
        let error = export(&stage, ids[0]).unwrap_err();
        assert!(error.id.starts_with("crypto.") || error.id == "DataDamaged", "{what}: {error:?}");
        assert!(export(&stage, ids[1]).unwrap() == contents[1], "{what}");
    }
    std::fs::write(&first, own).unwrap();
    assert!(export(&stage, ids[0]).unwrap() == contents[0]);
}
