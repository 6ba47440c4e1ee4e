//! From a cmdlet's name to what runs it.

/// Writes `run`: it makes the parameter struct of the bound cmdlet, and runs one without `-WhatIf`, or
/// carries out the plan of one that changes something. A cmdlet that has not what its sort needs
/// does not compile.
macro_rules! dispatch {
    (
        runs { $($run:literal => $run_module:ident::$run_parameters:ident,)+ }
        changes { $($change:literal => $change_module:ident::$change_parameters:ident,)+ }
    ) => {
        /// Runs a bound cmdlet.
        pub(crate) fn run(bound: $crate::surface::bind::Bound, context: &mut $crate::runtime::context::Context) -> Result<(), $crate::runtime::error::CmdletError> {
            use $crate::runtime::plan::carry_out;
            use $crate::surface::bind::Run as _;
            match bound.cmdlet().name {
                $($run => bound.into_parameters::<$run_module::$run_parameters>()?.run(context),)+
                $($change => carry_out::<$change_module::$change_parameters>(&bound, context),)+
                other => Err($crate::surface::bind_error::BindError::command_not_found(other).into()),
            }
        }
    };
}

pub(crate) use dispatch;
