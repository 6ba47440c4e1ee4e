//! The scripts that make the Tab key of a shell ask this program.

/// The shells.
pub(crate) const SHELLS: [&str; 4] = ["bash", "zsh", "fish", "powershell"];

const BASH: &str = r#"# Completion of customer-key for bash. In ~/.bashrc: source <(customer-key completion bash)
_customer_key() {
    local line="${COMP_LINE:0:COMP_POINT}"
    mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" complete --bash "$line" 2>/dev/null)
}
complete -o default -o nosort -F _customer_key customer-key
"#;

const ZSH: &str = r#"#compdef customer-key
# Completion of customer-key for zsh. In ~/.zshrc, after compinit: source <(customer-key completion zsh)
_customer_key() {
    local -a offers texts
    local offer
    offers=("${(@f)$("${words[1]}" complete --words "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
    for offer in $offers; do texts+=("${offer%%$'\t'*}"); done
    texts=(${texts:#})
    if (( ${#texts} )); then compadd -U -- $texts; else _files; fi
}
compdef _customer_key customer-key
"#;

const FISH: &str = r#"# Completion of customer-key for fish. In ~/.config/fish/config.fish: customer-key completion fish | source
complete -c customer-key -a '(customer-key complete --words (commandline -opc)[2..-1] (commandline -ct | string unescape) 2>/dev/null)'
"#;

const POWERSHELL: &str = r#"# Completion of customer-key for PowerShell. In $PROFILE: customer-key completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName customer-key -ScriptBlock {
    param($word, $ast, $cursor)
    $line = $ast.ToString().PadRight($cursor - $ast.Extent.StartOffset)
    $line = $line.Substring(0, $cursor - $ast.Extent.StartOffset)
    foreach ($offer in & $ast.CommandElements[0].Value complete --powershell $line 2>$null) {
        $text, $about = $offer -split "`t", 2
        [Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $(if ($about) { $about } else { $text }))
    }
}
"#;

/// The script for a shell.
///
/// # Errors
/// A shell that is not known.
pub(crate) fn of(shell: &str) -> Result<&'static str, String> {
    let known = SHELLS.iter().zip([BASH, ZSH, FISH, POWERSHELL]);
    let is_meant =
        |name: &str| name.eq_ignore_ascii_case(shell) || shell == "pwsh" && name == "powershell";
    known
        .into_iter()
        .find(|(name, _)| is_meant(name))
        .map(|(_, script)| script)
        .ok_or_else(|| format!("completion is for {}, and not for {shell}", SHELLS.join(", ")))
}
