//! A server that plays what a vault, a directory or a proxy may answer, byte by byte.
#![allow(dead_code)]

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, PKCS_ECDSA_P256_SHA256};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{self, ServerConfig, ServerConnection, StreamOwned};

/// What comes back.
#[derive(Clone, Debug)]
pub enum Reply {
    /// These bytes, and then the connection ends or goes on.
    Bytes(Vec<u8>),
    /// So many bytes of an answer that promises more, and then the end.
    Cut(Vec<u8>),
    /// Nothing, and the end in good order.
    Closed,
    /// Nothing, and the connection is reset.
    Reset,
    /// So many bytes of an answer that promises more, and the connection is reset.
    Torn(Vec<u8>),
    /// Nothing, for a minute.
    Silent,
    /// An answer of a gigabyte, whose length is said, and one that does not end by itself.
    Endless,
    Unending,
}

/// How connections are met before TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Open,
    /// Closed once it was taken.
    Shut,
    /// Speaks no TLS.
    Plain,
    /// Reset in the middle of the handshake of TLS.
    Resets,
}

type Play = Box<dyn FnMut(&Request) -> Reply + Send>;

/// What was asked.
#[derive(Clone, Debug)]
pub struct Request {
    pub line: String,
    pub host: String,
    pub authorization: Option<String>,
    pub body: String,
}

struct Shared {
    play: Mutex<Play>,
    requests: AtomicUsize,
    sent: AtomicU64,
    door: Mutex<Door>,
    no_upload: Mutex<Option<&'static str>>,
}

pub struct Double {
    pub port: u16,
    /// The certificate to trust.
    pub authority: String,
    shared: Arc<Shared>,
}

/// Which certificate is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Right,
    Expired,
    /// Valid in an hour.
    NotYet,
    OtherName,
}

pub fn answer(status: &str, headers: &str, body: &str) -> Reply {
    let length = body.len();
    let text = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{headers}content-length: {length}\r\n\r\n{body}"
    );
    Reply::Bytes(text.into_bytes())
}

impl Double {
    pub fn start(play: impl FnMut(&Request) -> Reply + Send + 'static) -> Self {
        Self::showing(Shown::Right, play)
    }

    pub fn showing(shown: Shown, play: impl FnMut(&Request) -> Reply + Send + 'static) -> Self {
        let (authority, config) = certificates(shown);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            play: Mutex::new(Box::new(play)),
            requests: AtomicUsize::new(0),
            sent: AtomicU64::new(0),
            door: Mutex::new(Door::Open),
            no_upload: Mutex::default(),
        });
        let (own, config) = (Arc::clone(&shared), Arc::new(config));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (shared, config) = (Arc::clone(&own), Arc::clone(&config));
                std::thread::spawn(move || serve(stream, &shared, config));
            }
        });
        Self { port, authority, shared }
    }

    pub fn requests(&self) -> usize {
        self.shared.requests.load(Ordering::SeqCst)
    }

    /// How much of answers that are too long went out.
    pub fn sent(&self) -> u64 {
        self.shared.sent.load(Ordering::SeqCst)
    }

    pub fn play(&self, play: impl FnMut(&Request) -> Reply + Send + 'static) {
        *self.shared.play.lock().unwrap() = Box::new(play);
    }

    /// Resets connections in the middle of a request that has a body and this in its first line.
    pub fn reset_uploads_of(&self, what: &'static str) {
        *self.shared.no_upload.lock().unwrap() = Some(what);
    }

    pub fn door(&self, door: Door) {
        *self.shared.door.lock().unwrap() = door;
    }
}

/// Ends a connection by a reset in place of the end that both sides agree on.
fn reset(stream: TcpStream) {
    let socket = tokio::net::TcpSocket::from_std_stream(stream);
    socket.set_zero_linger().unwrap();
}

