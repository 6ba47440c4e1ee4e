//! Connections that are cut, as rehearsed: before an answer, or within one.

use std::io::ErrorKind;

use ckey_vault::Fault;

use crate::stage::{APP, Stage, VAULT};

#[test]
fn a_cut_connection_is_reset_a_closed_one_ends_and_half_an_answer_breaks_its_promise() {
    let stage = Stage::new();
    let token = stage.token(APP, &stage.register(APP));
    let fault = |fault| stage.tenant.vaults().set_fault(&stage.admin(), VAULT, fault).unwrap();
    let calls = ["GET /keys", "POST /keys/k/create", "POST /keys/k/v/unwrapkey", "PATCH /keys/k"];
    for line in calls {
        let ask = || stage.bytes_of_vault(VAULT, (line, "{}"), &token);
        fault(Fault::Reset);
        assert_eq!(ask(), (String::new(), Some(ErrorKind::ConnectionReset)), "{line}");
        fault(Fault::Unreachable);
        assert_eq!(ask(), (String::new(), Some(ErrorKind::UnexpectedEof)), "{line}");
        fault(Fault::HalfAnswer);
        let (text, ended) = ask();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let promised = head.to_ascii_lowercase();
        let promised = promised.split_once("content-length: ").unwrap().1;
        let promised: usize = promised.lines().next().unwrap().parse().unwrap();
        assert!(head.starts_with("HTTP/1.1 200 "), "{line}: {head}");
        assert_eq!((body.len() * 2, ended), (promised, Some(ErrorKind::UnexpectedEof)), "{line}");
    }
    fault(Fault::None);
    assert_eq!(stage.list(&token).status, 200);
}
