//! What each cmdlet does: one function a cmdlet, in a file by service.
//!
//! The generated dispatch knows every function here by its cmdlet's name in snake case: `run::policy::new_data_encryption_policy`.
//! All have one shape:
//!
//! ```text
//! pub(crate) fn new_data_encryption_policy(context: &mut Context, given: NewDataEncryptionPolicy) -> Result<(), CmdletError>
//! ```
//!
//! where the second is the generated struct of its parameters (`serde::Deserialize`, field names in snake case, read from an object
//! with the table's names). Types: text `Option<String>` (`String` if mandatory), switch `bool`, bool `Option<bool>`, int `Option<i32>`,
//! uint32 `Option<u32>`, datetime `Option<Moment>`, list of texts `Vec<String>` (`Option<Vec<String>>` if not mandatory), `MultiValue`,
//! hashtable `Option<Table>`, secure string `Option<SecretRef>`, credential `Option<Credential>`, input object `Option<Object>`; see
//! [`crate::value`]. An error returned ends the run as a non-terminating error of its input object.
