//! The parameters on a page of PlatyPS.

use super::markdown::{escape, fenced};
use super::platyps::value;
use super::shown::{self, Shown};
use ckey_table::CmdletDef;

const ABOUT_COMMON: &str = "https://go.microsoft.com/fwlink/?LinkID=113216";

pub(super) fn parameters(cmdlet: &CmdletDef) -> String {
    let all = shown::all(cmdlet);
    let spelled = has_bare_set(cmdlet, &all);
    let own: String = all.iter().map(|shown| parameter(cmdlet, shown, spelled)).collect();
    format!("{own}{}", common())
}

/// What PlatyPS writes on every page; it reads no more of it than the heading.
fn common() -> String {
    let mut names: Vec<String> =
        shown::on_every_page().map(|common| format!("-{}", common.name())).collect();
    names.sort_unstable();
    format!(
        "\n### CommonParameters\nThis cmdlet supports the common parameters: {}. \
         For more information, see [about_CommonParameters]({ABOUT_COMMON}).\n",
        names.join(", ")
    )
}

fn parameter(cmdlet: &CmdletDef, shown: &Shown, spelled: bool) -> String {
    let blocks = blocks(cmdlet, shown, spelled);
    let blocks: Vec<String> =
        blocks.iter().map(|block| fenced("yaml", &yaml(shown, block))).collect();
    format!("\n### -{}\n{}\n\n{}", shown.name(), escape(&shown.text()), blocks.join("\n"))
}

/// Whether a set has no parameter but those of all sets. `New-ExternalHelp` makes a line of syntax
/// of each set that a parameter names, so they have to name it.
fn has_bare_set(cmdlet: &CmdletDef, all: &[Shown]) -> bool {
    let is_bare =
        |set: &str| all.iter().all(|shown| !shown.is_in(set) || shown.is_same_in_all(cmdlet));
    cmdlet.sets.iter().any(|set| is_bare(set))
}

/// Sets in which a parameter is the same.
struct Block {
    required: bool,
    sets: String,
}

/// One block, or two where it must be given in some of its sets only: first those, because PlatyPS
/// takes what it says of the parameter as a whole from the first.
fn blocks(cmdlet: &CmdletDef, shown: &Shown, spelled: bool) -> Vec<Block> {
    let sets = cmdlet.all_sets().iter().copied().filter(|set| shown.is_in(set));
    let (with, without): (Vec<&str>, Vec<&str>) = sets.partition(|set| shown.is_mandatory_in(set));
    let all = shown.is_same_in_all(cmdlet) && !spelled;
    let block = |(required, sets): (bool, Vec<&str>)| Block {
        required,
        sets: if all { "(All)".to_owned() } else { sets.join(", ") },
    };
    let parts = [(true, with), (false, without)].into_iter();
    parts.filter(|(_, sets)| !sets.is_empty()).map(block).collect()
}

fn yaml(shown: &Shown, block: &Block) -> String {
    let accepted = match shown.only_values() {
        [] => String::new(),
        values => format!("Accepted values: {}\n", values.join(", ")),
    };
    format!(
        "Type: {}\nParameter Sets: {}\nAliases:{}\n{accepted}\nRequired: {}\nPosition: {}\n\
         Default value: {}\nAccept pipeline input: {}\nAccept wildcard characters: False",
        shown.type_name(),
        block.sets,
        value(&shown.aliases()),
        if block.required { "True" } else { "False" },
        shown.place("Named"),
        shown.default(),
        shown.pipeline(),
    )
}
