# A host whose user gives every question the same answer: the number of a choice. What is written to it is dropped.
using namespace System.Collections.Generic
using namespace System.Collections.ObjectModel
using namespace System.Management.Automation
using namespace System.Management.Automation.Host

class AnsweringUI : PSHostUserInterface {
    [int]$Choice
    [PSHostRawUserInterface]get_RawUI() { return $null }
    [string]ReadLine() { return '' }
    [securestring]ReadLineAsSecureString() { return [securestring]::new() }
    [void]Write([string]$text) { }
    [void]Write([ConsoleColor]$front, [ConsoleColor]$back, [string]$text) { }
    [void]WriteLine([string]$text) { }
    [void]WriteErrorLine([string]$text) { }
    [void]WriteDebugLine([string]$text) { }
    [void]WriteProgress([long]$source, [ProgressRecord]$record) { }
    [void]WriteVerboseLine([string]$text) { }
    [void]WriteWarningLine([string]$text) { }
    [Dictionary[string, psobject]]Prompt([string]$caption, [string]$message, [Collection[FieldDescription]]$fields) { return $null }
    [pscredential]PromptForCredential([string]$caption, [string]$message, [string]$user, [string]$target) { return $null }
    [pscredential]PromptForCredential([string]$caption, [string]$message, [string]$user, [string]$target, [PSCredentialTypes]$types, [PSCredentialUIOptions]$options) { return $null }
    [int]PromptForChoice([string]$caption, [string]$message, [Collection[ChoiceDescription]]$choices, [int]$default) { return $this.Choice }
}

class AnsweringHost : PSHost {
    [guid]$Id = [guid]::NewGuid()
    [AnsweringUI]$Asked = [AnsweringUI]::new()
    AnsweringHost([int]$choice) { $this.Asked.Choice = $choice }
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
