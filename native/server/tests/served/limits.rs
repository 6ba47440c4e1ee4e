//! How much one application may ask.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use crate::stage::{APP, Stage};

const AT_ONCE: usize = 200;

#[test]
fn an_application_that_asks_thousands_of_times_in_ten_seconds_is_told_to_wait_and_no_other_is() {
    let stage = Stage::new();
    let (own, other) = (stage.register(APP), "22222222-2222-3333-4444-555555555555");
    let others = stage.register(other);
    let (own, others) = (stage.manager(APP, &own), stage.token(other, &others));
    let ask = format!(
        "GET /subscriptions?api-version=2023-07-01&x=y HTTP/1.1\r\nHost: vault.localhost:{}\r\n\
         Authorization: Bearer {own}\r\n\r\n",
        stage.port()
    );
    let asked = ask.repeat(AT_ONCE);
    let mut stream = stage.stream("vault.localhost");
    let began = Instant::now();
    let mut part = vec![0; 1 << 16];
    // A machine that answers fewer in ten seconds never reaches the limit.
    let told = loop {
        assert!(began.elapsed() < Duration::from_secs(120), "the limit was not reached");
        stream.write_all(asked.as_bytes()).unwrap();
        let mut text = String::new();
        while text.matches("HTTP/1.1 ").count() < AT_ONCE || !text.ends_with('}') {
            let read = stream.read(&mut part).unwrap();
            assert!(read > 0, "{text}");
            text.push_str(&String::from_utf8_lossy(part.get(..read).unwrap()));
        }
        if let Some(at) = text.find("HTTP/1.1 429 ") {
            break text.split_off(at);
        }
    };
    assert!(told.contains("PrincipalLimitReached"), "{told}");
    assert!(told.to_ascii_lowercase().contains("retry-after: 10\r\n"), "{told}");
    assert_eq!(stage.list(&others).status, 200);
    let record = stage.record_of("customer-key serve", "PrincipalLimitReached");
    assert_eq!((record.result.as_str(), record.actor.contains(APP)), ("Failed", true));
    // Nor is the same one, once it is registered anew: the tokens of before hold up nobody.
    let anew = stage.register(APP);
    assert_eq!(stage.list(&stage.token(APP, &anew)).status, 200);
}
