//! What a cmdlet that changes something is going to do, as a value: `-WhatIf` tells it, a question
//! is asked about it, or it is carried out. What stands in the way is found while the plan is
//! made, so that `-WhatIf` fails where the cmdlet would.

use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use crate::surface::bind::Bound;
use ckey_engine::{Consequence, Known, Resolved};
use serde::de::DeserializeOwned;

type RunResult = Result<(), CmdletError>;

const SURE: &str = "Are you sure you want to perform this action?";

/// A cmdlet that changes something: one implementation per parameter struct, written by hand. The
/// dispatch takes no other for a cmdlet with `-WhatIf`.
pub(crate) trait Change: DeserializeOwned {
    /// Looks at everything that can be known before, and changes nothing. What carries a plan
    /// out checks again where it matters: a plan holds no lock.
    ///
    /// # Errors
    /// What would end the call.
    fn plan(self, context: &mut Context) -> Result<Plan, CmdletError>;
}

/// One thing that is going to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// A sentence, with numbers.
    Happens(String),
    /// Something is as it is wanted already.
    Stays(String),
    /// Something that is mentioned and that the tenant does not know is made.
    Made { what: &'static str, name: String },
}

impl Effect {
    fn told(&self) -> String {
        match self {
            Self::Happens(text) | Self::Stays(text) => text.clone(),
            Self::Made { what: what @ "user", name } => {
                format!("The {what} '{name}', whom the tenant does not know, would be made.")
            }
            Self::Made { what, name } => {
                format!("The {what} '{name}', which the tenant does not know, would be made.")
            }
        }
    }
}

/// What is going to happen, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Effects(Vec<Effect>);

impl Effects {
    /// One thing.
    pub(crate) fn one(text: impl Into<String>) -> Self {
        Self(vec![Effect::Happens(text.into())])
    }

    /// Nothing changes, for this reason.
    pub(crate) fn none(text: impl Into<String>) -> Self {
        Self(vec![Effect::Stays(text.into())])
    }

    /// One thing more.
    pub(crate) fn add(&mut self, text: impl Into<String>) {
        self.0.push(Effect::Happens(text.into()));
    }

    /// What a name stands for; that it would be made on first mention is an effect.
    pub(crate) fn mention(&mut self, what: &'static str, resolved: &Resolved) -> Known {
        let known = resolved.known.clone();
        let made = Effect::Made { what, name: known.name.clone() };
        if resolved.created && !self.0.contains(&made) {
            self.0.push(made);
        }
        known
    }

    /// All of them after these.
    pub(crate) fn then(mut self, later: Self) -> Self {
        self.0.extend(later.0);
        self
    }
}

impl From<Vec<String>> for Effects {
    fn from(texts: Vec<String>) -> Self {
        Self(texts.into_iter().map(Effect::Happens).collect())
    }
}

impl From<Vec<Consequence>> for Effects {
    fn from(consequences: Vec<Consequence>) -> Self {
        let effect = |consequence| match consequence {
            Consequence::Changes(text) => Effect::Happens(text),
            Consequence::Stays(text) => Effect::Stays(text),
        };
        Self(consequences.into_iter().map(effect).collect())
    }
}

/// What is asked before a plan is carried out.
enum Question {
    /// Whether the user is sure about this.
    About(String),
    /// A question that the service asks in its own words.
    Own(String),
}

/// What a call is going to do.
pub(crate) struct Plan {
    effects: Effects,
    /// What cannot be done and does not keep the rest from being done.
    problems: Vec<CmdletError>,
    question: Option<Question>,
    apply: Box<dyn FnOnce(&mut Context) -> RunResult>,
}

impl Plan {
    /// These effects, by doing this.
    pub(crate) fn new(
        effects: Effects,
        apply: impl FnOnce(&mut Context) -> RunResult + 'static,
    ) -> Self {
        Self { effects, problems: Vec::new(), question: None, apply: Box::new(apply) }
    }

