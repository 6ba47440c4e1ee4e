//! Every exported function has the one shape: documented, guarded, and without unsafe work of its
//! own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod lists;

use lists::named;
use quote::ToTokens;
use std::path::Path;
use syn::{Block, Expr, FnArg, Item, ItemFn, Lit, Meta, Stmt, Type};

struct Export {
    file: String,
    function: ItemFn,
}

fn exports() -> Vec<Export> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/exports");
    let mut all = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap().to_owned();
        for item in syn::parse_file(&std::fs::read_to_string(&path).unwrap()).unwrap().items {
            if let Item::Fn(function) = item
                && function.sig.abi.is_some()
            {
                all.push(Export { file: file.clone(), function });
            }
        }
    }
    assert!(all.len() > 12);
    all
}

fn doc(function: &ItemFn) -> String {
    let mut text = String::new();
    for attribute in &function.attrs {
        if let Meta::NameValue(pair) = &attribute.meta
            && pair.path.is_ident("doc")
            && let Expr::Lit(value) = &pair.value
            && let Lit::Str(line) = &value.lit
        {
            text += &line.value();
            text.push('\n');
        }
    }
    text
}

#[test]
fn each_has_ownership_threading_errors_and_since_lines() {
    for Export { file, function } in exports() {
        let doc = doc(&function);
        let name = &function.sig.ident;
        for line in ["- Ownership: ", "- Threading: ", "- Errors: ", "- Since: "] {
            assert_eq!(
                doc.matches(&format!(" {line}")).count(),
                1,
                "{file}: {name} has no single line '{line}'"
            );
        }
        assert!(
            doc.trim().find('.').is_some_and(|end| end > 10),
            "{file}: {name} does not say what it does"
        );
    }
}

/// What stands in a body, and the statuses that come of it. A lease is renewed wherever its key is
/// asked for, also in the middle of a stream.
const REASONS: &[(&[&str], &str)] = &[
    (&["table::get::<", "session::of("], "INVALID_HANDLE POISONED FORKED"),
    (&["table::remove"], "INVALID_HANDLE FORKED"),
    (&["remove_unless_busy", ".enter()"], "BUSY"),
    (&["table::insert"], "OUT_OF_HANDLES FORKED"),
    (&["error::row(", "error::is_retryable(", "error::document("], "INVALID_HANDLE FORKED"),
    (&["required(", "optional(", "input::"], "INVALID_ARGUMENT"),
    (
        &["input::bytes(", "input::bytes_mut(", "input::context(", "input::wrapped_key("],
        "TOO_LARGE",
    ),
    (&["input::text("], "NOT_TEXT"),
    (&["context::read("], "CONTEXT"),
    (
        &["with_newest(", "with_key_of(", "still_allow", "open_object(", "open_scope("],
        "KEY_UNAVAILABLE ACCESS_DENIED STATE STATE_BUSY CANCELLED TIMED_OUT",
    ),
    (&["with_key_of(", "still_allows(Some", "still_allowed(", "open_object("], "KEY_VERSION"),
    (&["with_key_of(", "open_object("], "SEALED_HEADER SEALED_DATA_KEY SEALED_COMMITMENT"),
    (&["open_object(", "open_into(", "open_item(", "opener.enter()?.finish"], "SEALED_LENGTH"),
    (
        &["open_object(", "open_into(", "open_item(", "opener.enter()", "held.read_at"],
        "SEALED_FRAME",
    ),
    (&["update(", "finish", "_into("], "BUFFER_TOO_SMALL"),
    (&["opener.enter()", "sealer.enter()"], "STREAM_STATE"),
    (&["sealer.enter()", "sealed::seal"], "LIMIT"),
    (&["Source::open(", "held.read_at"], "SOURCE"),
    (&["open_scope("], "NOT_FOUND VAULT_UNAVAILABLE LOCKED REFUSED"),
    (&["selector::read(", "json::object(", ".start(cmdlet", "from_json("], "NOT_JSON"),
    (&[".start(cmdlet"], "NOT_FOUND REFUSED OUT_OF_THREADS"),
    (&["call.next("], "OUT_OF_THREADS"),
    (&["Session::open(", ".secret(name"], "REFUSED LOCKED"),
    (&["call.status("], "CANCELLED DECLINED UNANSWERED REFUSED NOT_FOUND ACCESS_DENIED LOCKED"),
    (&["call.status("], "KEY_UNAVAILABLE VAULT_UNAVAILABLE STATE STATE_BUSY TIMED_OUT"),
];

