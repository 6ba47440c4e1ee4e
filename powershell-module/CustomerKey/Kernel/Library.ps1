# Finds libcustomerkey and binds it.

# Where a package has the library of a system and a processor, both by .NET's names; and its file.
function script:Get-CkeyLibraryPlace([string]$system, [string]$processor) {
    "lib/$system-$($processor.ToLowerInvariant())"
    switch ($system) {
        'win'   { 'customerkey.dll' }
        'osx'   { 'libcustomerkey.dylib' }
        'linux' { 'libcustomerkey.so' }
    }
}

function script:Find-CkeyLibrary {
    if ($env:CUSTOMER_KEY_LIBRARY) { return [System.IO.Path]::GetFullPath($env:CUSTOMER_KEY_LIBRARY) }
    $system = if ($IsWindows) { 'win' } elseif ($IsMacOS) { 'osx' } else { 'linux' }
    $place, $file = Get-CkeyLibraryPlace $system ([System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)
    foreach ($folder in $place, '../../target/release', '../../target/debug') {
        $candidate = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($script:Root, $folder, $file))
        if ([System.IO.File]::Exists($candidate)) { return $candidate }
    }
    throw (New-CkeyLibraryError "CustomerKey cannot find $file in $([System.IO.Path]::Combine($script:Root, $place)).")
}

function script:New-CkeyLibraryError([string]$message) {
    ConvertTo-CkeyErrorRecord @{ id = 'LibraryNotFound'; category = 'ObjectNotFound'; target = 'libcustomerkey'; message = $message
        fix = "Build it with './build build' in the project's folder, or set CUSTOMER_KEY_LIBRARY to the library's path." }
}

# The functions of a library, each at its address. The addresses of another library in one process need another copy of the class.
function script:Import-CkeyNative([string]$library, [System.IntPtr]$handle) {
    $types = $script:Types; $name = "CustomerKey.Native $library"
    [System.Threading.Monitor]::Enter($types)
    try {
        $known = [System.AppDomain]::CurrentDomain.GetData($name)
        if ($known) { return $known }
        $assembly = if ($types.Bound) { [System.Reflection.Assembly]::Load($types.Bytes) } else { $types.Assembly }
        $types.Bound = $true
        $native = $assembly.GetType('CustomerKey.Native')
        $native::bind($handle)
        [System.AppDomain]::CurrentDomain.SetData($name, $native)
        $native
    } finally { [System.Threading.Monitor]::Exit($types) }
}

function script:Connect-CkeyLibrary {
    $library = Find-CkeyLibrary
    # .NET's own error names neither the file nor the reason.
    try { $handle = [System.Runtime.InteropServices.NativeLibrary]::Load($library) }
    catch { throw (New-CkeyLibraryError "CustomerKey cannot load $library`: $($_.Exception.InnerException.Message)") }
    try { $native = Import-CkeyNative $library $handle }
    catch { throw (New-CkeyLibraryError "$library is no library of CustomerKey: $($_.Exception.InnerException.Message)") }
    $program = [System.IO.Path]::Combine([System.IO.Path]::GetDirectoryName($library), $(if ($IsWindows) { 'customer-key.exe' } else { 'customer-key' }))
    $script:Program = if ([System.IO.File]::Exists($program)) { $program }
    $version = $native::ckey_abi_version()
    if ($version -ne 1) { throw (New-CkeyLibraryError "CustomerKey needs a library of ABI version 1; $library has version $version.") }
    $native
}
