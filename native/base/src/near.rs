//! The name that was probably meant.

/// The nearest of `names`, if one is near enough to be worth saying.
#[must_use]
pub fn suggestion<'a>(given: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase();
    let limit = given.chars().count().div_ceil(4).max(1);
    names
        .map(|name| (distance(&given, &name.to_lowercase()), name))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, name)| name)
}

/// How many letters must be added, removed or changed (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i.saturating_add(1)];
        for ((y, above), left_above) in b.iter().zip(row.iter().skip(1)).zip(row.iter()) {
            let left = next.last().copied().unwrap_or_default();
            let change = left_above.saturating_add(usize::from(x != *y));
            next.push(change.min(above.saturating_add(1)).min(left.saturating_add(1)));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_name_and_nonsense_does_not() {
        let names = ["DataEncryptionPolicy", "Identity", "Force"];
        assert_eq!(
            suggestion("DataEncriptionPolicy", names.into_iter()),
            Some("DataEncryptionPolicy")
        );
        assert_eq!(suggestion("identty", names.into_iter()), Some("Identity"));
        assert_eq!(suggestion("Mailbox", names.into_iter()), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
