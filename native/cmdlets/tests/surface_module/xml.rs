//! A check that XML of the simple kind that views are written in is well-formed.

/// Every element is closed in its order, and no text holds a bare `<` or `&`.
pub(crate) fn check(xml: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    for (at, piece) in xml.split('<').enumerate() {
        if at == 0 {
            if !piece.trim().is_empty() {
                return Err(format!("text before the first element: {piece}"));
            }
            continue;
        }
        let (tag, text) = piece.split_once('>').ok_or_else(|| format!("not closed: <{piece}"))?;
        if text.contains('>')
            || text
                .split('&')
                .skip(1)
                .any(|rest| !["amp;", "lt;", "gt;"].iter().any(|known| rest.starts_with(known)))
        {
            return Err(format!("text that needs escaping: {text}"));
        }
        if tag.starts_with(['?', '!']) || tag.ends_with('/') {
            continue;
        }
        match tag.strip_prefix('/') {
            Some(name) if open.pop() == Some(name) => {}
            Some(name) => return Err(format!("</{name}> closes what is not open")),
            None => open.push(tag.split_whitespace().next().unwrap_or_default()),
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("left open: {open:?}")) }
}

#[test]
fn what_is_not_well_formed_is_found() {
    assert!(check("<?xml?>\n<a><b>x &amp; y</b></a>").is_ok());
    for bad in ["<a><b></a></b>", "<a>", "<a>x & y</a>", "<a", "x<a></a>"] {
        assert!(check(bad).is_err(), "{bad}");
    }
}
