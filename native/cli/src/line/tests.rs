#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
use proptest::prelude::*;

use super::{Argument, LineError, Pipeline, Value, parse_all, parse_value};

/// The lines of a text, or its first error.
fn parse(text: &str) -> Result<Vec<Pipeline>, LineError> {
    let (pipelines, errors) = parse_all(text);
    errors.into_iter().next().map_or(Ok(pipelines), Err)
}

fn one(text: &str) -> super::Command {
    let mut pipelines = parse(text).unwrap();
    assert_eq!(pipelines.len(), 1, "{text}");
    assert_eq!(pipelines[0].commands.len(), 1, "{text}");
    pipelines.remove(0).commands.remove(0)
}

fn text(value: &Value) -> String {
    match value {
        Value::Text { text, .. } => text.clone(),
        other => panic!("not a text: {other:?}"),
    }
}

fn values(text_of_command: &str) -> Vec<String> {
    let mut out = Vec::new();
    for argument in one(text_of_command).arguments {
        match argument {
            Argument::Value(Value::List(list)) => out.extend(list.iter().map(text)),
            Argument::Value(value) => out.push(text(&value)),
            Argument::Parameter { name, .. } => out.push(format!("-{name}")),
        }
    }
    out
}

#[test]
fn lists_of_every_spelling_are_the_same() {
    for list in [
        "a,b",
        "\"a\",\"b\"",
        "@('a','b')",
        "a, b",
        "'a' , \"b\"",
        "@(\"a\"\n 'b')",
        "a,\n  b",
        "‘a’,“b”",
    ] {
        assert_eq!(values(&format!("New-X {list}")), ["a", "b"], "{list}");
    }
}

#[test]
fn urls_need_no_quotes() {
    let words = values(
        "New-DataEncryptionPolicy -AzureKeyIDs https://contoso_EastUSvault02.vault.azure.net/keys/USA_key_01, https://c.vault.azure.net:443/keys/K#1",
    );
    assert_eq!(words[1], "https://contoso_EastUSvault02.vault.azure.net/keys/USA_key_01");
    assert_eq!(words[2], "https://c.vault.azure.net:443/keys/K#1");
}

#[test]
fn typographic_quotes_and_dashes_count_as_plain_ones() {
    assert_eq!(
        values(
            "Set-M365DataAtRestEncryptionPolicyAssignment –Policy ‘Tenant default’ —Other \"x” ―Third 'y’"
        ),
        ["-Policy", "Tenant default", "-Other", "x", "-Third", "y"]
    );
}

