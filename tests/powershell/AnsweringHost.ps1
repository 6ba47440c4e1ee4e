# A host with a user of its own: a script block answers every question, and gets every line that is written to the screen.
using namespace System.Collections.Generic
using namespace System.Collections.ObjectModel
using namespace System.Management.Automation
using namespace System.Management.Automation.Host

[NoRunspaceAffinity()]
class AnsweringUI : PSHostUserInterface {
    [scriptblock]$Answer = { 'No' }         # gets the question, gives the name of a choice
    [scriptblock]$Written = { $null }       # gets the line
    [pscredential]$Credential               # who signs in where that is asked
    [PSHostRawUserInterface]get_RawUI() { return $null }
    [string]ReadLine() { return '' }
    [securestring]ReadLineAsSecureString() { return [securestring]::new() }
    [void]Write([string]$text) { }
    [void]Write([ConsoleColor]$front, [ConsoleColor]$back, [string]$text) { }
    [void]WriteLine([string]$text) { & $this.Written $text }
    [void]WriteErrorLine([string]$text) { }
    [void]WriteDebugLine([string]$text) { }
    [void]WriteProgress([long]$source, [ProgressRecord]$record) { }
    [void]WriteVerboseLine([string]$text) { }
    [void]WriteWarningLine([string]$text) { }
    [Dictionary[string, psobject]]Prompt([string]$caption, [string]$message, [Collection[FieldDescription]]$fields) { return $null }
    [pscredential]PromptForCredential([string]$caption, [string]$message, [string]$user, [string]$target) { return $this.Credential }
    [pscredential]PromptForCredential([string]$caption, [string]$message, [string]$user, [string]$target, [PSCredentialTypes]$types, [PSCredentialUIOptions]$options) { return $this.Credential }
    [int]PromptForChoice([string]$caption, [string]$message, [Collection[ChoiceDescription]]$choices, [int]$default) {
        return @($choices.Label -replace '&').IndexOf([string](& $this.Answer $message))
    }
}

[NoRunspaceAffinity()]
class AnsweringHost : PSHost {
    [guid]$Id = [guid]::NewGuid()
    [AnsweringUI]$Asked = [AnsweringUI]::new()
    [string]get_Name() { return 'AnsweringHost' }
    [version]get_Version() { return '1.0' }
    [guid]get_InstanceId() { return $this.Id }
    [PSHostUserInterface]get_UI() { return $this.Asked }
    [cultureinfo]get_CurrentCulture() { return [cultureinfo]::InvariantCulture }
    [cultureinfo]get_CurrentUICulture() { return [cultureinfo]::InvariantCulture }
    [void]SetShouldExit([int]$code) { }
    [void]EnterNestedPrompt() { }
    [void]ExitNestedPrompt() { }
    [void]NotifyBeginApplication() { }
    [void]NotifyEndApplication() { }
}