    /// A plan of one sentence.
    pub(crate) fn one(
        text: impl Into<String>,
        apply: impl FnOnce(&mut Context) -> RunResult + 'static,
    ) -> Self {
        Self::new(Effects::one(text), apply)
    }

    /// There is nothing to do.
    pub(crate) fn nothing() -> Self {
        Self::new(Effects::default(), |_| Ok(()))
    }

    /// This first, and then another.
    pub(crate) fn then(self, other: Self) -> Self {
        let (first, second) = (self.apply, other.apply);
        Self {
            effects: self.effects.then(other.effects),
            problems: self.problems.into_iter().chain(other.problems).collect(),
            question: self.question.or(other.question),
            apply: Box::new(|context| first(context).and_then(|()| second(context))),
        }
    }

    /// Whether the user is sure about this is asked first, where there is something to ask about.
    pub(crate) fn asking_about(mut self, what: Option<String>) -> Self {
        self.question = what.map(Question::About);
        self
    }

    /// This is asked first, where there is something to ask about.
    pub(crate) fn asking(mut self, question: Option<&str>) -> Self {
        self.question = question.map(|question| Question::Own(question.to_owned()));
        self
    }

    /// What will be reported as an error when the plan is carried out, by itself.
    pub(crate) fn in_spite_of(mut self, problems: Vec<CmdletError>) -> Self {
        self.problems = problems;
        self
    }

    fn changes_nothing(&self) -> bool {
        self.effects.0.iter().all(|effect| matches!(effect, Effect::Stays(_)))
    }

    fn tell(&self, context: &mut Context) -> RunResult {
        self.effects.0.iter().try_for_each(|effect| context.would(&effect.told()))?;
        self.problems.iter().try_for_each(|problem| context.error(problem))
    }

    /// The plan's own question, else what `-Confirm` wants asked: one in any case (rule 8.4.5).
    fn question(&self, context: &Context) -> Option<String> {
        match &self.question {
            None if !context.asks() || self.changes_nothing() => None,
            None => {
                let told: String =
                    self.effects.0.iter().map(|effect| format!("\n{}", effect.told())).collect();
                Some(format!("{SURE}{told}"))
            }
            Some(Question::About(what)) => Some(format!("{SURE}\n{what}")),
            Some(Question::Own(question)) => Some(question.clone()),
        }
    }
}

/// What a question says but for the moments it names, which pass while somebody thinks.
fn sense(question: &str) -> Vec<&str> {
    let is_moment = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        word.len() >= "2026-01-01T00:00:00Z".len()
            && word.ends_with('Z')
            && word.chars().all(|c| c.is_ascii_digit() || "-:.TZ".contains(c))
    };
    question.split_whitespace().filter(|word| !is_moment(word)).collect()
}

/// Makes the plan, and tells it, asks about it or carries it out. Somebody may take long to answer:
/// then everything is looked at anew, the rights too, and asked about again where the question has
/// become another.
pub(crate) fn carry_out<C: Change>(bound: &Bound, context: &mut Context) -> RunResult {
    let mut agreed: Option<String> = None;
    loop {
        let plan = bound.clone().into_parameters::<C>()?.plan(context)?;
        if context.what_if() {
            return plan.tell(context);
        }
        match plan.question(context).filter(|_| !context.is_unasked()) {
            Some(question)
                if agreed.as_deref().is_none_or(|known| sense(known) != sense(&question)) =>
            {
                if !context.confirm("Confirm", &question)? {
                    return Ok(());
                }
                agreed = Some(question);
            }
            _ => return (plan.apply)(context),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sense;

    /// Rule 8.4.5.
    #[test]
    fn a_question_is_not_asked_again_because_time_has_passed() {
        let at =
            |second| format!("It can be had back until 2027-02-25T21:40:{second}Z, and then not.");
        assert_eq!(sense(&at("14")), sense(&at("59")));
        assert_ne!(sense("1 policy depends on it"), sense("2 policies depend on it"));
        assert_ne!(sense("KeyZ would be deleted"), sense("KeyY would be deleted"));
    }
}
