//! What a sequence is made of, as the fuzzer chooses it.

use arbitrary::Arbitrary;

/// Which handle: mostly one that fits, sometimes one that does not.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub struct Which(pub u8);

/// How much: a few bytes, some, or about a group of frames.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub enum Size {
    Few(u8),
    Some(u16),
    Group(i8),
}

/// How much room there is for what comes out.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub enum Room {
    Enough,
    Little(u16),
}

/// A document: one that was prepared, or any bytes.
#[derive(Arbitrary, Clone, Debug)]
pub enum Text {
    Known(u8),
    Any(Vec<u8>),
}

/// How the arguments that belong to an object differ from those that it was sealed with; mostly not
/// at all.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub struct Twist {
    pub what: u8,
    pub edit: [u8; 4],
}

/// A call.
#[derive(Arbitrary, Clone, Debug)]
pub enum Op {
    SessionOpen { options: Text },
    SessionClose { session: Which },
    SessionSecret { session: Which, name: Text, secret: Vec<u8> },
    CallStart { session: Which, cmdlet: Text, arguments: Text },
    CallNext { call: Which, wait: u8 },
    CallAnswer { call: Which, yes: i8 },
    CallCancel { call: Which },
    CallStatus { call: Which },
    CallDrain { call: Which },
    CallFree { call: Which },
    ScopeOpen { session: Which, selector: Text },
    ScopeDescribe { scope: Which },
    ScopeClose { scope: Which },
    ContextEncode { json: Text },
    Seal { scope: Which, context: u8, size: Size, detached: bool },
    OpenItem { scope: Which, object: u8, twist: Twist },
    SealBound { length: u64 },
    SealStart { scope: Which, context: u8, detached: bool },
    SealUpdate { seal: Which, size: Size, room: Room },
    SealUpdateInPlace { seal: Which, size: Size },
    SealFinish { seal: Which, room: Room },
    SealFinishInPlace { seal: Which, size: Size, room: Room },
    SealFree { seal: Which },
    OpenStart { scope: Which, object: u8, twist: Twist, head: u16 },
    OpenUpdate { open: Which, size: Size, room: Room },
    OpenUpdateInPlace { open: Which, size: Size },
    OpenFinish { open: Which, room: Room },
    OpenFinishInPlace { open: Which, size: Size },
    OpenFree { open: Which },
    ReadAt { scope: Which, object: u8, twist: Twist, offset: u32, room: u16, in_file: bool },
    ReaderOpen { scope: Which, object: u8, twist: Twist, in_file: bool },
    ReaderLength { reader: Which },
    ReaderReadAt { reader: Which, object: u8, offset: u32, room: u16 },
    ReaderFree { reader: Which },
    Inspect { object: u8, twist: Twist, whole: bool },
    BufferFree { filled: bool },
    FileLength { scope: Which, id: Text },
    FileReadAt { scope: Which, id: Text, offset: Offset, room: u16 },
    FileWriteAt { scope: Which, id: Text, offset: Offset, size: u16 },
}

/// Where in a file: near its beginning, near its end, or anywhere that a number reaches.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub enum Offset {
    Within(u32),
    End(i8),
    Any(u64),
}

impl Offset {
    pub fn of(self, length: usize) -> u64 {
        let length = length as u64;
        match self {
            Self::Within(offset) => u64::from(offset) % length.max(1),
            Self::End(more) => length.saturating_add_signed(i64::from(more)),
            Self::Any(offset) => offset,
        }
    }
}

impl Size {
    pub fn bytes(self) -> usize {
        match self {
            Self::Few(bytes) => usize::from(bytes),
            Self::Some(bytes) => usize::from(bytes),
            Self::Group(more) => (1_usize << 20).saturating_add_signed(isize::from(more)),
        }
    }

    /// For what takes whole groups alone, which have this length.
    pub fn of_group(self, group: usize) -> usize {
        match self {
            Self::Group(_) => group,
            other => other.bytes(),
        }
    }
}

impl Room {
    pub fn bytes(self, enough: usize) -> usize {
        match self {
            Self::Enough => enough,
            Self::Little(bytes) => usize::from(bytes).min(enough),
        }
    }
}