fn serve(mut stream: TcpStream, shared: &Shared, config: Arc<ServerConfig>) {
    let door = *shared.door.lock().unwrap();
    match door {
        Door::Open => {}
        Door::Shut => return,
        Door::Plain => {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
            return;
        }
        Door::Resets => {
            let _ = stream.read(&mut [0; 64]);
            return reset(stream);
        }
    }
    let connection = ServerConnection::new(config).unwrap();
    let mut stream = BufReader::new(StreamOwned::new(connection, stream));
    while let Some(read) = read(&mut stream, shared) {
        let Read::Whole(request) = read else { return reset(stream.into_inner().sock) };
        shared.requests.fetch_add(1, Ordering::SeqCst);
        let reply = (shared.play.lock().unwrap())(&request);
        let out = stream.get_mut();
        match reply {
            Reply::Bytes(bytes) => {
                if out.write_all(&bytes).and_then(|()| out.flush()).is_err() {
                    return;
                }
            }
            Reply::Cut(bytes) => {
                let _ = out.write_all(&bytes).and_then(|()| out.flush());
                return;
            }
            Reply::Closed => return,
            Reply::Reset => return reset(stream.into_inner().sock),
            Reply::Torn(bytes) => {
                let _ = out.write_all(&bytes).and_then(|()| out.flush());
                return reset(stream.into_inner().sock);
            }
            Reply::Silent => std::thread::sleep(Duration::from_secs(60)),
            Reply::Endless => {
                let head = "HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n";
                flood(out, shared, head.as_bytes(), &[b' '; 4096]);
                return;
            }
            Reply::Unending => {
                let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
                let chunk = [b"1000\r\n".as_slice(), &[b' '; 4096], b"\r\n"].concat();
                flood(out, shared, head, &chunk);
                return;
            }
        }
    }
}

/// A gigabyte of the same, or as much of it as is taken.
fn flood(out: &mut impl std::io::Write, shared: &Shared, head: &[u8], part: &[u8]) {
    let mut sent = out.write_all(head);
    while sent.is_ok() && shared.sent.load(Ordering::SeqCst) < 1 << 30 {
        sent = out.write_all(part);
        shared.sent.fetch_add(u64::try_from(part.len()).unwrap(), Ordering::SeqCst);
    }
}

type Stream = BufReader<StreamOwned<ServerConnection, TcpStream>>;

enum Read {
    Whole(Request),
    /// Its head, and no more of it is wanted.
    Head,
}

fn read(stream: &mut Stream, shared: &Shared) -> Option<Read> {
    let mut line = String::new();
    stream.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let (mut length, mut authorization, mut host) = (0, None, String::new());
    loop {
        let mut header = String::new();
        stream.read_line(&mut header).ok().filter(|read| *read > 0)?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap(),
            "authorization" => authorization = Some(value.trim().to_owned()),
            "host" => value.trim().clone_into(&mut host),
            _ => {}
        }
    }
    let refused = *shared.no_upload.lock().unwrap();
    if length > 0 && refused.is_some_and(|what| line.contains(what)) {
        return Some(Read::Head);
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    let body = String::from_utf8_lossy(&body).into_owned();
    Some(Read::Whole(Request { line: line.trim_end().to_owned(), host, authorization, body }))
}

const ELSEWHERE: [&str; 10] = [
    "*.vault.test",
    "*.vault.azure.net",
    "*.managedhsm.azure.net",
    "*.vault.usgovcloudapi.net",
    "*.managedhsm.usgovcloudapi.net",
    "*.vault.azure.cn",
    "*.managedhsm.azure.cn",
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.chinacloudapi.cn",
];

fn certificates(shown: Shown) -> (String, ServerConfig) {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = params.clone().self_signed(&key).unwrap().pem();
    let issuer = Issuer::new(params, &key);
    let name = if shown == Shown::OtherName { "*.other.localhost" } else { "*.vault.localhost" };
    let names = [name.to_owned(), "vault.localhost".to_owned()];
    let mut names = if shown == Shown::OtherName { names[..1].to_vec() } else { names.to_vec() };
    // What no machine knows, and what is not ours: only a proxy leads here.
    names.extend(ELSEWHERE.map(str::to_owned));
    let mut leaf = CertificateParams::new(names).unwrap();
    if shown == Shown::Expired {
        leaf.not_before = rcgen::date_time_ymd(2020, 1, 1);
        leaf.not_after = rcgen::date_time_ymd(2021, 1, 1);
    }
    if shown == Shown::NotYet {
        leaf.not_before = (std::time::SystemTime::now() + Duration::from_secs(3600)).into();
    }
    let own = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let leaf = leaf.signed_by(&own, &issuer).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from(leaf.der().to_vec())],
            PrivateKeyDer::from(PrivatePkcs8KeyDer::from(own.serialize_der())),
        )
        .unwrap();
    (authority, config)
}
