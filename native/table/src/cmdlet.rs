//! A cmdlet.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::kept::{self, Text};
use crate::parameter::ParameterDef;
use crate::written::{Shared, Written};

/// One cmdlet of the surface.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CmdletDef {
    /// Its name, as in `New-DataEncryptionPolicy`.
    #[serde(deserialize_with = "kept::text")]
    pub name: Text,
    /// The service it belongs to: the name of its file.
    #[serde(skip)]
    pub service: Text,
    /// Other names, such as `Add-AzureKeyVaultKey`.
    #[serde(default, deserialize_with = "kept::texts")]
    pub aliases: &'static [&'static str],
    /// What it does, in a sentence.
    #[serde(deserialize_with = "kept::text")]
    pub synopsis: Text,
    /// The page of the service's own reference; empty for cmdlets of this project.
    #[serde(default, deserialize_with = "kept::text")]
    pub link: Text,
    /// Whether `-WhatIf` and `-Confirm` exist, and whether they count.
    #[serde(default)]
    pub should_process: ShouldProcess,
    /// Whether the tenant that its output names is the one of all that follows.
    #[serde(default)]
    pub opens_tenant: bool,
    /// The parameters whose values name what is changed; at most one of them is given in a call.
    #[serde(default, deserialize_with = "kept::texts")]
    pub target: &'static [&'static str],
    /// What is changed, where no parameter names it.
    #[serde(default, deserialize_with = "kept::text")]
    pub target_text: Text,
    /// The parameter sets; empty when there is only one.
    #[serde(default, deserialize_with = "kept::texts")]
    pub sets: &'static [&'static str],
    /// The set that is taken when several fit.
    #[serde(default, deserialize_with = "kept::some_text")]
    pub default_set: Option<Text>,
    /// The types of its outputs: names of [`crate::TypeDef`].
    #[serde(deserialize_with = "kept::texts")]
    pub outputs: &'static [&'static str],
    /// Examples.
    #[serde(deserialize_with = "kept::list")]
    pub examples: &'static [Example],
    /// The parameters, in the order of the documentation.
    #[serde(skip)]
    pub parameters: &'static [ParameterDef],
    #[serde(rename = "parameters")]
    written: Vec<Written>,
    /// Names of parameters that have nothing to do with encryption, by the type that the service
    /// documents.
    #[serde(default)]
    ignored: BTreeMap<String, String>,
}

/// What `-WhatIf` and `-Confirm` do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ShouldProcess {
    /// The cmdlet has neither.
    #[default]
    Absent,
    /// It only reads: both are accepted and change nothing.
    Accepted,
    /// It changes something: `-WhatIf` says what would change and changes nothing.
    Changes,
    /// It changes something and has neither, as in the reference; a caller that prefers to be told
    /// what would change is told all the same.
    Obeys,
}

/// A line and what it does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The line.
    #[serde(deserialize_with = "kept::text")]
    pub code: Text,
    /// What it does.
    #[serde(deserialize_with = "kept::text")]
    pub text: Text,
}

impl CmdletDef {
    /// Puts its parameters together.
    pub(crate) fn complete(&mut self, service: Text, shared: &Shared) -> Result<(), String> {
        self.service = service;
        let parameters: Result<Vec<_>, _> =
            self.written.drain(..).map(|written| written.resolve(shared)).collect();
        let mut parameters = parameters.map_err(|what| format!("{}: {what}", self.name))?;
        for (documented, names) in std::mem::take(&mut self.ignored) {
            let documented = kept::keep(&documented);
            parameters.extend(
                names.split_whitespace().map(|name| ParameterDef::unrelated(name, documented)),
            );
        }
        self.parameters = parameters.leak();
        Ok(())
    }

    /// Whether it has `-WhatIf` and `-Confirm`.
    #[must_use]
    pub fn has_what_if(&self) -> bool {
        matches!(self.should_process, ShouldProcess::Accepted | ShouldProcess::Changes)
    }

    /// Whether it makes a plan first, which can be told instead of carried out.
    #[must_use]
    pub fn plans(&self) -> bool {
        matches!(self.should_process, ShouldProcess::Changes | ShouldProcess::Obeys)
    }

    /// The parameter of this exact name or alias, in any case.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'static ParameterDef> {
        self.parameters.iter().find(|parameter| parameter.is_named(name))
    }

    /// The sets, and one without a name where there is only one.
    #[must_use]
    pub fn all_sets(&self) -> &'static [&'static str] {
        if self.sets.is_empty() { &[""] } else { self.sets }
    }
}
