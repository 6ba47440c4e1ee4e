//! Reads the functions of a PowerShell script by its syntax tree, without PowerShell.

use std::collections::BTreeMap;
use std::path::Path;

use tree_sitter::{Node, Parser, Tree};

/// The type of a parameter that names none.
const ANY: &str = "[object]";

/// A script with plain quotes in place of typographic ones, which PowerShell takes for the same and
/// the grammar does not know.
pub(crate) fn read(path: &Path) -> String {
    let code = std::fs::read_to_string(path).unwrap();
    code.replace(['\u{201c}', '\u{201d}'], "\"").replace('\u{2019}', "'")
}

/// A script and its syntax tree.
pub(crate) struct Script {
    pub(crate) code: String,
    tree: Tree,
}

/// One call of a command as it is written: `-Name` and values in their order.
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) piped: bool,
    pub(crate) arguments: Vec<String>,
}

/// One function as it is written.
#[derive(Debug, Default)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) help: String,
    pub(crate) body: String,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) parameters: Vec<Parameter>,
}

/// One parameter as it is written.
#[derive(Debug, Default)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) ty: String,
    pub(crate) attributes: Vec<Attribute>,
}

/// An attribute: its name, its named arguments (`Mandatory` is "true"), its other arguments.
#[derive(Debug, Default)]
pub(crate) struct Attribute {
    pub(crate) name: String,
    pub(crate) named: BTreeMap<String, String>,
    pub(crate) values: Vec<String>,
}

impl Script {
    pub(crate) fn parse(code: String) -> Self {
        let mut parser = Parser::new();
        parser.set_language(&tree_sitter_powershell::LANGUAGE.into()).unwrap();
        let tree = parser.parse(&code, None).unwrap();
        Self { code, tree }
    }

    /// The places where the grammar does not understand the script.
    pub(crate) fn errors(&self) -> Vec<String> {
        let mut errors = Vec::new();
        visit(self.tree.root_node(), &mut |node| {
            if node.is_error() || node.is_missing() {
                errors.push(format!("{}: {}", node.start_position().row + 1, self.text(node)));
            }
        });
        errors
    }

    /// The names of all commands that are called.
    pub(crate) fn commands(&self) -> Vec<String> {
        let mut commands = Vec::new();
        visit(self.tree.root_node(), &mut |node| {
            if matches!(node.kind(), "command_name" | "command_name_expr")
                && node.parent().is_none_or(|up| up.kind() != "command_name_expr")
            {
                commands.push(self.text(node).to_owned());
            }
        });
        commands.sort();
        commands.dedup();
        commands
    }

    /// Every call of a command.
    pub(crate) fn calls(&self) -> Vec<Call> {
        let mut calls = Vec::new();
        visit(self.tree.root_node(), &mut |node| {
            if node.kind() == "command" {
                calls.extend(self.call(node));
            }
        });
        calls
    }

    fn call(&self, node: Node) -> Option<Call> {
        let name = children(node).into_iter().find(|child| child.kind() == "command_name")?;
        let piped = node.prev_sibling().is_some_and(|before| before.kind() == "|");
        let mut call = Call { name: self.text(name).to_owned(), piped, arguments: Vec::new() };
        let mut part = String::new();
        for element in children(node)
            .into_iter()
            .filter(|child| child.kind() == "command_elements")
            .flat_map(children)
        {
            if element.kind() == "command_argument_sep" {
                call.arguments.push(std::mem::take(&mut part));
            } else {
                part.push_str(self.text(element));
            }
        }
        call.arguments.push(part);
        call.arguments.retain(|argument| !argument.is_empty());
        Some(call)
    }

    pub(crate) fn functions(&self) -> Vec<Function> {
        let mut functions = Vec::new();
        visit(self.tree.root_node(), &mut |node| {
            if node.kind() == "function_statement" {
                functions.push(self.function(node));
            }
        });
        functions
    }

    fn text(&self, node: Node) -> &str {
        &self.code[node.byte_range()]
    }

    fn function(&self, node: Node) -> Function {
        let mut function = Function { body: self.text(node).to_owned(), ..Function::default() };
        for child in children(node) {
            match child.kind() {
                "function_name" => function.name = self.text(child).to_owned(),
                "comment" => function.help = self.text(child).to_owned(),
                "script_block" => self.block(child, &mut function),
                _ => {}
            }
        }
        function
    }

    fn block(&self, node: Node, function: &mut Function) {
        for part in children(node)
            .into_iter()
            .filter(|part| part.kind() == "param_block")
            .flat_map(children)
        {
            match part.kind() {
                "attribute_list" => function.attributes = self.attributes(part).0,
                "parameter_list" => {
                    let parameters =
                        children(part).into_iter().filter(|one| one.kind() == "script_parameter");
                    function.parameters = parameters.map(|one| self.parameter(one)).collect();
                }
                _ => {}
            }
        }
    }

    fn parameter(&self, node: Node) -> Parameter {
        let mut parameter = Parameter { ty: ANY.to_owned(), ..Parameter::default() };
        for child in children(node) {
            match child.kind() {
                "variable" => parameter.name = self.text(child).trim_start_matches('$').to_owned(),
                "attribute_list" => (parameter.attributes, parameter.ty) = self.attributes(child),
                _ => {}
            }
        }
        parameter
    }

    fn attributes(&self, node: Node) -> (Vec<Attribute>, String) {
        let (mut attributes, mut ty) = (Vec::new(), ANY.to_owned());
        for node in children(node).into_iter().filter(|child| child.kind() == "attribute") {
            let parts = children(node);
            if let Some(literal) = parts.iter().find(|part| part.kind() == "type_literal") {
                ty = self.text(*literal).to_owned();
                continue;
            }
            let mut attribute = Attribute::default();
            for part in parts {
                match part.kind() {
                    "attribute_name" => attribute.name = self.text(part).to_owned(),
                    "attribute_arguments" => children(part)
                        .into_iter()
                        .for_each(|one| self.argument(one, &mut attribute)),
                    _ => {}
                }
            }
            attributes.push(attribute);
        }
        (attributes, ty)
    }

    fn argument(&self, node: Node, attribute: &mut Attribute) {
        if node.kind() != "attribute_argument" {
            return;
        }
        let text = self.text(node);
        match (children(node).first().map(Node::kind), text.split_once('=')) {
            (Some("simple_name"), Some((name, value))) => {
                attribute.named.insert(name.trim().to_owned(), unquoted(value));
            }
            (Some("simple_name"), None) => {
                attribute.named.insert(text.to_owned(), "true".to_owned());
            }
            _ => attribute.values.push(unquoted(text)),
        }
    }
}

impl Function {
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

impl Parameter {
    pub(crate) fn values_of(&self, attribute: &str) -> Vec<String> {
        self.attributes
            .iter()
            .filter(|one| one.name == attribute)
            .flat_map(|one| one.values.clone())
            .collect()
    }
}

fn unquoted(text: &str) -> String {
    text.trim().trim_matches('\'').replace("''", "'")
}

fn children(node: Node) -> Vec<Node> {
    let mut cursor = node.walk();
    node.children(&mut cursor).collect()
}

fn visit<'tree>(node: Node<'tree>, see: &mut impl FnMut(Node<'tree>)) {
    see(node);
    children(node).into_iter().for_each(|child| visit(child, see));
}
