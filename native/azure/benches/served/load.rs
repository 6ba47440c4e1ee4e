//! Who asks: a process of its own, with 16 connections that are kept, each under a principal of its
//! own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde::{Deserialize, Serialize};

/// What is asked for, and by whom.
#[derive(Serialize, Deserialize)]
pub struct Load {
    pub port: u16,
    pub host: String,
    /// PEM.
    pub authority: String,
    pub path: String,
    pub body: String,
    /// One for each connection.
    pub tokens: Vec<String>,
    pub seconds: u64,
}

/// A connection that is kept.
pub struct Connection {
    stream: BufReader<StreamOwned<ClientConnection, TcpStream>>,
}

impl Connection {
    pub fn open(authority: &str, host: &str, port: u16) -> Self {
        let mut roots = RootCertStore::empty();
        for one in CertificateDer::pem_slice_iter(authority.as_bytes()) {
            roots.add(one.unwrap()).unwrap();
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let client = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from(host.to_owned()).unwrap();
        let connection = ClientConnection::new(Arc::new(client), name).unwrap();
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::new(StreamOwned::new(connection, stream)) }
    }

    /// The status and the body of the answer.
    pub fn ask(&mut self, request: &str) -> (String, String) {
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let (mut status, mut length) = (String::new(), 0);
        self.stream.read_line(&mut status).unwrap();
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).unwrap();
            let line = line.trim().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(told) = line.strip_prefix("content-length:") {
                length = told.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        (status, String::from_utf8(body).unwrap())
    }
}

pub fn request(line: &str, host: &str, port: u16, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "{line} HTTP/1.1\r\nHost: {host}:{port}\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    )
}

/// How many answers came a second, and how many in all, with the first of each connection.
#[derive(Serialize, Deserialize)]
pub struct Done {
    pub rate: f64,
    pub all: usize,
}

/// Asks for as long as is wanted.
pub fn run(load: &Load) -> Done {
    let begin = std::sync::Barrier::new(load.tokens.len());
    std::thread::scope(|scope| {
        let ask = |token: &str| {
            let mut connection = Connection::open(&load.authority, &load.host, load.port);
            let headers =
                format!("Authorization: Bearer {token}\r\nContent-Type: application/json\r\n");
            let line = format!("POST {}?api-version=7.4", load.path);
            let request = request(&line, &load.host, load.port, &headers, &load.body);
            let (status, body) = connection.ask(&request);
            assert!(status.contains(" 200 "), "{status}{body}");
            begin.wait();
            let (from, mut answers) = (Instant::now(), 0);
            while from.elapsed() < Duration::from_secs(load.seconds) {
                let (status, body) = connection.ask(&request);
                assert!(status.contains(" 200 "), "{status}{body}");
                answers += 1;
            }
            (answers, from.elapsed().as_secs_f64())
        };
        let all: Vec<_> = load.tokens.iter().map(|token| scope.spawn(move || ask(token))).collect();
        let all: Vec<(usize, f64)> = all.into_iter().map(|one| one.join().unwrap()).collect();
        Done {
            rate: all.iter().map(|(answers, seconds)| *answers as f64 / seconds).sum(),
            all: all.iter().map(|(answers, _)| answers + 1).sum(),
        }
    })
}
