//! The parameters that every cmdlet has: PowerShell's common ones, and `-WhatIf` and `-Confirm`.

use crate::cmdlet::CmdletDef;

macro_rules! common {
    ($($(#[$doc:meta])* $name:ident $alias:literal)+) => {
        /// A parameter that every cmdlet has, or every one that changes something.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum CommonParameter { $($(#[$doc])* $name),+ }

        impl CommonParameter {
            /// All of them.
            pub const ALL: [Self; [$($alias),+].len()] = [$(Self::$name),+];

            /// Its name, then its short one.
            #[must_use]
            pub const fn names(self) -> [&'static str; 2] {
                match self { $(Self::$name => [stringify!($name), $alias]),+ }
            }
        }
    };
}

common! {
    /// Say what would happen and change nothing.
    WhatIf "wi"
    /// Ask before anything happens; with `$false` ask nothing.
    Confirm "cf"
    /// Show the verbose stream.
    Verbose "vb"
    /// Show the debug stream.
    Debug "db"
    /// What becomes of errors.
    ErrorAction "ea"
    /// What becomes of warnings.
    WarningAction "wa"
    /// What becomes of information.
    InformationAction "infa"
    /// What becomes of progress.
    ProgressAction "proga"
    /// The variable for errors.
    ErrorVariable "ev"
    /// The variable for warnings.
    WarningVariable "wv"
    /// The variable for information.
    InformationVariable "iv"
    /// The variable for output.
    OutVariable "ov"
    /// How many objects are kept before the next cmdlet runs.
    OutBuffer "ob"
    /// The variable for the current object.
    PipelineVariable "pv"
}

impl CommonParameter {
    /// Those that a cmdlet has.
    pub fn of(cmdlet: &CmdletDef) -> impl Iterator<Item = Self> + Clone + use<> {
        let asks = cmdlet.has_what_if();
        Self::ALL.into_iter().filter(move |common| asks || !common.needs_should_process())
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        let [name, _] = self.names();
        name
    }

    /// Whether this is its name or its short one, in any case.
    #[must_use]
    pub fn is_named(self, name: &str) -> bool {
        self.names().iter().any(|own| own.eq_ignore_ascii_case(name))
    }

    /// Whether it is given without a value.
    #[must_use]
    pub const fn is_switch(self) -> bool {
        matches!(self, Self::WhatIf | Self::Confirm | Self::Verbose | Self::Debug)
    }

    const fn needs_should_process(self) -> bool {
        matches!(self, Self::WhatIf | Self::Confirm)
    }
}
