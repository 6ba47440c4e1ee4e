//! What a name means that may be written in part.

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant<T> {
    /// This one: it has the name, or is the only one that begins so.
    One(T),
    /// One of these, which all begin so.
    Several(Vec<T>),
    /// None of them.
    Nothing,
}

/// Which of these a name means, in any case: the one that has it, else those that begin with it.
/// `names` gives the names of one.
pub fn meant<T: Copy, N: IntoIterator<Item = &'static str>>(
    given: &str,
    all: impl Iterator<Item = T> + Clone,
    names: impl Fn(T) -> N,
) -> Meant<T> {
    let has = |one: &T, fits: &dyn Fn(&str) -> bool| names(*one).into_iter().any(fits);
    if let Some(one) = all.clone().find(|one| has(one, &|own| own.eq_ignore_ascii_case(given))) {
        return Meant::One(one);
    }
    let begins =
        |own: &str| own.get(..given.len()).is_some_and(|head| head.eq_ignore_ascii_case(given));
    let several: Vec<T> =
        all.filter(|one| !given.is_empty() && has(one, &|own| begins(own))).collect();
    match several.as_slice() {
        [] => Meant::Nothing,
        [one] => Meant::One(*one),
        _ => Meant::Several(several),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_what_has_it_or_the_only_one_that_begins_so() {
        let all = ["Name", "NameSpace", "Identity"];
        let of = |given| meant(given, all.into_iter(), |one| [one]);
        assert_eq!(of("name"), Meant::One("Name"));
        assert_eq!(of("names"), Meant::One("NameSpace"));
        assert_eq!(of("NA"), Meant::Several(vec!["Name", "NameSpace"]));
        assert_eq!(of("id"), Meant::One("Identity"));
        assert_eq!((of("x"), of("")), (Meant::Nothing, Meant::Nothing));
        assert_eq!(of("\u{e9}"), Meant::Nothing);
    }
}
