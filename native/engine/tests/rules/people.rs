//! The user of a recipient has one id, and gets nothing by it that somebody else was given (rule
//! 8.3.25).

use ckey_base::CancelToken;
use ckey_engine::directory::well_known;
use ckey_engine::{
    AccountType, AccountsChange, Known, MAIL_USER, MailboxView, NewMailbox, NewNames, Rights,
    Service, SettingsChange, SignIn, Taking,
};
use uuid::Uuid;

use crate::stage::Stage;

const UPN: &str = "uma@contoso.onmicrosoft.com";

fn resolved(stage: &Stage, who: &str) -> Known {
    stage.tenant.directory().resolve_user(who).unwrap().known
}

fn id(stage: &Stage, who: &str) -> String {
    resolved(stage, who).id
}

fn made(stage: &Stage, new: NewMailbox) -> MailboxView {
    let created = stage.tenant.mailboxes().create(&stage.actor(), &[new], &CancelToken::default());
    created.unwrap().remove(0)
}

fn named(name: &str, guid: Option<Uuid>) -> NewMailbox {
    NewMailbox { name: name.to_owned(), guid, ..NewMailbox::default() }
}

fn take(stage: &Stage, name: &str) {
    stage.tenant.mailboxes().take(&stage.actor(), name, Taking::Remove).unwrap();
}

fn rights_of(stage: &Stage, who: &str) -> Rights {
    let sign_in = SignIn::default().after(Service::Exchange, who, AccountType::User);
    stage.tenant.directory().account_of(&sign_in, Service::Exchange).unwrap().rights
}

fn make_owner(stage: &Stage, who: &str) {
    let change = AccountsChange::Some { add: vec![who.to_owned()], remove: Vec::new() };
    let accounts = stage.tenant.directory().owners_plan(&change).unwrap().accounts;
    let change = SettingsChange { accounts, ..SettingsChange::default() };
    stage.tenant.change_settings(&stage.actor(), &change).unwrap();
}

#[test]
fn the_user_of_a_recipient_has_its_guid_as_its_id_and_is_not_made_on_first_mention() {
    let stage = Stage::bare();
    let mail_user = NewMailbox { recipient_type: MAIL_USER.to_owned(), ..named("max", None) };
    let (uma, max) = (stage.mailbox("uma"), made(&stage, mail_user));
    let directory = stage.tenant.directory();
    for (view, alias) in [(uma, "uma"), (max, "max")] {
        let guid = view.guid.to_string();
        let names = [format!("{alias}@contoso.onmicrosoft.com"), format!("{alias}@contoso.com")];
        // Planned, then stored; by name and by id, in each of their forms.
        for directory in [directory.planning(), directory] {
            for who in names.iter().chain([&guid, &guid.to_uppercase(), &format!("{{{guid}}}")]) {
                let found = directory.resolve_user(who).unwrap();
                let known = found.known;
                assert_eq!((&known.id, &known.name), (&guid, &names[0]), "{who}");
                assert!(!found.created && known.display_name == alias, "{who}");
            }
        }
        assert_eq!(stage.look(alias).directory_id, guid);
    }
    let group = NewMailbox { recipient_type: "GroupMailbox".to_owned(), ..named("group", None) };
    let group = made(&stage, group);
    assert!(directory.planning().resolve_user(&group.guid.to_string()).unwrap().created);
    assert_eq!(group.directory_id, group.guid.to_string());
}

#[test]
fn who_was_known_before_keeps_the_id_and_the_recipient_shows_it() {
    let stage = Stage::bare();
    let before = id(&stage, UPN);
    let mailbox = stage.mailbox("uma");
    assert_ne!(before, mailbox.guid.to_string());
    assert_eq!((&mailbox.directory_id, &id(&stage, &mailbox.guid.to_string())), (&before, &before));
    assert_eq!(stage.look(&before).guid, mailbox.guid, "found by the id that it shows");
}

#[test]
fn who_was_mentioned_by_the_id_of_a_name_is_the_person_of_that_name() {
    let stage = Stage::bare();
    let derived = stage.tenant.directory().planning().resolve_user(UPN).unwrap().known.id;
    assert!(stage.tenant.directory().resolve_user(&derived).unwrap().created);
    let known = resolved(&stage, UPN);
    assert_eq!((known.id.as_str(), known.name.as_str()), (derived.as_str(), UPN));
    assert_eq!(stage.mailbox("uma").directory_id, derived);
    assert_eq!(rights_of(&stage, UPN), Rights::Own, "by its mailbox");
}

