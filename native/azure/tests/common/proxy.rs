//! A proxy on this machine.
#![allow(dead_code)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};

/// What a proxy does with who asks it to connect.
#[derive(Clone, Copy)]
pub enum Does {
    /// Leads to this port of this machine, whatever host is asked for.
    LeadsTo(u16),
    /// Says this.
    Says(&'static str),
}

/// A proxy on this machine: its port, and what it was asked for.
pub fn proxy(does: Does) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let told = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let told = Arc::clone(&told);
            std::thread::spawn(move || serve(stream, does, &told));
        }
    });
    (port, asked)
}

fn serve(stream: TcpStream, does: Does, told: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    reader.read_line(&mut first).unwrap();
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        line.clear();
    }
    told.lock().unwrap().push(first.trim_end().to_owned());
    let mut stream = stream;
    match does {
        Does::Says(what) => {
            let _ = stream.write_all(what.as_bytes());
        }
        Does::LeadsTo(port) => {
            let to = TcpStream::connect(("127.0.0.1", port)).unwrap();
            stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
            pass(stream.try_clone().unwrap(), to.try_clone().unwrap());
            pass(to, stream);
        }
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream) {
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Both);
    });
}

/// A test of this program in a process of its own, whose variables name no other proxy.
pub fn child(test: &str, port: Option<u16>) -> Command {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", test, "--ignored"]);
    let known = ["NO_PROXY", "https_proxy", "http_proxy", "all_proxy"];
    for name in known {
        child.env_remove(name.to_ascii_lowercase()).env_remove(name.to_ascii_uppercase());
    }
    if let Some(port) = port {
        child.env("HTTPS_PROXY", format!("http://127.0.0.1:{port}"));
    }
    child
}

/// Runs it, and shows what it says where it fails, or where there is no such test.
pub fn run(child: &mut Command) {
    let done = child.output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}
