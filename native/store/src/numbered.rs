//! Words that are stored by number. A number is never given to another word.

/// A word with a number.
pub(crate) trait Numbered: Copy + 'static {
    /// The word of a number.
    fn of(number: i64) -> Option<Self>;
}

/// Gives the variants of an enum their numbers.
macro_rules! numbered {
    ($name:ident { $($variant:ident = $number:literal),+ }) => {
        impl $name {
            /// The number it is stored by.
            #[must_use]
            pub const fn number(self) -> u8 {
                match self { $(Self::$variant => $number),+ }
            }
        }

        impl $crate::numbered::Numbered for $name {
            fn of(number: i64) -> Option<Self> {
                match number { $($number => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

pub(crate) use numbered;