#[test]
fn a_removed_mailbox_is_not_the_person_who_has_its_name_by_now() {
    let stage = Stage::bare();
    let first = stage.mailbox("uma");
    take(&stage, "uma");
    assert_eq!(id(&stage, UPN), first.guid.to_string(), "removed, it still is its user's");

    let stage = Stage::bare();
    let first = stage.mailbox("uma").guid.to_string();
    take(&stage, "uma");
    let second = stage.mailbox("uma");
    assert_eq!(second.directory_id, second.guid.to_string());
    let stranger = stage.tenant.directory().resolve_user(&first).unwrap();
    assert!(stranger.created && stranger.known.name != UPN, "{stranger:?}");
    assert_eq!(id(&stage, UPN), second.directory_id);
}

#[test]
fn a_stored_id_stays_whatever_mailbox_its_person_has_and_names_no_other_mailbox() {
    let stage = Stage::bare();
    let first = stage.mailbox("uma").guid.to_string();
    assert_eq!(id(&stage, UPN), first);
    take(&stage, "uma");
    let second = stage.mailbox("uma");
    for who in [UPN, &first, &second.guid.to_string()] {
        assert_eq!(id(&stage, who), first, "{who}");
    }
    assert_eq!(second.directory_id, first);
    let removed = stage.tenant.mailboxes().get(&first).unwrap_err();
    assert_eq!(removed.id, "MailboxNotFound", "it is the removed one's");

    // Brought back under another name, it is another's, who gets nothing of the earlier one.
    make_owner(&stage, UPN);
    take(&stage, "uma");
    let vic = "vic@contoso.onmicrosoft.com";
    let names = NewNames {
        name: Some("vic".to_owned()),
        user_principal_name: Some(vic.to_owned()),
        ..NewNames::default()
    };
    let back = stage.tenant.mailboxes().recover(&stage.actor(), &first, &names).unwrap();
    assert_ne!(back.directory_id, first);
    assert_eq!(id(&stage, vic), back.directory_id);
    assert_eq!(rights_of(&stage, vic), Rights::Own);
    assert_eq!((id(&stage, &first), rights_of(&stage, UPN)), (first, Rights::Owner));
}

#[test]
fn no_guid_of_a_mailbox_makes_its_user_somebody_else() {
    let stage = Stage::bare();
    let administrator = stage.admin().object_id;
    let application = "7a1d2f60-8c55-4a0f-9a55-2f6f0f9d0b11";
    stage.tenant.directory().resolve_service_principal(application).unwrap();
    let person = id(&stage, "somebody@fabrikam.com");
    make_owner(&stage, "somebody@fabrikam.com");
    let service = &well_known::ALL[0];
    let taken = [&administrator, application, &person, service.object_id, service.app_id];
    for (number, taken) in taken.into_iter().enumerate() {
        let guid = Uuid::parse_str(taken).unwrap();
        let view = made(&stage, named(&format!("taker{number}"), Some(guid)));
        let name = view.user_principal_name.clone();
        assert_eq!(view.guid, guid);
        assert_ne!(view.directory_id, taken, "{taken}");
        assert_eq!((id(&stage, &name), rights_of(&stage, &name)), (view.directory_id, Rights::Own));
        assert_ne!(resolved(&stage, taken).name, name, "{taken} stays who it was");
    }
}

#[test]
fn the_id_of_a_person_is_not_registered_as_an_application() {
    let stage = Stage::bare();
    let guid = stage.mailbox("uma").guid.to_string();
    let directory = stage.tenant.directory();
    let owner = directory.account("test", Service::Azure).unwrap();
    assert_eq!(id(&stage, UPN), guid);
    let refused = directory.register_principal(&owner, &guid).map(drop).unwrap_err();
    assert_eq!(refused.id, "IdentifierInvalid");
    assert!(directory.principal(&guid).unwrap().is_none());
}

