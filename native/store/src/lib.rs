//! Where state lives: state, content and secrets, a trait each.
