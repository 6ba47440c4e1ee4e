//! Where a completer finds names: `Get-AzKeyVault | Get-AzKeyVaultKey {VaultName} | Name`.

/// One source of names: a pipeline of cmdlets, and the property of its objects that is the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameSource {
    /// The cmdlets, each fed by the one before it.
    pub stages: Vec<Stage>,
    /// The property; empty for the identity of the objects.
    pub property: &'static str,
}

/// One cmdlet of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name.
    pub cmdlet: &'static str,
    /// What is always said to it, such as `-IncludeVersions`.
    pub always: Vec<&'static str>,
    /// The parameters that it takes over from the line that is being completed: `{VaultName}`. Where
    /// one of them is missing there, the cmdlets before it feed this one, or there is nothing to ask.
    pub bound: Vec<Handed>,
    /// The same for what may be missing: `{ResourceGroupName?}`.
    pub if_bound: Vec<Handed>,
}

/// What is handed over: `{VaultName}`, or `{VaultName=PrimaryKeyVaultName}` where the line calls it
/// otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handed {
    /// The parameter that takes it.
    pub to: &'static str,
    /// That of the line that is being completed.
    pub from: &'static str,
}

impl Handed {
    fn of(text: &'static str) -> Self {
        let (to, from) = text.split_once('=').unwrap_or((text, text));
        Self { to, from }
    }
}

/// The sources in the text of a table, which are separated by `;`.
pub(crate) fn sources(text: &'static str) -> Vec<NameSource> {
    text.split(';').map(str::trim).filter(|source| !source.is_empty()).map(source).collect()
}

fn source(text: &'static str) -> NameSource {
    let mut parts: Vec<&str> = text.split('|').map(str::trim).collect();
    let is_property = parts.last().is_some_and(|last| !last.contains('-'));
    let property = if is_property { parts.pop() } else { None };
    NameSource {
        stages: parts.into_iter().map(stage).collect(),
        property: property.unwrap_or_default(),
    }
}

fn stage(text: &'static str) -> Stage {
    let mut words = text.split_whitespace();
    let cmdlet = words.next().unwrap_or_default();
    let (bound, always): (Vec<_>, Vec<_>) = words.partition(|word| word.starts_with('{'));
    let (if_bound, bound) = bound
        .into_iter()
        .map(|word| word.trim_matches(['{', '}']))
        .partition::<Vec<_>, _>(|name| name.ends_with('?'));
    let if_bound =
        if_bound.into_iter().map(|name| Handed::of(name.trim_end_matches('?'))).collect();
    let bound = bound.into_iter().map(Handed::of).collect();
    Stage { cmdlet, always, bound, if_bound }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_a_pipeline_and_the_property_at_its_end() {
        let stage = |cmdlet, always: &[&'static str], bound: &[&'static str]| Stage {
            cmdlet,
            always: always.to_vec(),
            bound: bound.iter().map(|name| Handed::of(name)).collect(),
            if_bound: Vec::new(),
        };
        assert_eq!(Handed::of("A=B"), Handed { to: "A", from: "B" });
        let text = "Get-A | Get-B {X} {Y=V} -All 3 | Name; Get-C {Z?}";
        assert_eq!(
            sources(text),
            [
                NameSource {
                    stages: vec![
                        stage("Get-A", &[], &[]),
                        stage("Get-B", &["-All", "3"], &["X", "Y=V"])
                    ],
                    property: "Name"
                },
                NameSource {
                    stages: vec![Stage {
                        if_bound: vec![Handed::of("Z")],
                        ..stage("Get-C", &[], &[])
                    }],
                    property: ""
                }
            ]
        );
        assert_eq!(sources(""), []);
    }
}
