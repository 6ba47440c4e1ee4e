//! Chance that a seed decides, and nothing else: a choice about one thing does not depend on which
//! others were made before it.

/// A source of choices.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chance(u64);

/// The finaliser of `SplitMix64`.
const fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(mix(seed.wrapping_add(0x9e37_79b9_7f4a_7c15)))
    }

    /// The chance about one thing among others.
    pub(crate) const fn about(self, thing: u64) -> Self {
        Self(mix(self.0 ^ thing.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    /// One of the numbers below `bound`.
    pub(crate) const fn below(self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (mix(self.0) % bound as u64) as usize }
    }

    pub(crate) const fn percent(self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Bytes that are nobody else's.
    pub(crate) fn bytes(self, length: usize) -> Vec<u8> {
        (0..).flat_map(|number| self.about(number).0.to_le_bytes()).take(length).collect()
    }
}
