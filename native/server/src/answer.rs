//! What goes back to a client.

use ckey_vault::{VaultError, VaultErrorKind};
use hyper::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// More than the names and signs around the members of an answer take.
const AROUND: usize = 256;

/// How a connection ends instead of giving its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It is closed.
    Closed,
    /// It is cut, so that the client's system says so.
    Reset,
    /// It is closed within the answer.
    Half,
}

/// An answer: a status and a body, or a connection that ends without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// JSON, which may hold a key: it is wiped once it was sent.
    pub(crate) body: Option<Zeroizing<Vec<u8>>>,
    /// The connection ends so instead.
    pub(crate) ending: Option<Ending>,
    /// What the record says of it, where whoever asked may not have what was asked for.
    pub(crate) denied: Option<Denied>,
}

/// Why a vault forbids something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Denied {
    /// The stable id of the error.
    pub(crate) id: &'static str,
    pub(crate) reason: String,
}

impl Answer {
    pub(crate) fn ok(body: &Value) -> Self {
        Self::json(StatusCode::OK, body)
    }

    pub(crate) fn json(status: StatusCode, body: &Value) -> Self {
        Self { body: Some(Zeroizing::new(body.to_string().into_bytes())), ..Self::empty(status) }
    }

    /// One that holds a secret, of so many bytes with all that is beside it: writing it leaves no
    /// other copy behind.
    pub(crate) fn of_secret(body: &impl Serialize, bytes: usize) -> Self {
        // What has room from the beginning is not moved while it grows.
        let mut text = Zeroizing::new(Vec::with_capacity(bytes.saturating_add(AROUND)));
        match serde_json::to_writer(&mut *text, body) {
            Ok(()) => Self { body: Some(text), ..Self::empty(StatusCode::OK) },
            Err(_) => Self::of_store("The answer could not be written."),
        }
    }

    pub(crate) const fn empty(status: StatusCode) -> Self {
        Self { status, headers: Vec::new(), body: None, ending: None, denied: None }
    }

    pub(crate) const fn ended(ending: Ending) -> Self {
        Self {
            status: StatusCode::OK,
            headers: Vec::new(),
            body: None,
            ending: Some(ending),
            denied: None,
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn error(status: StatusCode, code: &str, message: &str) -> Self {
        Self::told(status, code, None, message)
    }

    pub(crate) fn bad(message: &str) -> Self {
        Self::error(StatusCode::BAD_REQUEST, "BadParameter", message)
    }

    /// Something is wrong with what this server keeps, or with itself: no outage of a vault, so
    /// that nobody who brings it about opens anything elsewhere.
    pub(crate) fn of_store(message: &str) -> Self {
        let (code, inner) = VaultErrorKind::Io.service_code();
        Self::told(StatusCode::INTERNAL_SERVER_ERROR, code, inner, message)
    }

    fn told(status: StatusCode, code: &str, inner: Option<&str>, message: &str) -> Self {
        let mut told = json!({ "code": code, "message": message });
        if let (Some(inner), Some(told)) = (inner, told.as_object_mut()) {
            told.insert("innererror".to_owned(), json!({ "code": inner }));
        }
        Self::json(status, &json!({ "error": told }))
    }

    /// A vault's refusal, as the service words it. What to do about it names cmdlets of this
    /// machine, which clients over the network do not have.
    pub(crate) fn refused(error: &VaultError) -> Self {
        let Some(status) = error.kind.http_status() else { return Self::ended(Ending::Closed) };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let (code, inner) = error.service_code();
        let message = match error.kind {
            // Paths of this machine are not for others.
            VaultErrorKind::Damaged | VaultErrorKind::Io | VaultErrorKind::NotRecorded => {
                tracing::error!(%error, "a vault cannot be used");
                "The vault's store cannot be used. The server's log says why."
            }
            _ => error.message.as_str(),
        };
        let mut answer = Self::told(status, code, inner, message);
        if status == StatusCode::FORBIDDEN {
            let (id, reason) = (error.kind.name(), error.message.clone());
            answer.denied = Some(Denied { id, reason });
        }
        if error.kind == VaultErrorKind::Throttled {
            answer.with("retry-after", "1")
        } else {
            answer
        }
    }
}