#[test]
fn doubled_quotes_and_escapes_stand_for_themselves() {
    assert_eq!(
        values(r#"X-Y 'it''s' "a ""b"" `$c `"d`"" a`,b 50% "$5""#),
        ["it's", "a \"b\" $c \"d\"", "a,b", "50%", "$5"]
    );
}

#[test]
fn switches_carry_values_after_a_colon() {
    let command = one("Set-X -Confirm:$false -ShowBanner:$TRUE -Name:'a b' -Identity: $null");
    let found: Vec<_> = command.arguments.into_iter().collect();
    assert_eq!(
        found[0],
        Argument::Parameter { name: "Confirm".into(), value: Some(Value::Bool(false)) }
    );
    assert_eq!(
        found[1],
        Argument::Parameter { name: "ShowBanner".into(), value: Some(Value::Bool(true)) }
    );
    assert_eq!(
        found[2],
        Argument::Parameter {
            name: "Name".into(),
            value: Some(Value::Text { text: "a b".into(), quoted: true })
        }
    );
    assert_eq!(found[3], Argument::Parameter { name: "Identity".into(), value: Some(Value::Null) });
}

#[test]
fn a_date_may_be_a_sub_expression() {
    let command = one("Update-AzKeyVaultKey -Expires (Get-Date -Date \"12/31/9999\") -PassThru");
    let Argument::Value(Value::Sub(inner)) = &command.arguments[1] else { panic!("{command:?}") };
    assert_eq!(inner.commands[0].name, "Get-Date");
    assert_eq!(command.arguments.len(), 3);
}

#[test]
fn tables_hold_names_and_values() {
    let value = parse_value("@{Department='IT'; Add=a,b; 'Key Two' = $true}").unwrap();
    let Value::Table(entries) = value else { panic!("{value:?}") };
    assert_eq!(
        entries.iter().map(|e| e.0.as_str()).collect::<Vec<_>>(),
        ["Department", "Add", "Key Two"]
    );
    assert_eq!(
        entries[1].1,
        Value::List(vec![
            Value::Text { text: "a".into(), quoted: false },
            Value::Text { text: "b".into(), quoted: false }
        ])
    );
    assert_eq!(entries[2].1, Value::Bool(true));
}

#[test]
fn pipes_comments_semicolons_and_continued_lines() {
    let text = "# first\nGet-Mailbox -ResultSize Unlimited |   # goes on\n  Set-Mailbox `\n -DataEncryptionPolicy X; Get-Y\n<# a\nblock #> Get-Z a#b";
    let pipelines = parse(text).unwrap();
    let shape: Vec<Vec<&str>> =
        pipelines.iter().map(|p| p.commands.iter().map(|c| c.name.as_str()).collect()).collect();
    assert_eq!(shape, [vec!["Get-Mailbox", "Set-Mailbox"], vec!["Get-Y"], vec!["Get-Z"]]);
    assert_eq!(pipelines.iter().map(|p| p.line).collect::<Vec<_>>(), [2, 4, 6]);
}

#[test]
fn a_filter_in_braces_is_its_text() {
    assert_eq!(
        values("X-Y {Name -like 'b}*' -and Kind -eq $null} z"),
        ["Name -like 'b}*' -and Kind -eq $null", "z"]
    );
}

#[test]
fn negative_numbers_are_values() {
    assert_eq!(values("X-Y -5 -Count -3"), ["-5", "-Count", "-3"]);
}

#[test]
fn what_is_not_supported_is_named_with_its_place() {
    for (line, place, part) in [
        ("X-Y $name", (1, 5), "no value here"),
        ("X-Y a$name", (1, 5), "no value here"),
        ("X-Y \"$env:HOME\"", (1, 6), "needs PowerShell"),
        ("X-Y \"$(Get-Date)\"", (1, 6), "needs PowerShell"),
        ("X-Y $_.Name", (1, 5), "needs PowerShell"),
        ("$x = X-Y\nZ-A $x[0]", (2, 7), "needs PowerShell"),
        ("(X-Y).Name.Trim()", (1, 6), "needs PowerShell"),
        ("(X-Y)::Name", (1, 6), "needs PowerShell"),
        ("$x += X-Y", (1, 1), "no value here"),
        ("foreach ($x in 1) { X-Y }", (1, 1), "foreach needs PowerShell"),
        ("$x = [datetime]::Now", (1, 6), "needs PowerShell"),
        ("X-Y $(Z-A)", (1, 5), "needs PowerShell"),
        ("X-Y\nZ-A 'open", (2, 5), "not closed"),
        ("X-Y > file", (1, 5), "redirection"),
        ("X-Y && Z-A", (1, 5), "one command a line"),
        ("X-Y | ", (1, 5), "after the pipe"),
        ("X-Y @('a'", (1, 5), "not closed"),
        ("X-Y @{a}", (1, 7), "Name = Value"),
        ("X-Y { $_ }", (1, 5), "script block"),
        ("X-Y { a { b } }", (1, 5), "script block"),
        ("X-Y {a", (1, 5), "not closed"),
        ("X-Y a,", (1, 6), "value was expected"),
        ("'X-Y'", (1, 1), "cmdlet's name"),
    ] {
        let error = parse(line).expect_err(line);
        assert!(error.message.contains(part), "{line}: {error}");
        assert_eq!((error.line, error.column), place, "{line}: {error}");
    }
}

#[test]
fn every_line_that_cannot_be_read_is_told_and_the_others_are_read() {
    let text = "X-Y 'a\n'\nX-Y > f\nZ-A\nX-Y a b )\nX-Y | \n\nX-Y $b\nX-Y }; Z-A";
    let (pipelines, errors) = parse_all(text);
    assert_eq!(errors.iter().map(|e| e.line).collect::<Vec<_>>(), [3, 5, 8, 9], "{errors:?}");
    let names = |p: &Pipeline| p.commands.iter().map(|c| c.name.clone()).collect::<Vec<_>>();
    assert_eq!(pipelines.iter().map(names).collect::<Vec<_>>(), [["X-Y"], ["Z-A"], ["Z-A"]]);
}

#[test]
fn a_line_keeps_what_it_gives_and_later_lines_use_it() {
    let text = "$p = Get-X 'a' | Get-Y\n$P.Name.Guid | Set-Z -A $p -B \"x $p\" -C y$p\n(Get-X).Name\n$d=(Get-Date).AddDays(-1)";
    let pipelines = parse(text).unwrap();
    assert_eq!(pipelines[0].kept.as_deref(), Some("p"));
    let Some(Value::Member { of, name, .. }) = &pipelines[1].source else {
        panic!("{:?}", pipelines[1])
    };
    assert!(matches!(&**of, Value::Member { name, .. } if name == "Name") && name == "Guid");
    assert!(matches!(&pipelines[2].source, Some(Value::Member { arguments: None, .. })));
    let Some(Value::Member { arguments: Some(given), .. }) = &pipelines[3].source else {
        panic!("{:?}", pipelines[3])
    };
    assert_eq!(given, &[Value::Text { text: "-1".into(), quoted: false }]);
}

#[test]
fn nesting_has_a_limit_and_no_stack_overflow() {
    let deep = format!("X-Y {}", "@(".repeat(100_000));
    assert!(parse(&deep).expect_err("too deep").message.contains("too deep"));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC*") {
        let _ = parse(&text);
        let _ = parse_value(&text);
    }

    #[test]
    fn no_mix_of_special_characters_makes_it_panic(parts in proptest::collection::vec(
        proptest::sample::select(vec!["@(", "@{", "(", ")", "}", "{", "'", "\"", "’", "“", "`", "\n", "\r\n", "|", ",", ";", ":", "-a", "–b", "$true", "$x", "${", "#", "<#", "#>", "=", "Get-X", " ", "ä", "\0"]), 0..40)) {
        let _ = parse(&parts.concat());
        let _ = parse_value(&parts.concat());
    }

    #[test]
    fn any_text_in_single_quotes_comes_back_unchanged(content in "[^'\u{2018}-\u{201b}]*") {
        let value = parse_value(&format!("'{content}'")).unwrap();
        prop_assert_eq!(value, Value::Text { text: content, quoted: true });
    }
}

#[test]
fn a_backtick_at_the_very_end_continues_nothing() {
    assert_eq!(values("New-X a `"), ["a"]);
    assert_eq!(parse_value("a,`").is_ok(), parse_value("a,").is_ok());
}
