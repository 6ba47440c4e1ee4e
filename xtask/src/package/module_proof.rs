//! The packaged module in the suite `package`: whose libraries it has, and which one PowerShell
//! loads.

use std::path::Path;
use std::process::Command;

use super::{PLATFORMS, module, platform};
use crate::tally::Tally;
use crate::{shell, windows};

/// Where the module looks on each system, what it finds on this one, a cmdlet of that library, and
/// the packaged program started by another.
const LOADS: &str = "$ErrorActionPreference = 'Stop'
Import-Module '@MODULE@/CustomerKey.psd1'
& (Get-Module CustomerKey) {
    Initialize-CkeyKernel
    foreach ($platform in '@PLATFORMS@' -split ' ') {
        $system, $processor = $platform -split '-'
        \"$platform at $((Get-CkeyLibraryPlace $system $processor) -join '/')\"
    }
    \"loads $(Find-CkeyLibrary)\"
    \"starts $script:Program\"
}
\"made $((New-CustomerKeyTenant ~/packaged -Name Packaged).Name)\"
$server = Start-CustomerKeyServer -Listen 127.0.0.1:0
\"serves at loopback: $($server.IsLoopback)\"
Stop-CustomerKeyServer
\"serves no more: $($null -eq (Get-CustomerKeyServer))\"";

/// Without the library of this system, whatever others are there.
const LACKS: &str = "Import-Module '@MODULE@/CustomerKey.psd1'
try { Get-CustomerKeyClock } catch { $_.FullyQualifiedErrorId; \"$_\" }";

/// What was found, and why something was not looked at. `home` is a folder to work in; `started` makes
/// a program start as a user's does.
pub(super) fn run(
    home: &Path,
    started: impl Fn(&Path) -> Command,
) -> Result<(Tally, Option<String>), String> {
    let folder = module(&shell::target("debug"), false)?;
    let mut tally = Tally::one(folder.join(place(&platform())).is_file());
    let mut note = None;
    match windows::cannot_build() {
        None => tally.add(for_windows(&folder)?),
        Some(why) => {
            tally.add(Tally::skip());
            note = Some(format!("the module's library for Windows was not looked at: {why}"));
        }
    }
    let Some(pwsh) = shell::powershell() else {
        tally.add(Tally::skip());
        return Ok((tally, Some("there is no PowerShell; the module was not loaded".to_owned())));
    };
    let says = |script: &str, module: &Path| {
        let script = script.replace("@MODULE@", &module.display().to_string());
        let script = script.replace("@PLATFORMS@", &PLATFORMS.join(" "));
        let mut command = started(&pwsh);
        command.args(["-NoProfile", "-NonInteractive", "-Command", &script]);
        shell::run(&mut command).map(|done| done.lines)
    };
    let said = says(LOADS, &folder)?;
    let mut expect = |lines: &[String], line: &str| {
        let found = lines.iter().any(|said| said == line);
        if !found {
            println!("the packaged module did not say '{line}', but: {lines:?}");
        }
        tally.add(Tally::one(found));
    };
    for platform in PLATFORMS {
        expect(&said, &format!("{platform} at {}", place(platform)));
    }
    expect(&said, &format!("loads {}", folder.join(place(&platform())).display()));
    let program = folder.join("lib").join(platform()).join(shell::program_name());
    expect(&said, &format!("starts {}", program.display()));
    for line in ["made Packaged", "serves at loopback: True", "serves no more: True"] {
        expect(&said, line);
    }

    let lacks = home.join("lacks/CustomerKey");
    super::copy(&folder, &lacks)?;
    let own = lacks.join("lib").join(platform());
    std::fs::remove_dir_all(&own).map_err(|e| format!("cannot remove {}: {e}", own.display()))?;
    let said = says(LACKS, &lacks)?;
    let file = shell::library_name();
    expect(&said, "LibraryNotFound,Get-CustomerKeyClock");
    expect(&said, &format!("CustomerKey cannot find {file} in {}.", own.display()));
    Ok((tally, note))
}

/// Where a package has the library of a platform.
fn place(platform: &str) -> String {
    let file = match platform.split('-').next() {
        Some("win") => windows::LIBRARY,
        Some("osx") => "libcustomerkey.dylib",
        _ => "libcustomerkey.so",
    };
    format!("lib/{platform}/{file}")
}

/// It has the library that the suite `windows` plays, and that is one for Windows.
fn for_windows(module: &Path) -> Result<Tally, String> {
    let read = |path: &Path| {
        std::fs::read(path).map_err(|e| format!("cannot read {}: {e}", path.display()))
    };
    let packaged = read(&module.join(place(windows::PLATFORM)))?;
    let built = read(&windows::products(false)?.join(windows::LIBRARY))?;
    let mut tally = Tally::one(packaged == built);
    tally.add(Tally::one(is_for_x64(&packaged)));
    let program = Path::new("lib").join(windows::PLATFORM).join(windows::EXECUTABLE);
    tally.add(Tally::one(is_for_x64(&read(&module.join(program))?)));
    let exported = packaged.windows(17).any(|bytes| bytes == b"ckey_abi_version\0");
    tally.add(Tally::one(exported));
    Ok(tally)
}

/// Whether a file's heads are those of a program or library for 64-bit Windows.
fn is_for_x64(file: &[u8]) -> bool {
    let head = file.get(0x3c..0x40).and_then(|at| at.try_into().ok()).map(u32::from_le_bytes);
    let head = head.and_then(|at| usize::try_from(at).ok()).and_then(|at| file.get(at..));
    file.starts_with(b"MZ") && head.is_some_and(|head| head.starts_with(b"PE\0\0\x64\x86"))
}

#[cfg(test)]
mod tests {
    use super::is_for_x64;

    #[test]
    fn only_a_file_for_64_bit_windows_is_taken_for_one() {
        let mut file = vec![0; 0x80];
        file.splice(..2, *b"MZ");
        file.splice(0x3c..0x40, 0x40_u32.to_le_bytes());
        file.splice(0x40..0x46, *b"PE\0\0\x64\x86");
        assert!(is_for_x64(&file));
        file.splice(0x44..0x46, *b"\x64\xaa"); // ARM64
        assert!(!is_for_x64(&file));
        file.splice(0x3c..0x40, u32::MAX.to_le_bytes());
        assert!(!is_for_x64(&file) && !is_for_x64(b"MZ") && !is_for_x64(b"\x7fELF"));
    }
}
