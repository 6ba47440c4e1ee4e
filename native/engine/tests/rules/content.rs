use ckey_crypto::digest::sha256;
use ckey_engine::ScopeSelector;

use crate::stage::{Stage, files_below, records_of};

#[test]
fn items_small_and_large_come_back_bit_for_bit() {
    let stage = Stage::bare();
    stage.mailbox("Alice");
    let scope = ScopeSelector::Mailbox("Alice".into());
    for size in [0_usize, 1, 65_535, 65_536, 65_537, 1_048_576, 3_000_001] {
        let content: Vec<u8> = (0..size).map(|index| (index % 251) as u8).collect();
        let item = stage
            .tenant
            .items()
            .import(
                &stage.actor(),
                &scope,
                "x",
                &mut content.as_slice(),
                &ckey_base::CancelToken::default(),
            )
            .unwrap();
        assert_eq!(item.size, size as u64);
        let mut read = Vec::new();
        assert_eq!(
            stage
                .tenant
                .items()
                .export(&scope, item.id, &mut read, &ckey_base::CancelToken::default())
                .unwrap(),
            size as u64
        );
        assert!(read == content, "{size}");
        let digest = stage.tenant.items().get(&scope, item.id).unwrap().sealed_sha256.unwrap();
        let files = files_below(&stage.path().join("content"));
        let digests: Vec<_> =
            files.iter().map(|file| hex::encode(sha256(&std::fs::read(file).unwrap()))).collect();
        assert_eq!(
            digests.contains(&digest),
            size > 65_536,
            "large items, and they alone, are in files with the digest that is shown"
        );
    }
    let alice = stage.look("Alice");
    assert_eq!(
        (alice.items, alice.bytes),
        (7, 65_535 + 65_536 + 65_537 + 1 + 1_048_576 + 3_000_001)
    );
    let page = stage.tenant.items().page(&scope, 0, 3).unwrap();
    assert_eq!(page.len(), 3);
    assert_eq!(stage.tenant.items().page(&scope, page[2].no, 1000).unwrap().len(), 4);
}

#[test]
fn an_item_belongs_to_its_scope_alone() {
    let stage = Stage::bare();
    stage.mailbox("Alice");
    stage.mailbox("Bob");
    let alice = ScopeSelector::Mailbox("Alice".into());
    let item = stage
        .tenant
        .items()
        .import(&stage.actor(), &alice, "x", &mut &b"mine"[..], &ckey_base::CancelToken::default())
        .unwrap();
    let error = stage
        .tenant
        .items()
        .export(
            &ScopeSelector::Mailbox("Bob".into()),
            item.id,
            &mut Vec::new(),
            &ckey_base::CancelToken::default(),
        )
        .err()
        .unwrap();
    assert_eq!(error.id, "ItemNotFound");
}

#[test]
fn an_import_that_fails_leaves_nothing_behind() {
    struct Broken(u64);
    impl std::io::Read for Broken {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if self.0 == 0 {
                return Err(std::io::Error::other("the medium broke"));
            }
            self.0 -= 1;
            Ok(buffer.len().min(1000))
        }
    }
    let stage = Stage::bare();
    stage.mailbox("Alice");
    let scope = ScopeSelector::Mailbox("Alice".into());
    for pieces in [0, 500] {
        let error = stage
            .tenant
            .items()
            .import(
                &stage.actor(),
                &scope,
                "x",
                &mut Broken(pieces),
                &ckey_base::CancelToken::default(),
            )
            .err()
            .unwrap();
        assert_eq!(error.id, "ItemUnreadable");
    }
    assert!(stage.tenant.items().page(&scope, 0, 10).unwrap().is_empty());
    assert!(files_below(&stage.path().join("content")).is_empty());
}

#[test]
fn plaintext_lies_nowhere_in_the_tenant_folder() {
    let stage = Stage::bare();
    stage.mailbox("Alice");
    let scope = ScopeSelector::Mailbox("Alice".into());
    let marker = b"NeverInTheClear-4711";
    let large = marker.repeat(10_000);
    stage
        .tenant
        .items()
        .import(
            &stage.actor(),
            &scope,
            "small",
            &mut &marker[..],
            &ckey_base::CancelToken::default(),
        )
        .unwrap();
    stage
        .tenant
        .items()
        .import(
            &stage.actor(),
            &scope,
            "large",
            &mut large.as_slice(),
            &ckey_base::CancelToken::default(),
        )
        .unwrap();
    // From another process: closing the database's file here would drop the locks that this process
    // holds on it.
    let search = |what: &str| {
        let found = std::process::Command::new("grep")
            .args(["-raFl", what])
            .arg(stage.path())
            .output()
            .unwrap();
        String::from_utf8(found.stdout).unwrap()
    };
    assert_eq!(search("NeverInTheClear-4711"), "");
    assert!(search("Alice").contains("tenant.db"), "the search itself finds what is there");
}

#[test]
fn an_unknown_workload_or_a_bad_scope_name_is_an_error() {
    let stage = Stage::bare();
    let open = |selector| stage.tenant.open_scope(&selector).err().map(|error| error.id);
    assert_eq!(open(ScopeSelector::Workload("Nonsense".into())), Some("WorkloadNotFound"));
    assert_eq!(open(ScopeSelector::Workload("teamschats".into())), None);
    assert_eq!(open(ScopeSelector::Application(String::new())), Some("ScopeNameInvalid"));
    assert_eq!(open(ScopeSelector::Application("x".repeat(129))), Some("ScopeNameInvalid"));
    assert_eq!(open(ScopeSelector::Mailbox("nobody".into())), Some("MailboxNotFound"));
}

