//! Geos: the parts of a tenant that each have an admin site and a policy of their own (rule 1.13).

use ckey_store::model::Geo;
use ckey_store::{StateExt, StoreErrorKind, name_key};
use serde_json::json;
use uuid::Uuid;

use super::Sites;
use crate::error::{Category, EngineError, Result};
use crate::protection::recovers_from;
use crate::record::{Actor, AuditEvent};

/// The longest name of a geo, in characters: its policy has the same.
const NAME_LIMIT: usize = 64;
/// The longest URL, in characters.
const URL_LIMIT: usize = 2048;

/// A geo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeoView {
    /// Its id.
    pub guid: Uuid,
    /// Its name.
    pub name: String,
    /// The URL of its admin site.
    pub admin_url: String,
    /// How many sites it has.
    pub sites: u64,
    /// When it was made, Unix seconds.
    pub created: i64,
    /// From when on the availability key serves it, Unix seconds, where its recovery mode was asked
    /// for.
    pub recovers_from: Option<i64>,
}

/// The host of an https URL, in lower case, and the URL without a slash at its end.
pub(super) fn parse_url(given: &str) -> Result<(String, String)> {
    let url = given.trim().trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("HTTPS://"));
    let host = host.and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let is_host = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '.';
    let sound = !host.is_empty()
        && host.chars().all(is_host)
        && url.chars().count() <= URL_LIMIT
        && !url
            .chars()
            .any(|letter| letter.is_control() || letter.is_whitespace() || letter == '*');
    if sound {
        return Ok((host.to_lowercase(), url.to_owned()));
    }
    Err(EngineError::invalid(
        "UrlInvalid",
        given,
        format!("'{given}' is no URL of a site."),
        "Give one like https://contoso.sharepoint.com/sites/finance.",
    ))
}

/// The host of a geo's own sites, from that of its admin site.
fn root_of(admin_host: &str) -> String {
    let (first, rest) = admin_host.split_once('.').unwrap_or((admin_host, ""));
    format!("{}.{rest}", first.strip_suffix("-admin").unwrap_or(first))
}

/// Whether a host has sites of the geo: its own, or people's (OneDrive).
pub(super) fn serves(geo: &Geo, host: &str) -> bool {
    let Ok((admin, _)) = parse_url(&geo.admin_url) else { return false };
    let root = root_of(&admin);
    let (first, rest) = root.split_once('.').unwrap_or((&root, ""));
    host == admin || host == root || host == format!("{first}-my.{rest}")
}

