//! Which TLS is spoken, and who can read the keys that speak for the server.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use crate::stage::Stage;

/// The greeting of a client that speaks no later version than this one; all else is as a server of
/// 1.2 wants it.
fn greeting(version: [u8; 2]) -> Vec<u8> {
    // ECDHE-ECDSA with AES-128 and GCM, and with SHA; AES-128 with SHA.
    let suites = [0xc0, 0x2b, 0xc0, 0x09, 0x00, 0x2f];
    // P-256, points as they are, and ECDSA on P-256 with SHA-256.
    let extensions =
        [0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0, 0, 13, 0, 4, 0, 2, 4, 3].as_slice();
    let hello = [
        version.as_slice(),
        &[7; 32],
        &[0, 0, 6],
        &suites,
        &[1, 0, 0, u8::try_from(extensions.len()).unwrap()],
        extensions,
    ]
    .concat();
    let length = u8::try_from(hello.len()).unwrap();
    let record = [22, 3, 1, 0, length + 4];
    [record.as_slice(), &[1, 0, 0, length], &hello].concat()
}

#[test]
fn versions_of_tls_before_1_2_are_refused() {
    const ALERT: u8 = 21;
    const HANDSHAKE: u8 = 22;
    const FATAL: u8 = 2;
    const PROTOCOL_VERSION: u8 = 70;
    let stage = Stage::new();
    let told = |version| {
        let mut stream = TcpStream::connect(stage.address()).unwrap();
        stream.write_all(&greeting(version)).unwrap();
        let mut told = vec![0; 7];
        stream.read_exact(&mut told).unwrap();
        told
    };
    assert_eq!(told([3, 3]).first(), Some(&HANDSHAKE), "1.2 is spoken");
    for version in [[3, 0], [3, 1], [3, 2]] {
        let told = told(version);
        assert_eq!(told.first(), Some(&ALERT), "{version:?}: {told:?}");
        assert_eq!(told.get(5..7), Some(&[FATAL, PROTOCOL_VERSION][..]), "{version:?}: {told:?}");
    }
}

#[test]
#[cfg(unix)]
fn the_keys_that_speak_for_the_server_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let stage = Stage::new();
    for name in ["authority.vault.localhost.key", "tokens.key"] {
        let file = stage.tenant.server_folder().join(name);
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}