#[test]
fn what_a_dead_import_left_is_looked_up_by_the_item_alone_so_no_item_that_is_there_is_removed() {
    let stage = Stage::bare();
    stage.mailbox("Alice");
    let (scope, cancel) =
        (ScopeSelector::Mailbox("Alice".into()), ckey_base::CancelToken::default());
    let large = vec![7_u8; 200_000];
    let item = stage
        .tenant
        .items()
        .import(&stage.actor(), &scope, "x", &mut large.as_slice(), &cancel)
        .unwrap();
    let path = stage.path();
    let Stage { tenant, folder: _folder } = stage;
    drop(tenant);
    let intent = format!(
        "INSERT INTO intent (kind, subject, owner, lease_until)
         VALUES ('CreateItem', '{{\"item\":\"{}\",\"scope\":\"{}\"}}', x'00000000000000000000000000000001', 0)",
        item.id,
        uuid::Uuid::new_v4()
    );
    rusqlite::Connection::open(path.join("tenant.db")).unwrap().execute_batch(&intent).unwrap();
    let tenant = ckey_engine::Tenant::open(&path, crate::stage::options()).unwrap();
    let mut read = Vec::new();
    tenant.items().export(&scope, item.id, &mut read, &cancel).unwrap();
    assert!(read == large);
    let left: i64 = rusqlite::Connection::open(path.join("tenant.db"))
        .unwrap()
        .query_row("SELECT count(*) FROM intent", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 0, "the intent was seen");
}

/// Items of one import share changes; each is told once it is stored, in the order in which they
/// came, with a record of its own.
#[test]
fn an_import_of_many_tells_each_item_once_it_is_stored_and_in_order() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the cable"))
        }
    }
    let stage = Stage::bare();
    stage.mailbox("Alice");
    let (actor, scope) = (stage.actor(), ScopeSelector::Mailbox("Alice".into()));
    let cancel = ckey_base::CancelToken::default();
    let before = records_of(&stage.tenant, "Import item").len();
    let mut import = stage.tenant.items().begin_import(&actor, &scope, &cancel).unwrap();
    let is_stored =
        |count: usize| stage.tenant.items().page(&scope, 0, 1000).unwrap().len() == count;
    assert!(import.add("0", &mut &b"0"[..]).unwrap().is_empty() && is_stored(0));
    assert_eq!(import.add("1", &mut Broken).unwrap_err().id, "ItemUnreadable");
    let large = vec![2; 100_000];
    let names = |stored: &[ckey_engine::ItemView]| {
        stored.iter().map(|item| item.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&import.add("2", &mut large.as_slice()).unwrap()), ["0", "2"]);
    assert!(is_stored(2));
    assert!(import.add("3", &mut &b"3"[..]).unwrap().is_empty() && is_stored(2));
    assert_eq!(names(&import.finish().unwrap()), ["3"]);
    assert!(import.finish().unwrap().is_empty() && is_stored(3));
    let page = stage.tenant.items().page(&scope, 0, 10).unwrap();
    assert_eq!(names(&page), ["0", "2", "3"]);
    assert_eq!(records_of(&stage.tenant, "Import item").len(), before + 3);
}

#[test]
fn what_waits_is_stored_before_a_large_item_and_told_though_that_one_fails() {
    /// Large, and looks at each piece how many items are stored; then it breaks.
    struct Looks<'a>(&'a Stage, &'a ScopeSelector, usize);
    impl std::io::Read for Looks<'_> {
        fn read(&mut self, piece: &mut [u8]) -> std::io::Result<usize> {
            self.2 += 1;
            if self.2 <= 2 {
                return Ok(piece.len());
            }
            let stored = self.0.tenant.items().page(self.1, 0, 10).unwrap().len();
            Err(std::io::Error::other(format!("{stored} were stored")))
        }
    }
    let stage = Stage::bare();
    stage.mailbox("Alice");
    let (actor, scope) = (stage.actor(), ScopeSelector::Mailbox("Alice".into()));
    let cancel = ckey_base::CancelToken::default();
    let mut import = stage.tenant.items().begin_import(&actor, &scope, &cancel).unwrap();
    assert!(import.add("small", &mut &b"s"[..]).unwrap().is_empty());
    let problem = import.add("large", &mut Looks(&stage, &scope, 0)).unwrap_err();
    assert!(problem.message.contains("1 were stored"), "{}", problem.message);
    let told = import.finish().unwrap();
    assert_eq!(told.iter().map(|item| item.name.as_str()).collect::<Vec<_>>(), ["small"]);
    assert_eq!(stage.tenant.items().page(&scope, 0, 10).unwrap().len(), 1);
}

#[test]
fn the_first_changes_of_an_import_are_small_so_who_wants_little_leaves_little_untold() {
    let stage = Stage::bare();
    stage.mailbox("Alice");
    let (actor, scope) = (stage.actor(), ScopeSelector::Mailbox("Alice".into()));
    let cancel = ckey_base::CancelToken::default();
    let mut import = stage.tenant.items().begin_import(&actor, &scope, &cancel).unwrap();
    let mut told = Vec::new();
    for number in 0..8 + 64 + 512 {
        let stored = import.add(&number.to_string(), &mut &b"x"[..]).unwrap().len();
        told.extend((stored > 0).then_some(stored));
    }
    told.extend(Some(import.finish().unwrap().len()).filter(|rest| *rest > 0));
    // A slow disk ends a change earlier, never later.
    assert_eq!(told.iter().sum::<usize>(), 8 + 64 + 512);
    let most = [8, 64, 512];
    let above = |(at, stored): (usize, &usize)| most.get(at).is_some_and(|most| stored > most);
    assert!(!told.iter().enumerate().any(above), "{told:?}");
}
