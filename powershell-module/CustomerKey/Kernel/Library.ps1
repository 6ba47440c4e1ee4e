# Finds libcustomerkey and binds it.

function script:Find-CkeyLibrary {
    if ($env:CUSTOMER_KEY_LIBRARY) { return [System.IO.Path]::GetFullPath($env:CUSTOMER_KEY_LIBRARY) }
    $system, $file = if ($IsWindows) { 'win', 'customerkey.dll' } elseif ($IsMacOS) { 'osx', 'libcustomerkey.dylib' } else { 'linux', 'libcustomerkey.so' }
    $processor = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant()
    foreach ($folder in "lib/$system-$processor", '../../target/release', '../../target/debug') {
        $candidate = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($script:Root, $folder, $file))
        if ([System.IO.File]::Exists($candidate)) { return $candidate }
    }
    throw (New-CkeyLibraryError "CustomerKey cannot find $file in $([System.IO.Path]::Combine($script:Root, "lib/$system-$processor")).")
}

function script:New-CkeyLibraryError([string]$message) {
    ConvertTo-CkeyErrorRecord @{ id = 'LibraryNotFound'; category = 'ObjectNotFound'; target = 'libcustomerkey'; message = $message
        fix = "Build it with './build build' in the project's folder, or set CUSTOMER_KEY_LIBRARY to the library's path." }
}

# P/Invoke methods defined at run time: no compiler and no .NET SDK; 45 ms where Add-Type takes 250 ms and more. Once a process.
function script:Import-CkeyNative([string]$library) {
    $name = "CustomerKey.Native $library"
    $known = [System.AppDomain]::CurrentDomain.GetData($name)
    if ($known) { return $known }
    $handle = [ulong].MakeByRefType(); $pointer = [System.IntPtr].MakeByRefType(); $size = [System.UIntPtr].MakeByRefType()
    $signatures = [ordered]@{
        ckey_abi_version    = [uint32], @()
        ckey_session_open   = [int], @([byte[]], [System.UIntPtr], $handle, $pointer)
        ckey_session_close  = [int], @([ulong])
        ckey_session_secret = [int], @([ulong], [byte[]], [System.UIntPtr], [byte[]], [System.UIntPtr], $pointer)
        ckey_call_start     = [int], @([ulong], [byte[]], [System.UIntPtr], [byte[]], [System.UIntPtr], $handle, $pointer)
        ckey_call_next      = [int], @([ulong], [uint32], $pointer, $size, $pointer)
        ckey_call_answer    = [int], @([ulong], [int])
        ckey_call_free      = [int], @([ulong])
        ckey_error_message  = [int], @([System.IntPtr], $pointer, $size)
        ckey_error_free     = [void], @([System.IntPtr])
    }
    $assembly = [System.Reflection.Emit.AssemblyBuilder]::DefineDynamicAssembly([System.Reflection.AssemblyName]::new('CustomerKey.Native'), 'Run')
    $type = $assembly.DefineDynamicModule('CustomerKey.Native').DefineType('CustomerKey.Native', 'Public,Class,Sealed,Abstract')
    foreach ($function in $signatures.Keys) {
        $returns, $takes = $signatures[$function]
        $method = $type.DefinePInvokeMethod($function, $library, 'Public,Static,PinvokeImpl', 'Standard', $returns, [type[]]$takes, 'Cdecl', 'None')
        $method.SetImplementationFlags('PreserveSig')
    }
    $native = $type.CreateType()
    [System.AppDomain]::CurrentDomain.SetData($name, $native)
    $native
}

function script:Connect-CkeyLibrary {
    $library = Find-CkeyLibrary
    # P/Invoke's own error names neither the file nor the reason.
    try { $null = [System.Runtime.InteropServices.NativeLibrary]::Load($library) }
    catch { throw (New-CkeyLibraryError "CustomerKey cannot load $library`: $($_.Exception.InnerException.Message)") }
    $native = Import-CkeyNative $library
    $version = $native::ckey_abi_version()
    if ($version -ne 1) { throw (New-CkeyLibraryError "CustomerKey needs a library of ABI version 1; $library has version $version.") }
    $native
}