impl Sites<'_> {
    /// What keeps a geo from being made, if anything.
    ///
    /// # Errors
    /// `GeoNameInvalid`, `UrlInvalid`, `GeoExists`; `TenantReadOnly`.
    pub fn check_new_geo(&self, name: &str, admin_url: &str) -> Result<Geo> {
        self.ground.must_be_writable()?;
        let (name, length) = (name.trim(), name.trim().chars().count());
        if length == 0 || length > NAME_LIMIT || name.chars().any(|it| it.is_control() || it == '*')
        {
            return Err(EngineError::invalid(
                "GeoNameInvalid",
                name,
                "This cannot be the name of a geo.",
                format!("Give 1 to {NAME_LIMIT} characters, such as NAM, without *."),
            ));
        }
        let (_, admin_url) = parse_url(admin_url)?;
        let geo = Geo {
            no: 0,
            guid: Uuid::new_v4(),
            name: name.to_owned(),
            admin_url,
            policy_no: None,
            created: self.ground.now(),
            recovery: None,
        };
        let same = |known: &Geo| {
            name_key(&known.name) == name_key(&geo.name)
                || name_key(&known.admin_url) == name_key(&geo.admin_url)
        };
        match self.all_geos()?.iter().find(|known| same(known)) {
            Some(known) => Err(exists(known)),
            None => Ok(geo),
        }
    }

    /// Makes a geo.
    ///
    /// # Errors
    /// Those of [`Sites::check_new_geo`] and of the store.
    pub fn create_geo(&self, actor: &Actor, name: &str, admin_url: &str) -> Result<GeoView> {
        self.ground.sync()?;
        let geo = self.check_new_geo(name, admin_url)?;
        let details = json!({ "geo": geo.guid, "name": geo.name, "adminUrl": geo.admin_url });
        let event =
            AuditEvent::new("Create geo", "SharePoint", &actor.name, geo.name.as_str(), details);
        let made = self.ground.state().commit(|writer| {
            writer.insert_geo(&geo).map_err(|error| {
                if error.kind == StoreErrorKind::Conflict { exists(&geo) } else { error.into() }
            })?;
            self.ground.chain().append(writer, geo.created, &event)
        });
        made?;
        self.geo_view(geo.clone())
    }

    fn all_geos(&self) -> Result<Vec<Geo>> {
        self.ground.state().view(|reader| Ok::<_, EngineError>(reader.geos()?))
    }

    pub(super) fn geo_view(&self, geo: Geo) -> Result<GeoView> {
        let sites =
            self.ground.state().view(|reader| Ok::<_, EngineError>(reader.count_sites(geo.no)?))?;
        let recovers_from = recovers_from(&geo);
        let Geo { guid, name, admin_url, created, .. } = geo;
        Ok(GeoView { guid, name, admin_url, sites, created, recovers_from })
    }

    /// All geos, oldest first.
    ///
    /// # Errors
    /// Those of the store.
    pub fn geos(&self) -> Result<Vec<GeoView>> {
        self.ground.sync()?;
        self.all_geos()?.into_iter().map(|geo| self.geo_view(geo)).collect()
    }

    /// One of them by its name, its id, the URL of its admin site, or one on the host of its sites.
    ///
    /// # Errors
    /// `GeoNotFound`; those of the store.
    pub fn geo(&self, identity: &str) -> Result<GeoView> {
        self.ground.sync()?;
        let geo = self.find_geo(Some(identity))?;
        self.geo_view(geo)
    }

    /// The geo that is meant; where none is named, the only one there is.
    pub(super) fn find_geo(&self, identity: Option<&str>) -> Result<Geo> {
        let mut geos = self.all_geos()?;
        let Some(identity) = identity else {
            return match (geos.pop(), geos.is_empty()) {
                (Some(only), true) => Ok(only),
                (None, _) => Err(not_found("", "There is no geo.")),
                (Some(_), false) => Err(EngineError::invalid(
                    "GeoNotNamed",
                    "geo",
                    "The tenant has several geos, and none was named.",
                    "Connect to one first: Connect-SPOService -Url https://contoso-admin.sharepoint.com",
                )),
            };
        };
        let (key, host) = (name_key(identity.trim().trim_end_matches('/')), parse_url(identity));
        let named = geos.iter().find(|geo| {
            [name_key(&geo.name), name_key(&geo.admin_url), geo.guid.to_string()].contains(&key)
        });
        let served =
            || geos.iter().find(|geo| host.as_ref().is_ok_and(|(host, _)| serves(geo, host)));
        named.or_else(served).cloned().ok_or_else(|| {
            not_found(identity, &format!("There is no geo of the name or URL '{identity}'."))
        })
    }
}

fn not_found(identity: &str, message: &str) -> EngineError {
    EngineError::new(
        "GeoNotFound",
        Category::ObjectNotFound,
        message,
        "Get-CustomerKeyGeo lists the geos there are. One is made like this: New-CustomerKeyGeo -Name NAM -AdminUrl https://contoso-admin.sharepoint.com",
    )
    .about(identity)
}

fn exists(geo: &Geo) -> EngineError {
    EngineError::new(
        "GeoExists",
        Category::ResourceExists,
        format!(
            "The object '{}' already exists: a geo with the admin site {}.",
            geo.name, geo.admin_url
        ),
        "Use that one, or give another name and another admin site.",
    )
    .about(geo.name.as_str())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn geo(admin_url: &str) -> Geo {
        let (name, admin_url) = ("NAM".to_owned(), admin_url.to_owned());
        let (policy_no, recovery) = (None, None);
        Geo { no: 1, guid: Uuid::nil(), name, admin_url, policy_no, created: 0, recovery }
    }

    #[test]
    fn a_geo_has_the_sites_of_its_own_host_and_those_of_people_and_no_others() {
        let geo = geo("https://contoso-admin.sharepoint.com");
        for host in
            ["contoso-admin.sharepoint.com", "contoso.sharepoint.com", "contoso-my.sharepoint.com"]
        {
            assert!(serves(&geo, host), "{host}");
        }
        for host in ["contosoeur.sharepoint.com", "contoso.sharepoint.example", "sharepoint.com"] {
            assert!(!serves(&geo, host), "{host}");
        }
    }

    #[test]
    fn a_url_of_a_site_has_a_host_and_nothing_odd() {
        let (host, url) = parse_url(" https://Contoso.sharepoint.com/sites/A/ ").unwrap();
        assert_eq!(
            (&*host, &*url),
            ("contoso.sharepoint.com", "https://Contoso.sharepoint.com/sites/A")
        );
        for odd in [
            "",
            "contoso",
            "http://contoso",
            "https://",
            "https://a b",
            "https://a/*",
            "https://a@b",
        ] {
            assert_eq!(parse_url(odd).unwrap_err().id, "UrlInvalid", "{odd}");
        }
    }
}
