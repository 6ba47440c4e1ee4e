//! Which key a cmdlet is given: by names, or by an object of the pipeline.

use super::place::Given;
use super::text_of;
use crate::runtime::error::CmdletError;
use crate::surface::value::Object;
use ckey_vault::KeyUri;

/// A key, and the version where one is named.
pub(super) struct NamedKey {
    pub(super) vault: String,
    pub(super) name: String,
    pub(super) version: Option<String>,
}

impl NamedKey {
    pub(super) fn new(
        vault: Option<String>,
        name: Option<String>,
        object: Option<&Object>,
    ) -> Result<Self, CmdletError> {
        // An object may have no more than the URI.
        let object = object.filter(|_| vault.is_none());
        let uri = object.and_then(|object| text_of(object, "Id"));
        let uri = uri.and_then(|uri| KeyUri::stored(&uri).ok());
        let of_object = |name: &str| object.and_then(|object| text_of(object, name));
        let of_uri = |part: fn(&KeyUri) -> &str| uri.as_ref().map(|uri| part(uri).to_owned());
        let vault = match vault.or_else(|| of_uri(KeyUri::vault)) {
            Some(vault) => vault,
            None => Given::new(None, object, None)?.name,
        };
        let name = name.or_else(|| of_object("Name")).or_else(|| of_uri(KeyUri::key));
        let version = of_object("Version").or_else(|| uri.as_ref()?.version().map(str::to_owned));
        let version = version.filter(|version| !version.is_empty());
        Ok(Self { vault, name: name.unwrap_or_default(), version })
    }
}
