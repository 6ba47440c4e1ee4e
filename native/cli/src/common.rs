//! The parameters that every cmdlet has: PowerShell's common ones, and `-WhatIf` and `-Confirm`.

use serde_json::Value as Json;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    WhatIf,
    Confirm,
    Verbose,
    Debug,
    ErrorAction,
    WarningAction,
    InformationAction,
    ProgressAction,
    ErrorVariable,
    WarningVariable,
    InformationVariable,
    OutVariable,
    OutBuffer,
    PipelineVariable,
}

impl Setting {
    pub(crate) const ALL: &'static [Setting] = &[
        Setting::WhatIf,
        Setting::Confirm,
        Setting::Verbose,
        Setting::Debug,
        Setting::ErrorAction,
        Setting::WarningAction,
        Setting::InformationAction,
        Setting::ProgressAction,
        Setting::ErrorVariable,
        Setting::WarningVariable,
        Setting::InformationVariable,
        Setting::OutVariable,
        Setting::OutBuffer,
        Setting::PipelineVariable,
    ];

    /// Its name, then its short ones.
    pub(crate) fn names(self) -> &'static [&'static str] {
        match self {
            Setting::WhatIf => &["WhatIf", "wi"],
            Setting::Confirm => &["Confirm", "cf"],
            Setting::Verbose => &["Verbose", "vb"],
            Setting::Debug => &["Debug", "db"],
            Setting::ErrorAction => &["ErrorAction", "ea"],
            Setting::WarningAction => &["WarningAction", "wa"],
            Setting::InformationAction => &["InformationAction", "infa"],
            Setting::ProgressAction => &["ProgressAction", "proga"],
            Setting::ErrorVariable => &["ErrorVariable", "ev"],
            Setting::WarningVariable => &["WarningVariable", "wv"],
            Setting::InformationVariable => &["InformationVariable", "iv"],
            Setting::OutVariable => &["OutVariable", "ov"],
            Setting::OutBuffer => &["OutBuffer", "ob"],
            Setting::PipelineVariable => &["PipelineVariable", "pv"],
        }
    }

    pub(crate) fn name(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }

    pub(crate) fn is_switch(self) -> bool {
        matches!(self, Setting::WhatIf | Setting::Confirm | Setting::Verbose | Setting::Debug)
    }

    /// Whether only cmdlets that change something have it.
    pub(crate) fn needs_should_process(self) -> bool {
        matches!(self, Setting::WhatIf | Setting::Confirm)
    }
}

/// What becomes of messages of one stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Preference {
    #[default]
    Continue,
    Silent,
    Stop,
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
    pub(crate) progress: Preference,
}

impl Common {
    /// Applies one of them.
    ///
    /// # Errors
    /// A value that it does not take, and the variables of PowerShell, which do not exist here.
    pub(crate) fn set(&mut self, setting: Setting, value: &Json) -> Result<(), String> {
        match setting {
            Setting::WhatIf => self.what_if = flag(setting, value)?,
            Setting::Confirm => self.confirm = Some(flag(setting, value)?),
            Setting::Verbose => self.verbose = flag(setting, value)?,
            Setting::Debug => drop(flag(setting, value)?),
            Setting::ErrorAction => self.errors = preference(setting, value)?,
            Setting::WarningAction => self.warnings = preference(setting, value)?,
            Setting::ProgressAction => self.progress = preference(setting, value)?,
            Setting::InformationAction | Setting::OutBuffer => {}
            Setting::ErrorVariable
            | Setting::WarningVariable
            | Setting::InformationVariable
            | Setting::OutVariable
            | Setting::PipelineVariable => {
                return Err(format!(
                    "-{}: there are no variables on the command line",
                    setting.name()
                ));
            }
        }
        Ok(())
    }
}

fn flag(setting: Setting, value: &Json) -> Result<bool, String> {
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

fn preference(setting: Setting, value: &Json) -> Result<Preference, String> {
    match value.as_str().unwrap_or_default().to_ascii_lowercase().as_str() {
        "continue" | "inquire" | "break" => Ok(Preference::Continue),
        "silentlycontinue" | "ignore" => Ok(Preference::Silent),
        "stop" => Ok(Preference::Stop),
        _ => Err(format!("-{} takes Continue, SilentlyContinue, Ignore or Stop", setting.name())),
    }
}
