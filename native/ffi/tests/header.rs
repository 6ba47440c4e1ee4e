//! `include/customer_key.h` is what the source says. `CUSTOMER_KEY_WRITE=1 cargo test -p
//! customer-key-ffi --test header` writes it anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use customerkey::status::ALL;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf()
}

fn version() -> [u32; 3] {
    let mut parts = env!("CARGO_PKG_VERSION").split('.').map(|part| part.parse().unwrap());
    [(); 3].map(|()| parts.next().unwrap())
}

/// Version macros and the table of statuses, as macros: an enumeration's type is not fixed in C.
fn constants() -> String {
    let [major, minor, patch] = version();
    let mut out = format!(
        "\n/* The version of this header. ckey_abi_version() of a library that fits it returns CKEY_ABI_VERSION. */\n\
         #define CKEY_ABI_VERSION {}\n#define CKEY_VERSION_MAJOR {major}\n#define CKEY_VERSION_MINOR {minor}\n\
         #define CKEY_VERSION_PATCH {patch}\n#define CKEY_VERSION \"{major}.{minor}.{patch}\"\n\n\
         /* Statuses. Blocks of 100 by category; numbers are never reused. */\n#define CKEY_OK 0\n",
        customerkey::exports::version::ckey_abi_version(),
    );
    for status in ALL {
        let row = status.row();
        writeln!(out, "/* {}: {}\n   {} */", row.name.to_str().unwrap(), row.text, row.fix)
            .unwrap();
        writeln!(out, "#define {} ({})", row.constant, row.code).unwrap();
    }
    out
}

const TRAILER: &str = r"
#ifndef CUSTOMER_KEY_H_CHECKED
#define CUSTOMER_KEY_H_CHECKED
/* Sizes and alignments that this header relies on. */
typedef char ckey_assert_pointer_is_64_bit[sizeof(void *) == 8 ? 1 : -1];
typedef char ckey_assert_size_is_64_bit[sizeof(size_t) == 8 ? 1 : -1];
typedef char ckey_assert_buffer_size[sizeof(ckey_buffer) == 24 ? 1 : -1];
typedef char ckey_assert_buffer_len[offsetof(ckey_buffer, len) == 8 ? 1 : -1];
typedef char ckey_assert_buffer_cap[offsetof(ckey_buffer, cap) == 16 ? 1 : -1];
#endif
";

fn generate() -> String {
    let config = cbindgen::Config {
        language: cbindgen::Language::C,
        cpp_compat: true,
        include_guard: Some("CUSTOMER_KEY_H".to_owned()),
        header: Some(include_str!("header/conventions.txt").trim_end().to_owned()),
        no_includes: true,
        sys_includes: vec!["stddef.h".to_owned(), "stdint.h".to_owned()],
        after_includes: Some(constants()),
        trailer: Some(TRAILER.to_owned()),
        documentation_style: cbindgen::DocumentationStyle::C,
        usize_is_size_t: true,
        style: cbindgen::Style::Type,
        line_length: 130,
        tab_width: 4,
        function: cbindgen::FunctionConfig {
            sort_by: cbindgen::SortKey::None.into(),
            ..Default::default()
        },
        ..Default::default()
    };
    let mut builder = cbindgen::Builder::new().with_config(config);
    for file in sources() {
        builder = builder.with_src(file);
    }
    let mut text = Vec::new();
    builder.generate().expect("cbindgen reads the source").write(&mut text);
    String::from_utf8(text).unwrap().replace("\n\n # Safety\n ", "\n - Requires: ")
}

fn sources() -> Vec<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let nouns = [
        "version",
        "error",
        "buffer",
        "session",
        "call",
        "limit",
        "scope",
        "context",
        "item",
        "item_into",
        "seal",
        "open",
        "read_at",
        "reader",
        "file",
        "inspect",
    ];
    let mut files: Vec<PathBuf> =
        ["status.rs", "output.rs", "error.rs"].iter().map(|file| source.join(file)).collect();
    files.extend(
        nouns
            .iter()
            .map(|noun| source.join("exports").join(noun).with_extension("rs"))
            .filter(|file| file.is_file()),
    );
    files
}

#[test]
fn every_file_of_exports_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/exports");
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let left_out = ["mod.rs", "test_hooks.rs"].iter().any(|name| path.ends_with(name));
        assert!(left_out || sources().contains(&path), "{} is not in the header", path.display());
    }
}

#[test]
fn the_committed_header_and_package_file_are_what_the_source_says() {
    let [major, minor, patch] = version();
    let package = include_str!("../package/customer_key.pc.in");
    assert!(
        package.contains("Version: @VERSION@"),
        "the version of the package file comes from Cargo.toml ({major}.{minor}.{patch})"
    );
    let committed = root().join("include/customer_key.h");
    let generated = generate();
    if std::env::var_os("CUSTOMER_KEY_WRITE").is_some() {
        std::fs::create_dir_all(committed.parent().unwrap()).unwrap();
        std::fs::write(&committed, &generated).unwrap();
    }
    let found = std::fs::read_to_string(&committed).unwrap_or_default();
    let differs = found.lines().zip(generated.lines()).position(|(a, b)| a != b);
    assert!(
        found == generated,
        "include/customer_key.h is out of date from line {:?}: run CUSTOMER_KEY_WRITE=1 cargo test -p customer-key-ffi --test header",
        differs.map(|line| line + 1)
    );
}
