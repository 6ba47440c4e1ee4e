use super::*;

fn texts(words: &[&str]) -> Vec<String> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    offers(&Typed::words(&words)).into_iter().map(|offer| offer.text).collect()
}

#[test]
fn cmdlets_parameters_and_closed_values_are_offered() {
    assert_eq!(texts(&["set-mailb"]), ["Set-Mailbox"]);
    assert_eq!(texts(&["--json", "ru"]), ["run"]);
    assert_eq!(texts(&["help", "Wait"]), ["Wait-CustomerKeyJob"]);
    assert_eq!(texts(&["Set-Mailbox", "a", "-Data"]), ["-DataEncryptionPolicy"]);
    assert_eq!(
        texts(&["Search-CustomerKeyAudit", "-Result", ""]),
        ["Succeeded", "Failed", "Denied"]
    );
    assert_eq!(texts(&["Search-CustomerKeyAudit", "-Result", "d"]), ["Denied"]);
    assert_eq!(texts(&["Set-DataEncryptionPolicy", "-Enabled", "t"]), ["true"]);
    assert_eq!(texts(&["Get-Mailbox", "-ErrorAction", "S"]), ["SilentlyContinue", "Stop"]);
    assert_eq!(texts(&["Get-Mailbox", "--ta"]), ["--table"]);
    assert_eq!(texts(&["completion", "b"]), ["bash"]);
    assert_eq!(texts(&["run", "--w"]), ["--what-if"]);
}

#[test]
fn a_parameter_is_not_offered_twice_and_a_list_keeps_its_beginning() {
    let again = texts(&["Get-Mailbox", "-ResultSize", "3", "-R"]);
    assert_eq!(again, ["-RecipientTypeDetails"]);
    assert_eq!(
        texts(&["Get-Mailbox", "-RecipientTypeDetails", "UserMailbox,sh"]),
        ["UserMailbox,SharedMailbox"]
    );
}

#[test]
fn nothing_is_offered_where_a_path_or_anything_may_stand() {
    for words in [&["--tenant", ""][..], &["run", "x"], &["Nonsense", ""], &["New-Mailbox", "x"]] {
        assert_eq!(texts(words), Vec::<String>::new(), "{words:?}");
    }
}

#[test]
fn a_line_is_cut_into_words_as_a_shell_does() {
    let typed = Typed::line(r#"customer-key Get-X 'a b' c\ d -N "https://e"#);
    assert_eq!(typed.before, ["Get-X", "a b", "c d", "-N"]);
    assert_eq!(typed.word, "https://e");
    assert_eq!(typed.for_bash("https://east.vault/keys/a b"), "'//east.vault/keys/a b'");
    assert_eq!(Typed::line("customer-key ").word, "");
    assert_eq!(Typed::line(""), Typed::default());
    assert_eq!(Typed::for_powershell("a b'c"), "'a b''c'");
}
