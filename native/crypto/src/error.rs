//! What can go wrong, as values. No variant ever holds key material or plaintext.

use std::fmt;

/// Result with a [`CryptoError`].
pub type Result<T, E = CryptoError> = std::result::Result<T, E>;

/// The check of the sealed-object format that refused an object. Test vectors name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The header is not one this version reads, or names another scope key than the one given.
    Header,
    /// The wrapped data key did not open: another scope key, another context, or a changed header.
    DataKey,
    /// The data key is not the one the header commits to.
    Commitment,
    /// The length is one that no object has.
    Length,
    /// A frame did not authenticate: changed, moved, or not the last although it ends the object.
    Frame,
}

impl Stage {
    /// The name used in test vectors: `header`, `data-key`, `commitment`, `length`, `frame`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::DataKey => "data-key",
            Self::Commitment => "commitment",
            Self::Length => "length",
            Self::Frame => "frame",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A failure of this crate. [`CryptoError::name`] is stable; the text says what happened, to what,
/// and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CryptoError {
    /// A sealed object was refused before or while reading its header.
    #[error(
        "the header of the sealed object was refused: {reason}; check that the bytes are a whole sealed object"
    )]
    Header {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The wrapped data key of a sealed object did not open.
    #[error(
        "the data key of the sealed object does not open; check the scope key and the encryption context"
    )]
    DataKey,
    /// The data key is not the one the header commits to.
    #[error(
        "the sealed object is not committed to this data key; it was changed, restore it from a copy"
    )]
    Commitment,
    /// The length of a sealed object is impossible: cut off, or with bytes appended.
    #[error(
        "the length of the sealed object is impossible; it was cut off or extended, restore it from a copy"
    )]
    Length,
    /// A frame of a sealed object did not authenticate.
    #[error(
        "frame {index} of the sealed object does not authenticate; it was changed, moved or cut off, restore it from a copy"
    )]
    Frame {
        /// Number of the frame, from 0.
        index: u64,
    },
    /// A wrapped key did not open.
    #[error(
        "the {what} does not open; it was made under another key or for another place, or was changed"
    )]
    Unwrap {
        /// Which kind of wrap.
        what: &'static str,
    },
    /// An input has a length that the operation does not take.
    #[error("{what} has {actual} bytes, {expected} expected")]
    InvalidLength {
        /// Which input.
        what: &'static str,
        /// The length or range that is taken, in bytes.
        expected: &'static str,
        /// The length that was given, in bytes.
        actual: usize,
    },
    /// The output buffer is too small; nothing was written and no state changed.
    #[error("the output buffer is too small: {needed} bytes are needed, {given} were given")]
    BufferTooSmall {
        /// Bytes needed.
        needed: usize,
        /// Bytes given.
        given: usize,
    },
    /// An encryption context is not canonical or breaks a limit.
    #[error("the encryption context was refused: {reason}")]
    Context {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A key could not be read or does not suit.
    #[error("the key was refused: {reason}")]
    Key {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A name that is none of the allowed ones.
    #[error("unknown {what}; allowed: {allowed}")]
    UnknownName {
        /// What was to be named.
        what: &'static str,
        /// The allowed names.
        allowed: &'static str,
    },
    /// A value outside its limits.
    #[error("{what} is outside its limits: {limits}")]
    Limit {
        /// Which value.
        what: &'static str,
        /// The limits.
        limits: &'static str,
    },
    /// A stream was used after it finished or failed.
    #[error("the stream has {state}; start a new one")]
    StreamClosed {
        /// `finished` or `failed`.
        state: &'static str,
    },
    /// A signature or authentication code does not match.
    #[error("the {what} does not match what it covers")]
    Mismatch {
        /// Which kind.
        what: &'static str,
    },
    /// The source of a random-access reader failed.
    #[error("reading the sealed object failed: {0}")]
    Source(String),
    /// The operating system gave no randomness.
    #[error("the operating system gave no random bytes")]
    Random,
    /// An algorithm failed although its inputs were right: a defect of the library.
    #[error("{operation} failed inside the {backend} backend; this is a defect of the library")]
    Internal {
        /// Which operation.
        operation: &'static str,
        /// Which backend.
        backend: &'static str,
    },
}

impl CryptoError {
    /// The stable name of this failure, such as `crypto.frame`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Header { .. } => "crypto.header",
            Self::DataKey => "crypto.data_key",
            Self::Commitment => "crypto.commitment",
            Self::Length => "crypto.length",
            Self::Frame { .. } => "crypto.frame",
            Self::Unwrap { .. } => "crypto.unwrap",
            Self::InvalidLength { .. } => "crypto.invalid_length",
            Self::BufferTooSmall { .. } => "crypto.buffer_too_small",
            Self::Context { .. } => "crypto.context",
            Self::Key { .. } => "crypto.key",
            Self::UnknownName { .. } => "crypto.unknown_name",
            Self::Limit { .. } => "crypto.limit",
            Self::StreamClosed { .. } => "crypto.stream_closed",
            Self::Mismatch { .. } => "crypto.mismatch",
            Self::Source(_) => "crypto.source",
            Self::Random => "crypto.random",
            Self::Internal { .. } => "crypto.internal",
        }
    }

    /// The stage of the sealed-object format that refused, if this failure is such a refusal.
    #[must_use]
    pub const fn stage(&self) -> Option<Stage> {
        match self {
            Self::Header { .. } => Some(Stage::Header),
            Self::DataKey => Some(Stage::DataKey),
            Self::Commitment => Some(Stage::Commitment),
            Self::Length => Some(Stage::Length),
            Self::Frame { .. } => Some(Stage::Frame),
            _ => None,
        }
    }
}
