//! What somebody proves with who it is.

use zeroize::Zeroizing;

use crate::assertion;
use crate::wire::{Pairs, only};

pub(crate) enum Proof {
    Secret(Zeroizing<String>),
    /// Signed by the key of a certificate.
    Assertion(Zeroizing<String>),
}

impl Proof {
    /// The one that a form has.
    pub(crate) fn read(form: &Pairs) -> Option<Self> {
        let is_given = |name: &str| form.iter().any(|(known, _)| known == name);
        let own = |name: &str| only(form, name).map(|value| Zeroizing::new(value.to_owned()));
        match (is_given("client_secret"), is_given("client_assertion")) {
            (true, false) => own("client_secret").map(Self::Secret),
            (false, true) if only(form, "client_assertion_type") == Some(assertion::TYPE) => {
                own("client_assertion").map(Self::Assertion)
            }
            _ => None,
        }
    }

    /// Whether it takes long to look at.
    pub(crate) const fn takes_long(&self) -> bool {
        matches!(self, Self::Secret(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::form;

    #[test]
    fn a_form_proves_who_asks_in_one_way() {
        let kind = format!("client_assertion_type={}", assertion::TYPE);
        let read = |text: &str| form(text.as_bytes()).as_ref().and_then(Proof::read);
        assert!(matches!(read("client_secret=x"), Some(Proof::Secret(_))));
        let assertion = read(&format!("client_assertion=x&{kind}"));
        assert!(matches!(assertion, Some(Proof::Assertion(_))));
        for bad in [
            String::new(),
            kind.clone(),
            "client_assertion=x".to_owned(),
            "client_assertion=x&client_assertion_type=other".to_owned(),
            format!("client_assertion=x&client_assertion=y&{kind}"),
            format!("client_assertion=x&client_secret=y&{kind}"),
            "client_secret=x&client_secret=x".to_owned(),
        ] {
            assert!(read(&bad).is_none(), "{bad}");
        }
    }
}
