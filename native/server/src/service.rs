//! From a request to its answer: which host, whose token, what is asked, and then the vault's word.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ckey_engine::{Account, EngineError, Operation, Outcome, Tenant};
use ckey_vault::{Caller, EmbeddedVaults};
use hyper::body::Incoming;
use hyper::header::{self, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::answer::{Answer, Ending};
use crate::asked::Asked;
use crate::background::in_background;
use crate::body::{Ended, Told};
use crate::fault::{Met, meet, not_served};
use crate::held_back::HeldBack;
use crate::limit::Limit;
use crate::managing::Managing;
use crate::queue::{Queue, Turn};
use crate::refusal::Refusal;
use crate::resource;
use crate::route::{Request, Target, Unread};
use crate::seats::{Seat, Working};
use crate::sent::collect;
use crate::sign_in::SignIns;
use crate::site::Site;
use crate::tally::{Refused, Tally};
use crate::token::{Claims, Resource, Tokens};

/// How many headers a request may have.
pub(crate) const MOST_HEADERS: usize = 64;
/// A body of JSON.
const MOST_BYTES: usize = 64 << 10;
/// A backup of a key with all its versions.
const MOST_OF_BACKUP: usize = 8 << 20;
/// The header in which a client names its request.
const CLIENT_REQUEST: &str = "x-ms-client-request-id";

/// A request of a registered application, with its body read and its turns come.
struct Taken {
    claims: Arc<Claims>,
    request: Request,
    body: Zeroizing<Vec<u8>>,
    turns: [Option<Turn>; 2],
    /// Its connection gives way to nobody until it is answered.
    working: Option<Working>,
}

/// Where a request comes from.
#[derive(Clone)]
struct Client {
    address: String,
    seat: Option<Arc<Seat>>,
}

/// What is served.
pub(crate) struct Service {
    pub(crate) tenant: Arc<Tenant>,
    pub(crate) tokens: Arc<Tokens>,
    pub(crate) sign_ins: Arc<SignIns>,
    pub(crate) tally: Arc<Tally>,
    pub(crate) suffix: String,
    pub(crate) port: u16,
    /// Where the server is, `https://SUFFIX:PORT`.
    pub(crate) server: String,
    pub(crate) requests: Limit,
    /// Those who make keys at once, which takes long: others must get on.
    pub(crate) makers: Queue,
    /// Those who change vaults in another way.
    pub(crate) changers: Queue,
    /// Those who send a large body.
    pub(crate) large_bodies: Queue,
}

impl Service {
    pub(crate) async fn answer(
        self: Arc<Self>,
        request: hyper::Request<Incoming>,
        from: SocketAddr,
    ) -> Result<Response<Told>, Ended> {
        let (parts, body) = request.into_parts();
        let client_id = parts.headers.get(CLIENT_REQUEST).cloned();
        // It may have named a length too, for somebody on the way who believes that one: what comes
        // after the body is no request then, and is not read (RFC 9112, 6.1).
        let is_last = parts.headers.contains_key(header::TRANSFER_ENCODING);
        let answer = match host(&parts)
            .and_then(|host| Some((Site::of(&host, &self.suffix, self.port)?, host)))
        {
            None => Answer::error(
                StatusCode::MISDIRECTED_REQUEST,
                "Misdirected",
                "This host is not served here.",
            ),
            Some((Site::Server, _)) => self.of_server(parts, body, from).await,
            Some((Site::Vault(vault), host)) => {
                self.of_vault((parts, body), from, (vault, host)).await
            }
        };
        match answer.ending {
            None if is_last => Ok(response(answer.with("connection", "close"), client_id, from)),
            None => Ok(response(answer, client_id, from)),
            Some(Ending::Half) => Ok(Response::new(Told::half())),
            Some(ending) => Err(Ended { is_reset: ending == Ending::Reset }),
        }
    }

    async fn of_server(self: Arc<Self>, parts: Parts, body: Incoming, from: SocketAddr) -> Answer {
        if resource::is_managed(parts.uri.path()) {
            return self.of_manager(parts, body, from).await;
        }
        let body = match collect(body, MOST_BYTES).await {
            Ok(body) => body,
            Err(answer) => return answer,
        };
        let asked = (parts.method, parts.uri.path().to_owned());
        Arc::clone(&self.sign_ins).answer(asked, body, from.ip().to_string()).await
    }

    /// What the resource manager is asked. Vaults that rehearse a fault are managed as ever.
    async fn of_manager(self: Arc<Self>, parts: Parts, body: Incoming, from: SocketAddr) -> Answer {
        let from = Client::of(&parts, from);
        let claims = self.known(&parts, Resource::Manager, &from).await;
        // The body is read before the answer, so that the connection goes on.
        let body = match collect(body, MOST_BYTES).await {
            Ok(body) => body,
            Err(answer) => return answer,
        };
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let (claims, asked) = match (claims, resource::Asked::read(&parts.method, path)) {
            (Err(refused), _) => return refused,
            (_, Err(why)) => return Refusal::from(why).answer(),
            (Ok(claims), Ok(asked)) => (claims, asked),
        };
        let _working = from.works();
        let queue = (parts.method != Method::GET).then_some(&self.changers);
        let turn = match turn_in(queue, &claims).await {
            Ok(turn) => turn,
            Err(answer) => return answer,
        };
        let own = Arc::clone(&self);
        in_background(move || {
            let _turn = turn;
            let account = match own.account(&claims, &from) {
                Ok(account) => account,
                Err(answer) => return answer,
            };
            let managing = Managing {
                tenant: &own.tenant,
                account: &account,
                server: &own.server,
                asked: &asked,
                tally: &own.tally,
                application: &claims.appid,
                from: &from.address,
            };
            managing.answer(&body)
        })
        .await
        .unwrap_or_else(|answer| answer)
    }

    async fn of_vault(
        self: Arc<Self>,
        (parts, body): (Parts, Incoming),
        from: SocketAddr,
        (vault, host): (String, String),
    ) -> Answer {
        let from = Client::of(&parts, from);
        let taken = match self.taken(&parts, body, &vault, &from).await {
            Ok(taken) => taken,
            Err(answer) => return answer,
        };
        let Taken { claims, request, body, turns, working: _working } = taken;
        let own = Arc::clone(&self);
        in_background(move || {
            let _turns = turns;
            // After all waiting: who asks may have been removed meanwhile.
            let caller = match own.caller(&claims, Resource::Keys, &from) {
                Ok(caller) => caller,
                Err(answer) => return answer,
            };
            let again = (!request.target.looks_itself()).then(|| not_served(&own.tenant, &vault));
            if let Some(answer) = again.flatten() {
                return answer;
            }
            let asked = Asked {
                tenant: &own.tenant,
                caller: &caller,
                vault: &vault,
                host: &host,
                request: asked_as(&parts),
            };
            let answer = own.carry_out(&asked, &request, &body, &from.address);
            // A vault that rehearses that it takes no token says which ones it takes, as ever.
            if answer.status == StatusCode::UNAUTHORIZED {
                return answer.with("www-authenticate", own.directory(Resource::Keys, true));
            }
            answer
        })
        .await
        .unwrap_or_else(|answer| answer)
    }

    /// A request to a vault, once nothing is left to wait for.
    async fn taken(
        self: &Arc<Self>,
        parts: &Parts,
        body: Incoming,
        vault: &str,
        from: &Client,
    ) -> Result<Taken, Answer> {
        let claims = self.known(parts, Resource::Keys, from).await;
        // Faults are for who is known: to others every vault is the same, there or not.
        let met = claims.and_then(|claims| match meet(&self.tenant, vault) {
            Met::End(answer) => Err(answer),
            Met::Nothing => Ok((claims, None)),
            Met::Wait(duration) => Ok((claims, Some(duration))),
        });
        let (claims, wait) = match met {
            Ok(met) => met,
            // The body is read before the answer, so that the connection goes on.
            Err(answer) => {
                collect(body, MOST_BYTES).await?;
                return Err(answer);
            }
        };
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let request = match Request::read(&parts.method, path) {
            Ok(request) => request,
            Err(why) => {
                pause(wait).await;
                return Err(unread(why));
            }
        };
        let is_large = request.target == Target::Restore;
        let large = if is_large { self.large_bodies.turn(&claims.appid).await } else { None };
        if is_large && large.is_none() {
            let _ = collect(body, MOST_BYTES).await;
            return Err(throttled("TooManyLargeRequests", "5"));
        }
        let body = collect(body, if is_large { MOST_OF_BACKUP } else { MOST_BYTES }).await?;
        // Not before: a body that never comes would keep the connection's place for its sender.
        let working = from.works();
        pause(wait).await;
        let queue = match &request.target {
            target if target.makes_keys() => Some(&self.makers),
            target if target.changes() => Some(&self.changers),
            _ => None,
        };
        let turn = turn_in(queue, &claims).await?;
        Ok(Taken { claims, request, body, turns: [turn, large], working })
    }

    /// What a request's token says, if its application is registered: that is looked up before the
    /// body is read, once for a connection, and again after all that is waited for.
    async fn known(
        self: &Arc<Self>,
        parts: &Parts,
        resource: Resource,
        from: &Client,
    ) -> Result<Arc<Claims>, Answer> {
        let claims = self.claims(parts, resource, from)?;
        let seat = from.seat.as_ref();
        if seat.is_some_and(|seat| seat.is_of(&claims.appid, &claims.registration)) {
            return Ok(claims);
        }
        let (own, from) = (Arc::clone(self), from.clone());
        in_background(move || own.caller(&claims, resource, &from).map(|_| claims)).await?
    }

    /// What a request's token says, which is verified in full.
    fn claims(
        &self,
        parts: &Parts,
        resource: Resource,
        from: &Client,
    ) -> Result<Arc<Claims>, Answer> {
        let mut given = parts.headers.get_all(header::AUTHORIZATION).iter();
        let token = given.next().filter(|_| given.next().is_none());
        let token = token.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        let claims = token.and_then(|token| self.tokens.verify(token, resource));
        let Some(claims) = claims else { return Err(self.challenge(resource, token.is_some())) };
        // Each registration by itself: the token of one that has ended holds up nobody.
        let asks = format!("{} {}", claims.appid, claims.registration);
        if self.requests.is_reached(&asks) {
            self.tally.tell_of(&claims, &from.address, HeldBack::TooMany);
            return Err(throttled("PrincipalLimitReached", "10"));
        }
        self.requests.take(&asks);
        Ok(claims)
    }

    /// Who asks, if it is registered now, and was when it got its token, without an end between.
    /// Its connection is one of somebody who is known then.
    fn caller(&self, claims: &Claims, resource: Resource, from: &Client) -> Result<Caller, Answer> {
        let registered = self.tenant.directory().principal(&claims.appid);
        let registered = registered.map_err(|error| unreadable(&error))?;
        let registered = registered.filter(|registered| claims.are_of(registered));
        let seat = from.seat.as_deref();
        let Some(registered) = registered else {
            seat.into_iter().for_each(Seat::disprove);
            self.tally.tell_of(claims, &from.address, HeldBack::HasEnded);
            return Err(self.challenge(resource, true));
        };
        seat.into_iter().for_each(|seat| seat.prove(&claims.appid, &claims.registration));
        Ok(registered.caller)
    }

    /// The same as an account, which may have rights beyond those that vaults give.
    fn account(&self, claims: &Claims, from: &Client) -> Result<Account, Answer> {
        let caller = self.caller(claims, Resource::Manager, from)?;
        self.tenant.directory().account_over_network(caller).map_err(|error| unreadable(&error))
    }

    /// Lets the vault do it, in the name of an operation that the records of all that follows name.
    /// What the vault forbids is on the record too: no change tells of it.
    fn carry_out(&self, asked: &Asked<'_>, request: &Request, body: &[u8], from: &str) -> Answer {
        let (caller, target) = (asked.caller, &request.target);
        let operation = Operation::new(target.operation(), &target.told(asked.vault));
        operation.asked_by(|| caller.name.clone());
        operation.run(|| {
            let work = || asked.answer(request, body).unwrap_or_else(|refused| refused);
            let answer = EmbeddedVaults::serving(caller, target.permission(), work);
            if let Some(denied) = &answer.denied {
                let refused = Refused {
                    application: caller.app_id.as_deref().unwrap_or(&caller.object_id),
                    from,
                    vault: asked.vault,
                    object: target.key().unwrap_or(asked.vault),
                    outcome: Outcome::Denied { id: denied.id, message: &denied.reason },
                };
                self.tally.tell(&operation, &refused);
            }
            answer
        })
    }

    /// Which directory's tokens are taken, as each of the two says it in Azure with every 401.
    fn directory(&self, resource: Resource, has_token: bool) -> String {
        let (server, tenant) = (&self.server, self.tenant.id());
        match resource {
            Resource::Keys => {
                format!("Bearer authorization=\"{server}/{tenant}\", resource=\"{server}\"")
            }
            Resource::Manager => {
                let wrong = if has_token { ", error=\"invalid_token\"" } else { "" };
                format!("Bearer authorization_uri=\"{server}/{tenant}\"{wrong}")
            }
        }
    }

    /// What is said to who shows no token that holds.
    fn challenge(&self, resource: Resource, has_token: bool) -> Answer {
        let (code, message) = match (resource, has_token) {
            (Resource::Keys, true) => {
                ("Unauthorized", "AKV10022: The token is not valid here, or not any more.")
            }
            (Resource::Keys, false) => {
                ("Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.")
            }
            (Resource::Manager, true) => (
                "InvalidAuthenticationToken",
                "The access token is not valid here, or not any more.",
            ),
            (Resource::Manager, false) => (
                "AuthenticationFailed",
                "Authentication failed. The 'Authorization' header is missing.",
            ),
        };
        Answer::error(StatusCode::UNAUTHORIZED, code, message)
            .with("www-authenticate", self.directory(resource, has_token))
    }
}

impl Client {
    fn of(parts: &Parts, from: SocketAddr) -> Self {
        let seat = parts.extensions.get::<Arc<Seat>>().cloned();
        Self { address: from.ip().to_string(), seat }
    }

    /// Its connection is at work from now on.
    fn works(&self) -> Option<Working> {
        self.seat.as_ref().map(Seat::works)
    }
}

/// What a slow vault waits for.
async fn pause(wait: Option<Duration>) {
    if let Some(wait) = wait {
        tokio::time::sleep(wait).await;
    }
}

/// A turn in a queue, where there is one.
async fn turn_in(queue: Option<&Queue>, claims: &Claims) -> Result<Option<Turn>, Answer> {
    let Some(queue) = queue else { return Ok(None) };
    let turn = queue.turn(&claims.appid).await;
    turn.map(Some).ok_or_else(|| throttled("ChangesQueueIsFull", "5"))
}

fn unreadable(error: &EngineError) -> Answer {
    tracing::error!(%error, "the tenant cannot be read");
    let message = "The tenant cannot be read. The server's log says why.";
    Answer::of_store(message)
}

/// What the client calls its request.
fn asked_as(parts: &Parts) -> Option<Uuid> {
    Uuid::try_parse(parts.headers.get(CLIENT_REQUEST)?.to_str().ok()?).ok()
}

fn throttled(reason: &str, seconds: &str) -> Answer {
    let message = format!(
        "Request was not processed because too many requests were received. Reason: {reason}"
    );
    Answer::error(StatusCode::TOO_MANY_REQUESTS, "Throttled", &message).with("retry-after", seconds)
}

/// The one host of a request.
fn host(parts: &Parts) -> Option<String> {
    let mut named = parts.headers.get_all(header::HOST).iter();
    let host = named.next()?.to_str().ok()?.to_owned();
    let is_same = parts.uri.authority().is_none_or(|own| own.as_str().eq_ignore_ascii_case(&host));
    (named.next().is_none() && is_same).then_some(host)
}

/// Reads what headers say, a line each, of a request to this host and path. For fuzzing.
#[cfg(feature = "fuzzing")]
pub(crate) fn fuzz(own_host: &str, path: &str, headers: &[u8]) {
    let mut request = hyper::Request::builder().uri(path).header(header::HOST, own_host);
    for line in headers.split(|byte| *byte == b'\n').take(MOST_HEADERS) {
        let at = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let (name, value) = (line.get(..at), line.get(at.saturating_add(1)..));
        request = request.header(name.unwrap_or_default(), value.unwrap_or_default());
    }
    let Ok(request) = request.body(()) else { return };
    let (parts, ()) = request.into_parts();
    let _ = (host(&parts), asked_as(&parts));
}

fn unread(why: Unread) -> Answer {
    match why {
        Unread::Path => Answer::error(StatusCode::NOT_FOUND, "NotFound", "There is nothing here."),
        Unread::Method => Answer::error(
            StatusCode::METHOD_NOT_ALLOWED,
            "MethodNotAllowed",
            "This cannot be done here.",
        ),
        Unread::Version => Answer::bad(
            "api-version must be specified, and be one of 2016-10-01, 7.0 to 7.6, 2025-07-01, 2026-03-01-preview.",
        ),
        Unread::Query => Answer::bad("The query cannot be read."),
    }
}

/// Where a request came from, as Azure says it in each answer.
fn network_info(from: SocketAddr) -> String {
    let address = from.ip().to_canonical();
    let (kind, family) =
        if address.is_ipv4() { ("Ipv4", "InterNetwork") } else { ("Ipv6", "InterNetworkV6") };
    format!("conn_type={kind};addr={address};act_addr_fam={family};")
}

fn response(answer: Answer, client_id: Option<HeaderValue>, from: SocketAddr) -> Response<Told> {
    let Answer { status, headers, body, .. } = answer;
    let is_json = body.is_some();
    let mut response = Response::new(Told::whole(body.unwrap_or_default()));
    *response.status_mut() = status;
    let map = response.headers_mut();
    if is_json {
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        map.insert(header::CONTENT_TYPE, json);
    }
    map.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    map.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    map.insert("x-ms-keyvault-region", HeaderValue::from_static("local"));
    map.insert(
        "x-ms-keyvault-service-version",
        HeaderValue::from_static(env!("CARGO_PKG_VERSION")),
    );
    if let Ok(info) = HeaderValue::from_str(&network_info(from)) {
        map.insert("x-ms-keyvault-network-info", info);
    }
    if let Ok(id) = HeaderValue::from_str(&Uuid::new_v4().to_string()) {
        map.insert("x-ms-request-id", id);
    }
    if let Some(id) = client_id {
        map.insert(CLIENT_REQUEST, id);
    }
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            map.insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::network_info;

    #[test]
    fn an_address_is_told_in_azures_form_and_one_of_ipv4_as_such_also_where_it_came_as_ipv6() {
        let told = |from: &str| from.parse().map(network_info);
        let four = "conn_type=Ipv4;addr=192.0.2.1;act_addr_fam=InterNetwork;";
        let six = "conn_type=Ipv6;addr=2001:db8::1;act_addr_fam=InterNetworkV6;";
        assert_eq!(told("192.0.2.1:50000").as_deref(), Ok(four));
        assert_eq!(told("[::ffff:192.0.2.1]:50000").as_deref(), Ok(four));
        assert_eq!(told("[2001:db8::1]:50000").as_deref(), Ok(six));
    }
}
