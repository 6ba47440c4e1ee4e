# In a rehearsal there is nobody to ask: the credentials that a script asks for are those of whom it names, or of the tenant's administrator.
# No password is checked, and none is made that could be used elsewhere.
function global:Get-Credential {
    param([Parameter(Position = 0)][object]$Credential, [string]$Message, [string]$UserName, [string]$Title)
    if ($Credential -is [pscredential]) { return $Credential }
    $user = if ($UserName) { $UserName } elseif ($Credential) { "$Credential" } else { @((Get-CustomerKeyTenant).Owners)[0] }
    [pscredential]::new($user, (ConvertTo-SecureString ([guid]::NewGuid().ToString()) -AsPlainText -Force))
}
