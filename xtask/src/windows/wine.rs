//! Wine, with a Windows of its own in `target/windows/wine`.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::{GCC, WINE, command};
use crate::shell;

/// Random bytes for Rust's programs. Wine 8 has no `bcryptprimitives.dll`, which is Windows's own
/// place for them.
const RANDOM: &str = r"
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length)
{
    return length <= MAXDWORD && SystemFunction036(bytes, (ULONG)length);
}
";

/// What wine's programs share. It stays for a few seconds after the last one.
const SERVER: &str = "/usr/lib/wine/wineserver64";

/// A Windows that runs for as long as this is held.
pub(crate) struct Wine {
    folder: PathBuf,
    /// A program that waits. Without it wine's server and services end whenever no program runs,
    /// and a program that starts just then loses them, or is told what a dying service says.
    waits: Option<Child>,
}

/// Starts the Windows, made first unless it is there.
pub(super) fn started(target: &Path) -> Result<Wine, String> {
    let mut wine = prepared(target)?;
    let mut waits = wine.run(Path::new("cmd.exe"));
    waits.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    wine.waits = Some(waits.spawn().map_err(|problem| format!("{WINE}: {problem}"))?);
    Ok(wine)
}

impl Drop for Wine {
    fn drop(&mut self) {
        let Some(mut waits) = self.waits.take() else { return };
        drop(waits.stdin.take());
        let _ = waits.wait();
    }
}

fn prepared(target: &Path) -> Result<Wine, String> {
    let wine = Wine { folder: target.join("wine"), waits: None };
    let system = wine.folder.join("drive_c/windows/system32");
    let random = system.join("bcryptprimitives.dll");
    if random.is_file() {
        return Ok(wine);
    }
    let cannot = |problem: std::io::Error| format!("{}: {problem}", wine.folder.display());
    std::fs::create_dir_all(&wine.folder).map_err(cannot)?;
    let mut boot = command(WINE);
    boot.args(["wineboot", "--init"]);
    wine.put_into(&mut boot);
    shell::must(&mut boot, "wine's first start")?;
    let source = wine.folder.join("random.c");
    std::fs::write(&source, RANDOM).map_err(cannot)?;
    let mut gcc = command(GCC);
    gcc.args(["-shared", "-O1", "-o"]).arg(&random).arg(&source).arg("-ladvapi32");
    shell::must(&mut gcc, "the library that wine lacks")?;
    Ok(wine)
}

/// A path as programs for Windows write it: wine shows the root of this system as the drive `Z:`.
pub(super) fn written(path: &Path) -> String {
    format!("Z:{}", path.to_string_lossy().replace('/', r"\"))
}

impl Wine {
    /// A program for Windows.
    pub(super) fn run(&self, program: &Path) -> Command {
        let mut run = command(WINE);
        run.arg(program);
        self.put_into(&mut run);
        run
    }

    /// Makes a command run Windows's programs here. Nothing of wine's own is said, and neither .NET
    /// nor a browser is looked for.
    pub(super) fn put_into(&self, command: &mut Command) {
        command
            .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", WINE)
            .env("WINEPREFIX", &self.folder)
            // Debian's script ends it after each program, and the next one begins anew.
            .env("WINESERVER", SERVER)
            .env("WINEDEBUG", "-all")
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=");
    }
}
