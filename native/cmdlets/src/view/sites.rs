use super::{at, count, plain, text};
use crate::generated::output::customer_key::{CustomerKeyGeo, CustomerKeySite};
use crate::generated::output::share_point_online::{
    SPODataEncryptionPolicy, SPODeletedSite, SPOSiteDataEncryptionPolicy,
};
use ckey_engine::{DeletedSiteView, GeoStatus, GeoView, SiteStatus, SiteView};

pub(crate) fn geo(view: &GeoView) -> CustomerKeyGeo {
    CustomerKeyGeo {
        identity: plain(&view.name),
        name: plain(&view.name),
        guid: plain(view.guid.to_string()),
        admin_url: plain(&view.admin_url),
        sites: count(view.sites),
        recovers_from: view.recovers_from.and_then(at),
        created: at(view.created),
    }
}

pub(crate) fn site(view: &SiteView) -> CustomerKeySite {
    CustomerKeySite {
        identity: plain(&view.url),
        url: plain(&view.url),
        guid: plain(view.guid.to_string()),
        geo: plain(&view.geo),
        is_encrypted: Some(view.is_encrypted),
        protected_by: view.is_encrypted.then(|| text(&view.protected_by)).flatten(),
        created: at(view.created),
    }
}

pub(crate) fn deleted_site(view: &DeletedSiteView) -> SPODeletedSite {
    SPODeletedSite {
        identity: plain(&view.url),
        url: plain(&view.url),
        site_id: plain(view.guid.to_string()),
        deletion_time: at(view.deleted),
        days_remaining: Some(i32::from(view.days_remaining)),
        status: plain("Recycled"),
    }
}

pub(crate) fn geo_policy(status: &GeoStatus) -> SPODataEncryptionPolicy {
    SPODataEncryptionPolicy {
        primary_key_vault_uri: status.primary.clone(),
        secondary_key_vault_uri: status.secondary.clone(),
        availability_key_vault_uri: None,
        status: plain(status.status),
        registration_progress: Some(f64::from(status.percent)),
        recovery_enabled: Some(status.in_recovery),
        geo: plain(&status.admin_url),
    }
}

pub(crate) fn site_policy(status: &SiteStatus) -> SPOSiteDataEncryptionPolicy {
    SPOSiteDataEncryptionPolicy {
        primary_key_vault_uri: status.of.primary.clone(),
        secondary_key_vault_uri: status.of.secondary.clone(),
        status: plain(status.of.status),
        registration_progress: Some(f64::from(status.of.percent)),
        site: plain(&status.url),
    }
}
