# The stand-ins for the service's modules come first where PowerShell looks for modules, in this process and in those that it starts.
function script:Enable-CkeyCompatibility([System.Management.Automation.PSCmdlet]$cmdlet) {
    $folder = [System.IO.Path]::Combine($script:Root, 'compat')
    $others = @($env:PSModulePath.Split([System.IO.Path]::PathSeparator).Where({ $_ -and $_ -cne $folder }))
    $env:PSModulePath = (@($folder) + $others) -join [System.IO.Path]::PathSeparator
    . "$script:Root/Rehearsal/StandIns.ps1"
    $cmdlet.WriteVerbose("Scripts that import the service's modules get those in $folder. Nothing reaches the service.")
}