#[test]
fn whoever_makes_a_recipient_gives_its_user_no_other_persons_name() {
    let stage = Stage::bare();
    let eve = NewMailbox {
        alias: "bob".to_owned(),
        user_principal_name: "eve@contoso.com".to_owned(),
        smtp_address: "carol@fabrikam.com".to_owned(),
        ..named("eve", None)
    };
    let eve = made(&stage, eve).directory_id;
    for other in ["bob@contoso.com", "carol@fabrikam.com"] {
        assert_ne!(id(&stage, other), eve, "what {other} is given is not Eve's");
    }
    make_owner(&stage, "olga@fabrikam.com");
    let of_the_owner = NewMailbox {
        user_principal_name: "olga@fabrikam.com".to_owned(),
        smtp_address: "eve2@fabrikam.com".to_owned(),
        ..named("ola", None)
    };
    made(&stage, of_the_owner);
    for other in ["eve2@fabrikam.com", "ola@contoso.com"] {
        assert_eq!(rights_of(&stage, other), Rights::Own, "{other}");
    }
    let administrators = NewMailbox {
        user_principal_name: "admin@contoso.onmicrosoft.com".to_owned(),
        ..named("admin", None)
    };
    assert_eq!(made(&stage, administrators).directory_id, stage.admin().object_id);
    assert_eq!(rights_of(&stage, "admin@contoso.com"), Rights::Own, "it has one name only");
}

