//! `customer-key serve`: the vaults over the Key Vault REST API, until somebody ends it.

#[cfg(not(feature = "serve"))]
pub(crate) fn run(
    _: &mut crate::play::Player,
    _: &[String],
) -> Result<std::process::ExitCode, String> {
    Err(String::from(
        "this customer-key was built without the server; ./build build makes one with it",
    ))
}

#[cfg(feature = "serve")]
pub(crate) use with_server::run;

#[cfg(feature = "serve")]
mod with_server {
    use std::process::ExitCode;
    use std::sync::Arc;
    use std::sync::mpsc::RecvTimeoutError;
    use std::time::Duration;

    use ckey_server::{ServeOptions, Server};

    use crate::console::failed;
    use crate::line::{Argument, Command, Pipeline, Value};
    use crate::play::Player;

    /// How often it looks whether it is told to end through the tenant folder.
    const LOOKS: Duration = Duration::from_millis(250);

    fn text(text: &str) -> Value {
        Value::Text { text: text.to_owned(), quoted: true }
    }

    /// Where it serves, and the inventories that are there before it does.
    fn read(words: &[String]) -> Result<(ServeOptions, Vec<Value>), String> {
        let mut options = ServeOptions::default();
        let mut imports = Vec::new();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| format!("{word} needs a value"));
            match word.as_str() {
                "--listen" => {
                    options.listen = value?.parse().map_err(|_| {
                        String::from("--listen takes an address and a port: 127.0.0.1:8443")
                    })?;
                }
                "--suffix" => value?.clone_into(&mut options.suffix),
                "--import" => imports.push(text(value?)),
                _ => {
                    return Err(String::from(
                        "serve takes --listen ADDRESS:PORT, --suffix NAME and --import FILE",
                    ));
                }
            }
        }
        Ok((options, imports))
    }

    /// Makes the vaults and keys of inventories that are not there yet: a server that is started
    /// again by the same words goes on with what it has.
    fn import(player: &mut Player, files: Vec<Value>) -> Result<(), String> {
        if files.is_empty() {
            return Ok(());
        }
        let given = vec![
            Argument::of("Path", Value::List(files)),
            Argument::of("Confirm", Value::Bool(false)),
            // It says that findings follow, and they are not shown here.
            Argument::of("InformationAction", text("Ignore")),
        ];
        player.play(&Pipeline::of(vec![
            Command::of("Import-CustomerKeyInventory", given),
            Command::of("Out-Null", Vec::new()),
        ]))
    }

    /// Serves until the process is told to end.
    ///
    /// # Errors
    /// A sentence for words that are wrong.
    pub(crate) fn run(player: &mut Player, words: &[String]) -> Result<ExitCode, String> {
        let (options, imports) = read(words)?;
        crate::log::begin();
        let session = Arc::clone(&player.session);
        let tenant = match session.tenant() {
            Ok(tenant) => tenant,
            Err(error) => return Ok(failed(&error)),
        };
        let owns = session.as_azure_account("customer-key serve", |tenant, account| {
            tenant.directory().check_owner(account, "Serving the vaults")
        });
        if let Err(error) = owns {
            return Ok(failed(&error));
        }
        import(player, imports)?;
        if player.failed {
            return Ok(ExitCode::FAILURE);
        }
        let ended = ending()?;
        match Server::start(Arc::clone(&tenant), &options) {
            Ok(server) => {
                crate::console::say(&shown(&server, &options.suffix));
                // Who is told by the system says so by the channel, or is gone.
                while ended.recv_timeout(LOOKS) == Err(RecvTimeoutError::Timeout)
                    && server.is_wanted()
                {}
                server.stop();
                Ok(ExitCode::SUCCESS)
            }
            Err(error) => {
                eprintln!("customer-key: {error}");
                Ok(ExitCode::FAILURE)
            }
        }
    }

    fn shown(server: &Server, suffix: &str) -> String {
        let (address, port) = (server.address(), server.address().port());
        let certificate = server.certificate().display();
        // Names below localhost lead every machine to itself.
        let others = match (address.ip().is_loopback(), suffix.ends_with(".localhost")) {
            (true, _) => String::new(),
            (false, false) => String::from("Other machines reach it.\n"),
            (false, true) => {
                format!("Other machines reach it only by a --suffix other than {suffix}.\n")
            }
        };
        format!(
            "Serving https://VAULT.{suffix}:{port} at {address}; ended by Ctrl-C.\n{others}\
             Tokens:      {authority}\n\
             Certificate: {certificate}\n\
             Management:  {authority}, with the scope {authority}/management/.default\n\
             Trust it:    Python  REQUESTS_CA_BUNDLE={certificate}, or connection_verify=\n\
             \x20            Node.js NODE_EXTRA_CA_CERTS={certificate}\n\
             \x20            Rust    SSL_CERT_FILE={certificate}\n\
             \x20            curl    --cacert {certificate}\n",
            authority = server.authority(),
        )
    }

    /// Hears once when the process is told to end.
    #[cfg(unix)]
    fn ending() -> Result<std::sync::mpsc::Receiver<()>, String> {
        use std::os::unix::net::UnixStream;
        let failed = |error: std::io::Error| {
            format!("signals cannot be waited for: {}", ckey_base::why(&error))
        };
        let (mut hears, tells) = UnixStream::pair().map_err(failed)?;
        for signal in [libc::SIGINT, libc::SIGTERM] {
            signal_hook::low_level::pipe::register(signal, tells.try_clone().map_err(failed)?)
                .map_err(failed)?;
        }
        let (told, ended) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let _ = std::io::Read::read(&mut hears, &mut [0]);
            let _ = told.send(());
        });
        Ok(ended)
    }

    /// How often it is looked whether a signal came, where one cannot wake who waits.
    #[cfg(not(unix))]
    const LOOK: Duration = Duration::from_millis(50);

    /// The same by Ctrl-C, which elsewhere only leaves a mark.
    #[cfg(not(unix))]
    fn ending() -> Result<std::sync::mpsc::Receiver<()>, String> {
        use std::sync::atomic::{AtomicBool, Ordering};
        let ends = Arc::new(AtomicBool::new(false));
        signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&ends))
            .map_err(|error| format!("signals cannot be waited for: {}", ckey_base::why(&error)))?;
        let (told, ended) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            while !ends.load(Ordering::Acquire) {
                std::thread::sleep(LOOK);
            }
            let _ = told.send(());
        });
        Ok(ended)
    }
}
