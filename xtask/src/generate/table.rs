//! The table of cmdlets, as its files hold it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::files::read;

/// Every service, in the order of the file names.
#[derive(Debug)]
pub struct Table {
    /// The services.
    pub services: Vec<Service>,
}

/// One file of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its name, which is the file's.
    pub service: String,
    /// A heading.
    pub title: String,
    /// The module that scripts import for it.
    pub shim: Option<Shim>,
    /// Its cmdlets.
    pub cmdlets: Vec<Cmdlet>,
    /// The types of their outputs.
    pub types: Vec<Type>,
}

/// A module of the service's own, stood in for by a shim.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shim {
    /// The module's name.
    pub name: String,
    /// The version that the shim says it has.
    pub version: String,
}

/// One cmdlet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Cmdlet {
    /// Its name.
    pub name: String,
    /// What it does, in a sentence.
    pub synopsis: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The page of the service's reference.
    #[serde(default)]
    pub link: String,
    /// Whether it has `-WhatIf` and `-Confirm`.
    #[serde(default)]
    pub should_process: ShouldProcess,
    /// `High` where PowerShell asks by itself.
    #[serde(default)]
    pub confirm_impact: Option<String>,
    /// The parameters that name what is changed; at most one of them is given in a call.
    #[serde(default)]
    pub target: Vec<String>,
    /// What is changed, where no parameter names it.
    #[serde(default)]
    pub target_text: String,
    /// The parameter sets; none where there is only one.
    #[serde(default)]
    pub sets: Vec<String>,
    /// The set that is taken when several fit.
    #[serde(default)]
    pub default_set: Option<String>,
    /// The types of its outputs.
    pub outputs: Vec<String>,
    /// Examples.
    pub examples: Vec<Example>,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
}

/// Whether a cmdlet has `-WhatIf` and `-Confirm`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ShouldProcess {
    /// Neither.
    #[default]
    Absent,
    /// Both, without effect: it only reads.
    Accepted,
    /// Both.
    Changes,
}

/// A line and what it does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The line.
    pub code: String,
    /// What it does.
    pub text: String,
}

/// One parameter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type in PowerShell, in the table's words.
    #[serde(rename = "type")]
    pub kind: String,
    /// The type as the service's reference names it.
    #[serde(default)]
    pub documented: String,
    /// Why it is here although the reference does not have it.
    #[serde(default)]
    pub added: String,
    /// Where it must be given.
    #[serde(default)]
    pub mandatory: Mandatory,
    /// The sets it is in; none for all.
    #[serde(default)]
    pub sets: Vec<String>,
    /// Its place among the values without a name.
    pub position: Option<u8>,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it takes from the pipeline.
    #[serde(default)]
    pub pipeline: Pipeline,
    /// The values it takes, or the usual ones.
    #[serde(default)]
    pub values: Vec<String>,
    /// Whether other values are refused.
    #[serde(default)]
    pub closed: bool,
    /// The cmdlet that lists the values there are, for completion.
    #[serde(default)]
    pub complete: String,
    /// Whether it may be empty although it is mandatory.
    #[serde(default)]
    pub allow_empty: bool,
    /// Whether it names a file or folder.
    #[serde(default)]
    pub path: bool,
    /// What holds without it.
    #[serde(default)]
    pub default: String,
    /// What it does here.
    pub effect: Effect,
    /// Help.
    pub help: String,
    /// Why it is refused, and what to do instead.
    #[serde(default)]
    pub reason: String,
}

/// Where a parameter must be given.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Mandatory {
    /// Nowhere, or in each of its sets.
    All(bool),
    /// In these of its sets.
    In(Vec<String>),
}

impl Default for Mandatory {
    fn default() -> Self {
        Self::All(false)
    }
}

/// What a parameter takes from the pipeline.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Pipeline {
    /// Nothing.
    #[default]
    No,
    /// The object itself.
    Value,
    /// The property of its name.
    Name,
    /// Either.
    Both,
}

/// What a parameter does here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// It does what its help says.
    Acts,
    /// It is kept and shown.
    Stored,
    /// Nothing; one warning names it.
    Ignored,
    /// It is an error that says why.
    Refused,
}

/// One type of output.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Type {
    /// Its name, without the prefix.
    pub name: String,
    /// Types it is also one of.
    #[serde(default)]
    pub bases: Vec<String>,
    /// The property that an object becomes where a name is wanted.
    pub identity: String,
    /// The columns of the table view.
    pub table: Vec<String>,
    /// The properties of the list view; none for all.
    #[serde(default)]
    pub list: Vec<String>,
    /// Its properties.
    pub properties: Vec<Property>,
}

/// One property of an output.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// Its name; with a dot the property of a nested object.
    pub name: String,
    /// What its value is.
    pub kind: String,
    /// Its label in the list view.
    #[serde(default)]
    pub label: String,
    /// What it says.
    pub help: String,
}

