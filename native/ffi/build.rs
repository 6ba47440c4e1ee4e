//! The name under which the dynamic linker knows the library, and what keeps it loaded: its threads
//! outlive a `dlclose`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let system = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    if matches!(system.as_str(), "linux" | "android" | "freebsd" | "netbsd" | "openbsd") {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libcustomerkey.so.1");
        println!("cargo::rustc-cdylib-link-arg=-Wl,-z,nodelete");
    } else if system == "macos" {
        println!("cargo::rustc-cdylib-link-arg=-Wl,-install_name,@rpath/libcustomerkey.1.dylib");
    }
}
