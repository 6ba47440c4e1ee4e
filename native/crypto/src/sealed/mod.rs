//! Sealed objects.