#[test]
fn whoever_mentions_a_person_first_while_its_mailbox_is_made_it_has_one_id() {
    let stage = Stage::bare();
    for number in 0..12 {
        let name = format!("p{number}");
        let upn = format!("{name}@contoso.onmicrosoft.com");
        let mentioned: Vec<String> = std::thread::scope(|scope| {
            let mention = || id(&stage, &upn);
            let threads = [scope.spawn(mention), scope.spawn(mention)];
            stage.mailbox(&name);
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let view = stage.look(&name);
        for found in mentioned.iter().chain([&id(&stage, &view.guid.to_string())]) {
            assert_eq!(*found, view.directory_id);
        }
    }
}

#[test]
fn processes_that_mention_one_person_at_once_by_name_and_by_guid_make_one_entry() {
    let stage = Stage::bare();
    let guids: Vec<String> =
        (0..10).map(|number| stage.mailbox(&format!("m{number}")).guid.to_string()).collect();
    let children = ["mention by name", "mention by guid", "mention by name"]
        .map(|role| crate::processes::child(&stage, role));
    for child in children {
        assert!(child.wait_with_output().unwrap().status.success());
    }
    let users = stage.tenant.directory().users().unwrap();
    assert_eq!(users.len(), 1 + guids.len(), "{users:?}");
    for (number, guid) in guids.iter().enumerate() {
        let known = users.iter().find(|known| known.id == *guid).unwrap();
        assert_eq!(known.name, format!("m{number}@contoso.onmicrosoft.com"));
    }
}

/// What a process of the last test does.
pub(crate) fn mention(tenant: &ckey_engine::Tenant, by: &str) {
    for number in 0..10 {
        let view = tenant.mailboxes().get(&format!("m{number}")).unwrap();
        let guid = view.guid.to_string();
        let who = if by == "guid" { &guid } else { &view.user_principal_name };
        let found = tenant.directory().resolve_user(who).unwrap();
        assert_eq!(found.known.id, guid);
    }
}

#[test]
fn users_of_recipients_are_listed_page_by_page_once_each() {
    let stage = Stage::bare();
    for number in 0..5 {
        stage.mailbox(&format!("l{number}"));
    }
    id(&stage, "l1@contoso.com");
    let directory = stage.tenant.directory();
    let (mut names, mut after) = (Vec::new(), 0);
    loop {
        let (page, next) = directory.users_of_recipients(None, (after, 2)).unwrap();
        assert!(page.len() <= 2);
        names.extend(page.into_iter().map(|known| known.display_name));
        let Some(next) = next else { break };
        after = next;
    }
    assert_eq!(names, ["l0", "l2", "l3", "l4"]);
    take(&stage, "l0");
    let (page, _) = directory.users_of_recipients(Some("L"), (0, 1000)).unwrap();
    let names: Vec<_> = page.into_iter().map(|known| known.display_name).collect();
    assert_eq!(names, ["l2", "l3", "l4"]);
}

#[test]
fn a_page_of_recipients_shows_the_ids_that_each_shows_alone() {
    let stage = Stage::bare();
    let directory = stage.tenant.directory();
    let earlier = id(&stage, "w0@contoso.com");
    let derived = directory.planning().resolve_user("w1@contoso.onmicrosoft.com").unwrap();
    directory.resolve_user(&derived.known.id).unwrap();
    let taken = Uuid::new_v4();
    directory.resolve_service_principal(&taken.to_string()).unwrap();
    let guid = |number| (number == 2).then_some(taken);
    let new: Vec<_> = (0..20).map(|number| named(&format!("w{number}"), guid(number))).collect();
    let made = stage.tenant.mailboxes().create(&stage.actor(), &new, &CancelToken::default());
    let ids: Vec<_> = made.unwrap().into_iter().map(|view| (view.name.clone(), view)).collect();
    for (name, view) in &ids {
        assert_eq!(stage.look(name).directory_id, view.directory_id, "{name}");
        let is_own = view.directory_id == view.guid.to_string();
        assert_eq!(is_own, !["w0", "w1", "w2"].contains(&name.as_str()), "{name}");
    }
    assert_eq!((&ids[0].1.directory_id, &ids[1].1.directory_id), (&earlier, &derived.known.id));
    let (page, _) = directory.users_of_recipients(None, (0, 1000)).unwrap();
    for known in &page {
        assert_eq!(id(&stage, &known.name), known.id, "{}", known.name);
    }
    assert_eq!(page.len(), 19, "all but the one that is listed as stored");
}

#[test]
fn no_second_recipient_is_made_for_a_person() {
    let stage = Stage::bare();
    let of = |name: &str, user: &str| NewMailbox {
        user_principal_name: user.to_owned(),
        ..named(name, None)
    };
    let bob = made(&stage, of("bob", "SMTP:kim@contoso.com."));
    assert_eq!(bob.user_principal_name, "kim@contoso.com", "as an account is kept");
    let mailboxes = stage.tenant.mailboxes();
    let create = |new: &[NewMailbox]| {
        let planned = mailboxes.check_new(new).map_err(|error| error.id);
        let made = mailboxes.create(&stage.actor(), new, &CancelToken::default());
        let made = made.map(drop).map_err(|error| error.id);
        assert_eq!(planned, made, "{new:?}");
        made
    };
    let refused = [
        "kim@contoso.net",
        "KIM@contoso.onmicrosoft.com",
        "\u{212a}im@contoso.org",
        "smtp:kim@contoso.de.",
    ];
    for user in refused {
        assert_eq!(create(&[of("trap", user)]).unwrap_err(), "MailboxExists", "{user}");
    }
    let two = [of("ann", "ann@contoso.com"), of("ann2", "ann@contoso.net")];
    assert_eq!(create(&two).unwrap_err(), "MailboxExists", "in one change");
    assert_eq!(
        create(&[of("odd", "k\u{200b}im@contoso.com")]).unwrap_err(),
        "MailboxAddressInvalid"
    );

    // Nor is one brought back beside another.
    take(&stage, "bob");
    create(&[of("next", "kim@contoso.net")]).unwrap();
    let back = mailboxes.recover(&stage.actor(), "bob", &NewNames::default()).unwrap_err();
    assert_eq!(back.id, "MailboxExists");

    // The administrator has one name only, and other domains have people of their own.
    for (name, user) in [
        ("one", "admin@contoso.com"),
        ("two", "admin@contoso.onmicrosoft.com"),
        ("three", "kim@fabrikam.com"),
        ("four", "kim@fabrikam.de"),
    ] {
        create(&[of(name, user)]).unwrap();
    }
}

#[test]
fn the_alias_of_another_recipient_takes_no_account_from_its_own() {
    let stage = Stage::bare();
    make_owner(&stage, "olga@contoso.com");
    let own = made(
        &stage,
        NewMailbox {
            alias: "owner".to_owned(),
            user_principal_name: "olga@contoso.onmicrosoft.com".to_owned(),
            ..named("Olga Owner", None)
        },
    );
    let trap = NewMailbox {
        alias: "olga".to_owned(),
        user_principal_name: "eve@fabrikam.com".to_owned(),
        ..named("eve", None)
    };
    made(&stage, trap);
    assert_ne!(own.directory_id, own.guid.to_string(), "it was known before");
    assert_eq!(stage.look(&own.directory_id).guid, own.guid, "found by the id that it shows");
    for who in ["olga@contoso.com", "olga@contoso.onmicrosoft.com"] {
        assert_eq!(id(&stage, who), own.directory_id, "{who}");
        let sign_in = SignIn::default().after(Service::Exchange, who, AccountType::User);
        let account = stage.tenant.directory().account_of(&sign_in, Service::Exchange).unwrap();
        let only = stage.tenant.directory().only_recipient(&account).unwrap();
        assert_eq!(only, own.guid, "{who}");
    }
}
