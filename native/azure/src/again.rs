//! When a service says to come again: after so many seconds, or at a time.

use std::time::{Duration, SystemTime};

use azure_core::http::headers::{HeaderName, Headers, RETRY_AFTER};

const DATE: HeaderName = HeaderName::from_static("date");

/// How long to wait by what an answer says. A time that is over is now; what is neither a number
/// nor a time is taken for nothing.
pub(crate) fn retry_after(headers: &Headers) -> Option<Duration> {
    let said = headers.get_optional_str(&RETRY_AFTER)?.trim();
    if !said.is_empty() && said.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that is too large to be counted is as far away as any.
        return Some(Duration::from_secs(said.parse().unwrap_or(u64::MAX)));
    }
    let then = httpdate::parse_http_date(said).ok()?;
    // By the service's own clock where it says what it shows: ours may be off.
    let now = headers.get_optional_str(&DATE).and_then(|now| httpdate::parse_http_date(now).ok());
    Some(then.duration_since(now.unwrap_or_else(SystemTime::now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(after: &str, date: Option<&str>) -> Option<Duration> {
        let mut headers = Headers::new();
        headers.insert(RETRY_AFTER, after.to_owned());
        if let Some(date) = date {
            headers.insert(DATE, date.to_owned());
        }
        retry_after(&headers)
    }

    #[test]
    fn a_service_says_when_in_seconds_or_by_a_date_in_each_form_that_there_is() {
        let now = Some("Sun, 06 Nov 1994 08:49:30 GMT");
        let seven = Some(Duration::from_secs(7));
        for after in [
            "7",
            " 7 ",
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(of(after, now), seven, "{after}");
        }
        for nothing in
            ["", "soon", "-7", "7.5", "Sun, 06 Nov 1994", "Sun, 32 Nov 1994 08:49:37 GMT"]
        {
            assert_eq!(of(nothing, now), None, "{nothing}");
        }
        assert_eq!(retry_after(&Headers::new()), None);
    }

    #[test]
    fn a_time_that_is_over_is_now_and_one_that_never_comes_is_no_error() {
        let now = Some("Sun, 06 Nov 1994 08:49:38 GMT");
        assert_eq!(of("Sun, 06 Nov 1994 08:49:37 GMT", now), Some(Duration::ZERO));
        assert_eq!(of("Sun, 06 Nov 1994 08:49:37 GMT", None), Some(Duration::ZERO));
        assert_eq!(of("Sun, 06 Nov 1994 08:49:37 GMT", Some("yesterday")), Some(Duration::ZERO));
        let years = |count: u64| Duration::from_secs(count * 365 * 86_400);
        assert!(of("Fri, 31 Dec 9999 23:59:59 GMT", now).is_some_and(|after| after > years(8000)));
        assert_eq!(of("99999999999999999999999999", now), Some(Duration::from_secs(u64::MAX)));
    }

    #[test]
    fn without_the_services_own_time_a_date_is_one_of_this_machines_clock() {
        let soon = SystemTime::now() + Duration::from_secs(3600);
        let after = of(&httpdate::fmt_http_date(soon), None).unwrap_or_default();
        assert!((3000..=3600).contains(&after.as_secs()), "{after:?}");
    }
}
