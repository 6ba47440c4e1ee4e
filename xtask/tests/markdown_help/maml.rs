//! The help that is shipped, as PowerShell reads it.

use crate::page::{Page, Parameter, Word, cut, every, list};

pub(crate) fn read(file: &str) -> Vec<Page> {
    every(file, "<command:command>", "</command:command>").into_iter().map(page).collect()
}

fn page(text: &str) -> Page {
    let details = element(text, "command:details");
    let (_, after) = text.split_once("</command:details>").unwrap();
    let (description, _) = after.split_once("<command:syntax>").unwrap();
    let syntax = element(text, "command:syntax");
    let lines = every(syntax, "<command:syntaxItem>", "</command:syntaxItem>");
    Page {
        name: element(details, "command:name").to_owned(),
        synopsis: paragraphs(details).concat(),
        description: paragraphs(description),
        lines: lines.into_iter().map(|line| each(line, word)).collect(),
        examples: every(text, "<command:example>", "</command:example>")
            .into_iter()
            .map(|example| {
                let code = plain(element(example, "dev:code"));
                [plain(element(example, "maml:title")), code, paragraphs(example).concat()]
            })
            .collect(),
        parameters: each(element(text, "command:parameters"), parameter),
        inputs: types(element(text, "command:inputTypes")),
        outputs: types(element(text, "command:returnValues")),
        notes: paragraphs(element(text, "maml:alertSet")),
        links: every(text, "<maml:navigationLink>", "</maml:navigationLink>")
            .into_iter()
            .map(|link| [element(link, "maml:linkText"), element(link, "maml:uri")].map(plain))
            .collect(),
    }
}

/// Every parameter of a part.
fn each<T>(part: &str, read: fn(&str) -> T) -> Vec<T> {
    every(part, "<command:parameter ", "</command:parameter>").into_iter().map(read).collect()
}

fn word(text: &str) -> Word {
    let value = cut(text, "<command:parameterValue required=\"true\">", "</");
    Word {
        name: element(text, "maml:name").to_owned(),
        value: value.map(|(value, _)| plain(value)).unwrap_or_default(),
        required: attribute(text, "required") == "true",
        position: attribute(text, "position"),
    }
}

fn parameter(text: &str) -> Parameter {
    let Word { name, required, position, .. } = word(text);
    Parameter {
        name,
        text: paragraphs(text).concat(),
        ty: types(text).concat(),
        aliases: list(attribute(text, "aliases").trim_start_matches("none")),
        required,
        position,
        default: plain(element(text, "dev:defaultValue")),
        pipeline: attribute(text, "pipelineInput"),
    }
}

fn types(text: &str) -> Vec<String> {
    let types = every(text, "<dev:type>", "</dev:type>").into_iter();
    types.map(|ty| plain(element(ty, "maml:name"))).collect()
}

fn paragraphs(text: &str) -> Vec<String> {
    every(text, "<maml:para>", "</maml:para>").into_iter().map(plain).collect()
}

fn element<'a>(text: &'a str, name: &str) -> &'a str {
    cut(text, &format!("<{name}>"), &format!("</{name}>")).unwrap().0
}

fn attribute(text: &str, name: &str) -> String {
    // The space before the first of them was cut with the name of the element.
    let head = format!(" {}", text.split_once('>').unwrap().0);
    let (value, _) = cut(&head, &format!(" {name}=\""), "\"").unwrap();
    value.to_owned()
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
