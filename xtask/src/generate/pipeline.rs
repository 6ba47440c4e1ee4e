//! What a parameter takes from the pipeline, in the words of each reader.

use ckey_table::Pipeline;

/// As help has it, in MAML and in Markdown.
pub(super) const fn word(pipeline: Pipeline) -> &'static str {
    match pipeline {
        Pipeline::No => "False",
        Pipeline::Value => "True (ByValue)",
        Pipeline::Name => "True (ByPropertyName)",
        Pipeline::Both => "True (ByPropertyName, ByValue)",
    }
}

/// As a sentence; nothing where it takes nothing.
pub(super) const fn sentence(pipeline: Pipeline) -> Option<&'static str> {
    match pipeline {
        Pipeline::No => None,
        Pipeline::Value => Some("From the pipeline."),
        Pipeline::Name => Some("From the pipeline by property name."),
        Pipeline::Both => Some("From the pipeline, by value or property name."),
    }
}

/// Within `[Parameter()]`; nothing where it takes nothing.
pub(super) const fn attribute(pipeline: Pipeline) -> Option<&'static str> {
    match pipeline {
        Pipeline::No => None,
        Pipeline::Value => Some("ValueFromPipeline"),
        Pipeline::Name => Some("ValueFromPipelineByPropertyName"),
        Pipeline::Both => Some("ValueFromPipeline, ValueFromPipelineByPropertyName"),
    }
}
