//! `./build quickstart`: from nothing to encrypted mail.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::{build, package, shell};

pub(crate) fn run(args: &[String]) -> Result<ExitCode, String> {
    let options = Options::read(args)?;
    let powershell = shell::powershell();
    let is_whole = powershell.is_some();
    let folder = if is_whole {
        println!("Building the library and the command line (some minutes the first time) ...");
        build::products(false)?;
        shell::target("debug")
    } else {
        println!("Building the command line (some minutes the first time) ...");
        build::command_line()?
    };
    let mail = options.mail.map_or_else(find_mail, |folder| {
        Ok(Mail { what: format!("the messages of {}", folder.display()), folder })
    })?;
    let tenant = options.tenant.unwrap_or_else(new_tenant_folder);
    println!("Mail:   {}", mail.what);
    println!("Tenant: {} (a folder; delete it when you have seen enough)", tenant.display());
    let mut script = match powershell {
        Some(pwsh) => {
            println!("Host:   PowerShell ({}), examples/quickstart.ps1\n", pwsh.display());
            let module = package::assemble(&folder)?;
            let mut script = shell::command(pwsh);
            script
                .args(["-NoProfile", "-NonInteractive", "-File"])
                .arg(shell::root().join("examples/quickstart.ps1"))
                .env("CUSTOMER_KEY_MODULE", module);
            script
        }
        None => {
            println!(
                "Host:   no pwsh on PATH, so the same cmdlets through customer-key: examples/quickstart.sh\n"
            );
            let mut script = shell::command("sh");
            script.arg(shell::root().join("examples/quickstart.sh"));
            script
        }
    };
    script.env("CUSTOMER_KEY_BIN", folder.join(shell::program_name()));
    script.env("CUSTOMER_KEY_TENANT", &tenant).env("QUICKSTART_MAIL", &mail.folder);
    let status = script.status().map_err(|e| format!("cannot start the script: {e}"))?;
    if !is_whole {
        println!("\nBuilt without serving and Azure's vaults; ./build build builds all of it.");
    }
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[derive(Default)]
struct Options {
    mail: Option<PathBuf>,
    tenant: Option<PathBuf>,
}

impl Options {
    fn read(args: &[String]) -> Result<Options, String> {
        let mut options = Options::default();
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let mut folder = || {
                args.next()
                    .map(|p| absolute(Path::new(p)))
                    .ok_or_else(|| format!("{arg} needs a folder"))
            };
            match arg.as_str() {
                "--mail" => options.mail = Some(folder()?),
                "--tenant" => options.tenant = Some(folder()?),
                other => return Err(format!("{other} is not an option: --mail DIR, --tenant DIR")),
            }
        }
        match &options.mail {
            Some(mail) if !mail.is_dir() => {
                Err(format!("--mail {}: there is no such folder", mail.display()))
            }
            _ => Ok(options),
        }
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

struct Mail {
    folder: PathBuf,
    what: String,
}

/// Real messages: those of CPython's own e-mail test suite where a Python here carries it, else the
/// ones in `examples/mail`.
fn find_mail() -> Result<Mail, String> {
    for python in ["python3", "python"].iter().filter(|p| shell::on_path(p)) {
        let script = "import os, test.test_email as t; print(os.path.join(os.path.dirname(t.__file__), 'data'))";
        let Ok(found) = shell::quiet(
            shell::command(python).args(["-c", script]).stderr(std::process::Stdio::null()),
        ) else {
            continue;
        };
        let Some(folder) =
            found.lines.first().map(PathBuf::from).filter(|f| f.join("msg_01.txt").is_file())
        else {
            continue;
        };
        return Ok(Mail {
            what: format!("the messages of CPython's own e-mail test suite, {}", folder.display()),
            folder,
        });
    }
    let folder = shell::root().join("examples/mail");
    if folder.is_dir() {
        return Ok(Mail {
            what: String::from(
                "the messages of examples/mail (no Python with its test suite here)",
            ),
            folder,
        });
    }
    Err(String::from("no mail found: give a folder of messages with --mail DIR"))
}

/// The first of `quickstart-tenant`, `quickstart-tenant-2`, ... that does not exist.
fn new_tenant_folder() -> PathBuf {
    let name = |n: u32| {
        if n == 1 {
            shell::root().join("quickstart-tenant")
        } else {
            shell::root().join(format!("quickstart-tenant-{n}"))
        }
    };
    (1..=9999).map(name).find(|folder| !folder.exists()).unwrap_or_else(|| name(10_000))
}
