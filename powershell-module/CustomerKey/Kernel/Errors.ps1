# Errors of the library and of the kernel as PowerShell's.

function script:Read-CkeyText([System.IntPtr]$pointer, [System.UIntPtr]$length) {
    $bytes = [byte[]]::new($length.ToUInt64())
    [System.Runtime.InteropServices.Marshal]::Copy($pointer, $bytes, 0, $bytes.Length)
    $script:Utf8.GetString($bytes)
}

# An error of the C ABI itself, its JSON document read and freed.
function script:Read-CkeyError([System.IntPtr]$failure) {
    if ($failure -eq [System.IntPtr]::Zero) { return @{ id = 'InternalError'; category = 'NotSpecified'; message = 'The library refused the call and gave no reason.' } }
    $pointer = [System.IntPtr]::Zero; $length = [System.UIntPtr]::Zero
    try {
        $null = $script:Native::ckey_error_message($failure, [ref]$pointer, [ref]$length)
        Read-CkeyTable (Read-CkeyText $pointer $length)
    } finally { $script:Native::ckey_error_free($failure) }
}

function script:ConvertTo-CkeyErrorRecord($problem) {
    $type = if ($problem['exception']) { Get-CkeyExceptionType $problem['exception'] } else { [System.InvalidOperationException] }
    $record = [System.Management.Automation.ErrorRecord]::new($type::new($problem['message']), $problem['id'], $problem['category'], $problem['target'])
    if ($problem['reason']) { $record.CategoryInfo.Reason = $problem['reason'] }     # what scripts compare: ManagementObjectNotFoundException
    if ($problem['fix']) {
        $record.ErrorDetails = [System.Management.Automation.ErrorDetails]::new($problem['message'])
        $record.ErrorDetails.RecommendedAction = $problem['fix']
    }
    $record
}

# A failure of the kernel itself, as an error of the cmdlet.
function script:ConvertFrom-CkeyCaught([System.Management.Automation.ErrorRecord]$caught) {
    $exception = $caught.Exception
    if ($exception -is [System.Management.Automation.MethodInvocationException] -and $exception.InnerException) { $exception = $exception.InnerException }
    $source = if ($exception -is [System.Management.Automation.IContainsErrorRecord]) { $exception.ErrorRecord } else { $caught }
    $record = [System.Management.Automation.ErrorRecord]::new($exception, $source.FullyQualifiedErrorId.Split(',')[0], $source.CategoryInfo.Category, $source.TargetObject)
    $record.CategoryInfo.Reason = $source.CategoryInfo.Reason
    $record.ErrorDetails = $source.ErrorDetails
    $record
}