#[test]
fn each_lists_every_status_that_its_body_gives_and_refers_to_no_other_list() {
    for Export { file, function } in exports() {
        if file == "test_hooks.rs" {
            continue;
        }
        let (name, doc) = (function.sig.ident.to_string(), doc(&function));
        let list = doc.split_once("- Errors: ").unwrap().1.split_once("- Since: ").unwrap().0;
        assert!(!list.contains("as `ckey_") && !list.contains("..."), "{file}: {name}: {list}");
        let named = named(list);
        let body = function.block.to_token_stream().to_string().replace(' ', "");
        for (signs, codes) in REASONS {
            if signs.iter().any(|sign| body.contains(&sign.replace(' ', ""))) {
                for code in codes.split(' ').map(|code| format!("CKEY_E_{code}")) {
                    assert!(named.contains(&code), "{file}: {name} does not list {code}");
                }
            }
        }
    }
}

#[test]
fn workloads_that_a_comment_names_are_some() {
    let known = include_str!("../../engine/src/protection/covered.rs");
    let mut named = 0;
    for Export { file, function } in exports() {
        let text = doc(&function).replace('\n', " ").replace("  ", " ");
        for piece in text.split("{\"workload\": \"").skip(1) {
            let name = piece.split('"').next().unwrap();
            assert!(known.contains(&format!("\"{name}\",")), "{file}: {name}");
            named += 1;
        }
    }
    assert!(named > 0);
}

#[test]
fn each_is_named_ckey_exported_as_such_and_speaks_c() {
    for Export { file, function } in exports() {
        let name = function.sig.ident.to_string();
        assert!(name.starts_with("ckey_"), "{file}: {name}");
        assert_eq!(function.sig.abi.unwrap().name.unwrap().value(), "C", "{file}: {name}");
        let exported = function.attrs.iter().any(|attribute| match &attribute.meta {
            Meta::List(list) => {
                list.path.is_ident("unsafe") && list.tokens.to_string() == "no_mangle"
            }
            _ => false,
        });
        assert!(exported, "{file}: {name} is not no_mangle");
    }
}

/// The expression inside nested blocks, if it is all there is.
fn only(block: &Block) -> Option<&Expr> {
    match block.stmts.as_slice() {
        [Stmt::Expr(Expr::Unsafe(inner), _)] => only(&inner.block),
        [Stmt::Expr(expression, _)] => Some(expression),
        _ => None,
    }
}

#[test]
fn each_body_is_one_guarded_call() {
    for Export { file, function } in exports() {
        let name = function.sig.ident.to_string();
        let Some(body) = only(&function.block) else {
            panic!("{file}: the body of {name} is more than one expression")
        };
        let guarded = match body {
            Expr::Call(call) => {
                matches!(&*call.func, Expr::Path(path) if path.path.is_ident("boundary"))
            }
            Expr::Lit(_) => name == "ckey_abi_version",
            _ => false,
        };
        assert!(guarded, "{file}: the body of {name} is not one call of boundary");
    }
}

/// Whether a type is a pointer to the caller's memory, and no handle.
fn is_memory(kind: &Type) -> bool {
    let Type::Ptr(pointer) = kind else { return false };
    let Type::Path(to) = &*pointer.elem else { return true };
    to.path.segments.last().is_some_and(|name| {
        name.ident == "ckey_buffer" || !name.ident.to_string().starts_with("ckey_")
    })
}

#[test]
fn each_names_all_its_memory_before_anything_happens() {
    for Export { file, function } in exports() {
        let name = function.sig.ident.to_string();
        let Some(Expr::Call(call)) = only(&function.block) else { continue };
        let named = call
            .args
            .iter()
            .nth(1)
            .map(|memory| memory.to_token_stream().to_string())
            .unwrap_or_default();
        let named: Vec<&str> = named.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        for input in &function.sig.inputs {
            let FnArg::Typed(input) = input else { continue };
            let parameter = input.pat.to_token_stream().to_string();
            let freed = name == "ckey_buffer_free";
            if is_memory(&input.ty) && parameter != "error" && !freed {
                assert!(
                    named.contains(&parameter.as_str()),
                    "{file}: {name} gives boundary no piece for {parameter}"
                );
            }
        }
    }
}

#[test]
fn pointers_are_read_and_written_by_the_named_helpers_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/exports");
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("test_hooks.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for banned in [
            "from_raw_parts",
            "from_raw(",
            ".read()",
            ".write(",
            "transmute",
            "as_ref_unchecked",
            ".as_mut()",
            "= *",
        ] {
            let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
            assert!(
                !code.clone().any(|line| line.contains(banned)),
                "{} says {banned}",
                path.display()
            );
        }
    }
}
