use super::plain;
use crate::generated::output::customer_key::CustomerKeyServer;
use ckey_engine::Tenant;
use ckey_engine::serving::Served;

pub(crate) fn server(tenant: &Tenant, served: &Served) -> CustomerKeyServer {
    CustomerKeyServer {
        vault_uri: plain(served.vault_uri()),
        address: plain(served.address.to_string()),
        is_loopback: Some(served.address.ip().is_loopback()),
        suffix: plain(&served.suffix),
        authority: plain(&served.authority),
        certificate: plain(&served.certificate),
        process_id: Some(i64::from(served.process_id)),
        tenant_id: plain(tenant.id().to_string()),
    }
}