impl Table {
    /// Reads every file of the folder.
    ///
    /// # Errors
    /// When a file cannot be read or the table is unsound.
    pub fn load(folder: &Path) -> Result<Self, String> {
        let entries = fs::read_dir(folder).map_err(|problem| format!("{}: {problem}", folder.display()))?;
        let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        paths.sort();
        let mut services = Vec::new();
        for path in paths {
            let service = serde_json::from_str(&read(&path)?).map_err(|problem| format!("{}: {problem}", path.display()))?;
            services.push(service);
        }
        let table = Self { services };
        table.check()?;
        Ok(table)
    }

    /// Every cmdlet.
    pub fn cmdlets(&self) -> impl Iterator<Item = &Cmdlet> {
        self.services.iter().flat_map(|service| &service.cmdlets)
    }

    /// Every type.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        self.services.iter().flat_map(|service| &service.types)
    }

    fn check(&self) -> Result<(), String> {
        let types: BTreeSet<&str> = self.types().map(|output| output.name.as_str()).collect();
        for cmdlet in self.cmdlets() {
            let fail = |what: String| Err(format!("{}: {what}", cmdlet.name));
            if let Some(output) = cmdlet.outputs.iter().find(|output| !types.contains(output.as_str())) {
                return fail(format!("there is no type {output}"));
            }
            let unknown = |name: &String| !name.is_empty() && self.cmdlets().all(|other| other.name != *name);
            if cmdlet.parameters.iter().any(|parameter| unknown(&parameter.complete)) {
                return fail(String::from("a completer asks a cmdlet that does not exist"));
            }
            if cmdlet.examples.is_empty() {
                return fail(String::from("an example is missing"));
            }
            if (cmdlet.should_process == ShouldProcess::Changes) == (cmdlet.target.is_empty() && cmdlet.target_text.is_empty()) {
                return fail(String::from("what it changes is not said, or said of a cmdlet that changes nothing"));
            }
            if let Some(name) = cmdlet.target.iter().find(|name| cmdlet.parameters.iter().all(|own| own.name != **name)) {
                return fail(format!("there is no parameter {name}"));
            }
            if cmdlet.default_set.as_ref().is_some_and(|set| !cmdlet.sets.contains(set)) {
                return fail(String::from("the default set is none of its sets"));
            }
            cmdlet.parameters.iter().try_for_each(|parameter| parameter.check(cmdlet))?;
            if let Some(set) = cmdlet.all_sets().into_iter().find(|set| cmdlet.has_a_place_twice(set)) {
                return fail(format!("two parameters have the same place in the set '{set}'"));
            }
        }
        Ok(())
    }
}

impl Cmdlet {
    /// Its sets, or one without a name.
    #[must_use]
    pub fn all_sets(&self) -> Vec<&str> {
        if self.sets.is_empty() { vec![""] } else { self.sets.iter().map(String::as_str).collect() }
    }

    fn has_a_place_twice(&self, set: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut places =
            self.parameters.iter().filter(|parameter| parameter.is_in(set)).filter_map(|parameter| parameter.position);
        places.any(|place| !seen.insert(place))
    }
}

impl Parameter {
    fn check(&self, cmdlet: &Cmdlet) -> Result<(), String> {
        let fail = |what: &str| Err(format!("{} -{}: {what}", cmdlet.name, self.name));
        if self.help.is_empty() {
            return fail("help is missing");
        }
        if (self.effect == Effect::Refused) == self.reason.is_empty() {
            return fail("a refused parameter has a reason, and no other has");
        }
        if self.sets.iter().any(|set| !cmdlet.sets.contains(set)) {
            return fail("it is in a set that the cmdlet does not have");
        }
        let mine = |set: &String| if self.sets.is_empty() { cmdlet.sets.contains(set) } else { self.sets.contains(set) };
        if matches!(&self.mandatory, Mandatory::In(sets) if !sets.iter().all(mine)) {
            return fail("it is mandatory in a set that it is not in");
        }
        if self.closed && self.values.is_empty() {
            return fail("a closed parameter names its values");
        }
        if cmdlet.parameters.iter().any(|other| other.name != self.name && self.aliases.contains(&other.name)) {
            return fail("an alias is the name of another parameter");
        }
        Ok(())
    }

    /// Whether it is in this set.
    #[must_use]
    pub fn is_in(&self, set: &str) -> bool {
        self.sets.is_empty() || self.sets.iter().any(|own| own == set)
    }

    /// Whether it must be given in this set.
    #[must_use]
    pub fn is_mandatory_in(&self, set: &str) -> bool {
        match &self.mandatory {
            Mandatory::All(yes) => *yes,
            Mandatory::In(sets) => sets.iter().any(|own| own == set),
        }
    }
}
