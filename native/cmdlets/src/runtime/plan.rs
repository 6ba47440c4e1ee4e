//! What a cmdlet that changes something is going to do, as a value: `-WhatIf` tells it, a question
//! is asked about it, or it is carried out. What stands in the way is found while the plan is
//! made, so that `-WhatIf` fails where the cmdlet would.

use crate::runtime::context::Context;
use crate::runtime::error::CmdletError;
use ckey_engine::{Known, Resolved};
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
    /// Something that is mentioned and that the tenant does not know is made.
    Made { what: &'static str, name: String },
}

impl Effect {
    fn told(&self) -> String {
        match self {
            Self::Happens(text) => text.clone(),
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

    fn tell(&self, context: &mut Context) -> RunResult {
        self.effects.0.iter().try_for_each(|effect| context.would(&effect.told()))?;
        self.problems.iter().try_for_each(|problem| context.error(problem))
    }

    fn is_agreed(&self, context: &mut Context) -> Result<bool, CmdletError> {
        match &self.question {
            None => Ok(true),
            Some(Question::About(what)) => context.confirm("Confirm", &format!("{SURE}\n{what}")),
            Some(Question::Own(question)) => context.confirm("Confirm", question),
        }
    }
}

/// Asks what `-Confirm` wants asked, before anything is looked at.
pub(crate) fn is_agreed_beforehand(context: &mut Context) -> Result<bool, CmdletError> {
    let cmdlet = context.cmdlet();
    context.confirm("Confirm", &format!("{SURE}\nPerforming the operation {cmdlet}."))
}

/// Makes the plan, and tells it, asks about it or carries it out.
pub(crate) fn carry_out(change: impl Change, context: &mut Context) -> RunResult {
    let plan = change.plan(context)?;
    if context.what_if() {
        return plan.tell(context);
    }
    if plan.is_agreed(context)? { (plan.apply)(context) } else { Ok(()) }
}
