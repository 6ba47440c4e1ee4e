//! Every exported function has the one shape: documented, guarded, and without unsafe work of its
//! own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

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
