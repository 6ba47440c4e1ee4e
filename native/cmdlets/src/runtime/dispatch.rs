//! From a cmdlet's name to its `run`.

/// Writes `run`: it makes the parameter struct of the bound cmdlet and runs it. A cmdlet without a
/// `Run` does not compile.
macro_rules! dispatch {
    ($($name:literal => $module:ident::$parameters:ident,)+) => {
        /// Runs a bound cmdlet.
        pub(crate) fn run(bound: $crate::surface::bind::Bound, context: &mut $crate::runtime::context::Context) -> Result<(), $crate::runtime::error::CmdletError> {
            use $crate::surface::bind::Run as _;
            match bound.cmdlet().name {
                $($name => bound.into_parameters::<$module::$parameters>()?.run(context),)+
                other => Err($crate::surface::bind_error::BindError::command_not_found(other).into()),
            }
        }
    };
}

pub(crate) use dispatch;
