//! What may be taken out of the protocol or done wrongly in it, to see that the model notices.

/// A mistake that somebody could make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A change that writes wraps does not look whether their generation still lives.
    NoAdmission,
    /// It does not look whether what was chosen before is still what applies.
    NoSecondChoice,
    /// The assigner writes under the generation in its cache without any look.
    AssignsFromCache,
    /// A generation is retired without counting what is under it.
    RetiresUncounted,
    /// The newest generation is retired, too, once nothing is under it.
    RetiresNewest,
    /// Wraps are destroyed in the change that retires their generation.
    DestroysAtOnce,
    /// Wraps are destroyed without a second proof.
    DestroysUnproved,
    /// Anyone who finds a generation destroyed does not read again where the key lies.
    ReadsOnce,
    /// A rewrap overwrites what somebody else has moved meanwhile.
    OverwritesMoved,
    /// A rewrap does not count the wraps that it makes.
    CountsNothing,
    /// What somebody else has moved meanwhile counts as settled, wherever it is now.
    SettlesMoved,
    /// A job ends without retiring what others have left since it retired.
    EndsUnretired,
    /// A job ends once it has looked at as many scopes as it was made for.
    EndsByCount,
    /// A job stands behind a page before the page is written.
    GoesOnFirst,
    /// A job stands where its worker says, also when it was sent back meanwhile.
    ForgetsSentBack,
    /// A refresh does not send an open job back to its beginning.
    KeepsCursor,
    /// A refresh makes no job.
    MakesNoJob,
    /// A refresh takes a number that another one took meanwhile.
    TakesNumber,
    /// The importer acknowledges before its change is durable.
    AcknowledgesEarly,
    /// An opened scope key is kept after the policy key above it.
    CacheOutlives,
}

/// Which of them are in.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Faults(pub(crate) &'static [Fault]);

impl Faults {
    pub(crate) fn has(self, fault: Fault) -> bool {
        self.0.contains(&fault)
    }
}
