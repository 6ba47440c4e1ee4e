//! What the parameters that every cmdlet has do here.

use ckey_cmdlets::table::CommonParameter;
use serde_json::Value as Json;

/// What becomes of messages of one stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Preference {
    #[default]
    Continue,
    /// `SilentlyContinue`.
    Silent,
    Ignore,
    Stop,
}

impl Preference {
    /// Whether nothing is shown of errors, warnings and progress.
    pub(crate) const fn is_silent(self) -> bool {
        matches!(self, Self::Silent | Self::Ignore)
    }
}

/// What the common parameters of one command say.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Common {
    pub(crate) what_if: bool,
    /// `-Confirm` asks, `-Confirm:$false` answers yes; without it the cmdlet decides.
    pub(crate) confirm: Option<bool>,
    pub(crate) verbose: bool,
    pub(crate) errors: Preference,
    pub(crate) warnings: Preference,
    /// Cmdlets say their information to the user, as `Write-Host` does: in PowerShell nothing but
    /// `Ignore` keeps that from being shown.
    pub(crate) information: Preference,
    pub(crate) progress: Preference,
}

impl Common {
    /// Applies one of them.
    ///
    /// # Errors
    /// A value that it does not take, and the variables of PowerShell, which do not exist here.
    pub(crate) fn set(&mut self, setting: CommonParameter, value: &Json) -> Result<(), String> {
        match setting {
            CommonParameter::WhatIf => self.what_if = flag(setting, value)?,
            CommonParameter::Confirm => self.confirm = Some(flag(setting, value)?),
            CommonParameter::Verbose => self.verbose = flag(setting, value)?,
            CommonParameter::Debug => drop(flag(setting, value)?),
            CommonParameter::ErrorAction => self.errors = preference(setting, value)?,
            CommonParameter::WarningAction => self.warnings = preference(setting, value)?,
            CommonParameter::ProgressAction => self.progress = preference(setting, value)?,
            CommonParameter::InformationAction => self.information = preference(setting, value)?,
            CommonParameter::OutBuffer => {}
            CommonParameter::ErrorVariable
            | CommonParameter::WarningVariable
            | CommonParameter::InformationVariable
            | CommonParameter::OutVariable
            | CommonParameter::PipelineVariable => {
                return Err(format!(
                    "-{}: there are no variables on the command line",
                    setting.name()
                ));
            }
        }
        Ok(())
    }

    /// The parameter by which a message of this stream ends the command.
    pub(crate) fn stopping(&self, stream: &str) -> Option<CommonParameter> {
        let (preference, setting) = match stream {
            "warning" => (self.warnings, CommonParameter::WarningAction),
            "information" => (self.information, CommonParameter::InformationAction),
            "progress" => (self.progress, CommonParameter::ProgressAction),
            _ => return None,
        };
        (preference == Preference::Stop).then_some(setting)
    }
}

fn flag(setting: CommonParameter, value: &Json) -> Result<bool, String> {
    let text = match value {
        Json::Bool(yes) => return Ok(*yes),
        other => other.as_str().unwrap_or_default().trim_start_matches('$').to_ascii_lowercase(),
    };
    match text.as_str() {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(format!("-{}: takes true or false", setting.name())),
    }
}

fn preference(setting: CommonParameter, value: &Json) -> Result<Preference, String> {
    match value.as_str().unwrap_or_default().to_ascii_lowercase().as_str() {
        "continue" => Ok(Preference::Continue),
        "silentlycontinue" => Ok(Preference::Silent),
        "ignore" => Ok(Preference::Ignore),
        "stop" => Ok(Preference::Stop),
        _ => Err(format!("-{} takes Continue, SilentlyContinue, Ignore or Stop", setting.name())),
    }
}
