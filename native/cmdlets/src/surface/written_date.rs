//! Dates as people write them: what PowerShell's conversion takes in the invariant culture, but for
//! what depends on the day it is read (a time alone, a day without a year).

use time::{Date, Month, Weekday};

const MONTHS: [(&str, Month); 12] = [
    ("january", Month::January),
    ("february", Month::February),
    ("march", Month::March),
    ("april", Month::April),
    ("may", Month::May),
    ("june", Month::June),
    ("july", Month::July),
    ("august", Month::August),
    ("september", Month::September),
    ("october", Month::October),
    ("november", Month::November),
    ("december", Month::December),
];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// The last year that two digits stand for.
const TWO_DIGITS_END: i32 = 2049;

/// Seconds since 1970-01-01T00:00:00Z; UTC without an offset.
pub(super) fn parse(text: &str) -> Option<i64> {
    let mut parts = Parts::default();
    let mut rest = Rest(text);
    while !rest.is_empty() {
        parts.take(&mut rest)?;
    }
    parts.moment()
}

/// What is not read yet.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn peek(&self) -> Option<char> {
        self.0.chars().next()
    }

    fn while_is(&mut self, is: impl Fn(char) -> bool) -> &'a str {
        let end = self.0.find(|letter| !is(letter)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    fn digits(&mut self) -> &'a str {
        self.while_is(|letter| letter.is_ascii_digit())
    }

    fn number(&mut self, most: usize) -> Option<u32> {
        let digits = self.digits();
        (digits.len() <= most).then(|| digits.parse().ok())?
    }

    fn skip(&mut self, wanted: char) -> bool {
        let rest = self.0.strip_prefix(wanted);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn blanks(&mut self) {
        self.while_is(|letter| letter == ' ' || letter == '\t');
    }

    /// Whether afternoon or morning follows, read away.
    fn half(&mut self) -> Option<bool> {
        let mut after = Rest(self.0);
        after.blanks();
        let word = after.while_is(|letter| letter.is_ascii_alphabetic()).to_ascii_lowercase();
        let afternoon = match word.as_str() {
            "am" => false,
            "pm" => true,
            _ => return None,
        };
        self.0 = after.0;
        Some(afternoon)
    }
}

/// What was read.
#[derive(Default)]
struct Parts {
    /// Numbers of the date in their order, each with its digits.
    numbers: Vec<(u32, usize)>,
    month: Option<Month>,
    weekday: Option<Weekday>,
    /// Seconds of the day.
    time: Option<i64>,
    /// Seconds that local time is before UTC.
    offset: Option<i64>,
}

impl Parts {
    /// Reads what comes next.
    fn take(&mut self, rest: &mut Rest<'_>) -> Option<()> {
        match rest.peek()? {
            ' ' | '\t' | ',' => {
                rest.while_is(|letter| matches!(letter, ' ' | '\t' | ','));
                Some(())
            }
            letter if letter.is_ascii_digit() => self.number(rest),
            letter if letter.is_ascii_alphabetic() => self.word(rest),
            '/' | '.' if self.expects_more() => rest.skip(rest.peek()?).then_some(()),
            '-' if self.time.is_none() && self.expects_more() => rest.skip('-').then_some(()),
            '+' | '-' if self.offset.is_none() => self.zone(rest),
            _ => None,
        }
    }

    /// Whether the date lacks something that a separator can come before.
    fn expects_more(&self) -> bool {
        let read = self.numbers.len() + usize::from(self.month.is_some());
        (1..3).contains(&read)
    }

    fn number(&mut self, rest: &mut Rest<'_>) -> Option<()> {
        let digits = rest.digits();
        if rest.peek() == Some(':') {
            return self.clock(digits, rest);
        }
        if let Some(afternoon) = rest.half() {
            return self.set_time(hour(digits, Some(afternoon))?, 0, 0);
        }
        if digits.len() > 4 || self.numbers.len() == 3 {
            return None;
        }
        self.numbers.push((digits.parse().ok()?, digits.len()));
        Some(())
    }

    fn clock(&mut self, hours: &str, rest: &mut Rest<'_>) -> Option<()> {
        rest.skip(':');
        let minutes = rest.number(2)?;
        let mut seconds = 0;
        if rest.skip(':') {
            seconds = rest.number(2)?;
            // What is smaller than a second does not count here.
            if rest.skip('.') && rest.digits().is_empty() {
                return None;
            }
        }
        let hours = hour(hours, rest.half())?;
        self.set_time(hours, minutes, seconds)
    }

    fn set_time(&mut self, hours: u32, minutes: u32, seconds: u32) -> Option<()> {
        if self.time.is_some() || minutes > 59 || seconds > 59 {
            return None;
        }
        self.time = Some(i64::from(hours * 3600 + minutes * 60 + seconds));
        Some(())
    }

    fn word(&mut self, rest: &mut Rest<'_>) -> Option<()> {
        let word = rest.while_is(|letter| letter.is_ascii_alphabetic()).to_ascii_lowercase();
        if let Some(month) = named(&MONTHS, &word) {
            return self.month.replace(month).is_none().then_some(());
        }
        if let Some(weekday) = named(&WEEKDAYS, &word) {
            return self.weekday.replace(weekday).is_none().then_some(());
        }
        match word.as_str() {
            "t" if self.time.is_none() && self.numbers.first().is_some_and(is_year) => {
                rest.peek()?.is_ascii_digit().then_some(())
            }
            "z" | "gmt" => self.offset.replace(0).is_none().then_some(()),
            _ => None,
        }
    }

    /// `+02:00`, `-0800`, `+2`.
    fn zone(&mut self, rest: &mut Rest<'_>) -> Option<()> {
        let sign = if rest.skip('-') { 1 } else { -i64::from(rest.skip('+')) };
        let digits = rest.digits();
        let (hours, minutes) = match digits.len() {
            1 | 2 if rest.skip(':') => (digits.parse::<i64>().ok()?, rest.number(2)?),
            1 | 2 => (digits.parse().ok()?, 0),
            3 | 4 => {
                let (hours, minutes) = digits.split_at(digits.len() - 2);
                (hours.parse().ok()?, minutes.parse().ok()?)
            }
            _ => return None,
        };
        let seconds = hours * 3600 + i64::from(minutes) * 60;
        if minutes > 59 || seconds > 14 * 3600 {
            return None;
        }
        self.offset = Some(sign * seconds);
        Some(())
    }

    fn moment(&self) -> Option<i64> {
        let date = self.date()?;
        if self.weekday.is_some_and(|weekday| weekday != date.weekday()) {
            return None;
        }
        let day = date.midnight().assume_utc().unix_timestamp();
        Some(day + self.time.unwrap_or(0) + self.offset.unwrap_or(0))
    }

    fn date(&self) -> Option<Date> {
        let (month, day, year) = match (self.month, self.numbers.as_slice()) {
            (Some(month), [year]) if is_year(year) => (month, FIRST, *year),
            (Some(month), [year, day]) if is_year(year) => (month, *day, *year),
            (Some(month), [day, year]) => (month, *day, *year),
            (None, [year, month]) if is_year(year) => (numbered(*month)?, FIRST, *year),
            (None, [month, year]) if is_year(year) => (numbered(*month)?, FIRST, *year),
            (None, [year, month, day]) if is_year(year) => (numbered(*month)?, *day, *year),
            (None, [month, day, year]) => (numbered(*month)?, *day, *year),
            _ => return None,
        };
        if is_year(&day) {
            return None;
        }
        Date::from_calendar_date(self::year(year)?, month, u8::try_from(day.0).ok()?).ok()
    }
}

/// The first day of a month.
const FIRST: (u32, usize) = (1, 1);

/// Whether a number has more digits than a day or a month.
const fn is_year((_, digits): &(u32, usize)) -> bool {
    *digits > 2
}

fn named<T: Copy>(known: &[(&str, T)], word: &str) -> Option<T> {
    let found = known.iter().find(|(name, _)| *name == word || name.get(..3) == Some(word));
    found.map(|(_, value)| *value)
}

fn numbered((month, digits): (u32, usize)) -> Option<Month> {
    let at = usize::try_from(month).ok()?.checked_sub(1).filter(|_| digits < 3)?;
    MONTHS.get(at).map(|(_, month)| *month)
}

fn year((year, digits): (u32, usize)) -> Option<i32> {
    let year = i32::try_from(year).ok()?;
    if is_year(&(0, digits)) {
        return Some(year).filter(|year| *year > 0);
    }
    let near = TWO_DIGITS_END / 100 * 100 + year;
    Some(if near > TWO_DIGITS_END { near - 100 } else { near })
}

/// The hour of the day.
fn hour(digits: &str, afternoon: Option<bool>) -> Option<u32> {
    let hour: u32 = (1..=2).contains(&digits.len()).then(|| digits.parse().ok())??;
    match afternoon {
        None => (hour < 24).then_some(hour),
        Some(false) => (hour <= 12).then_some(hour % 12),
        // 13:02 PM is taken.
        Some(true) => (hour < 24).then_some(hour % 12 + 12),
    }
}

#[cfg(test)]
mod tests {
    use crate::surface::moment::parse_moment;

    /// Each with what `[datetime]` of PowerShell 7.6 makes of it where local time is UTC.
    #[test]
    fn texts_are_the_dates_that_powershell_makes_of_them() {
        for (text, moment) in [
            ("05/30/2019 00:00:00", Some(1_559_174_400)),
            ("May 30, 2019", Some(1_559_174_400)),
            ("May 30 2019", Some(1_559_174_400)),
            ("30 May 2019", Some(1_559_174_400)),
            ("30-May-2019", Some(1_559_174_400)),
            ("2019 May 30", Some(1_559_174_400)),
            ("2019-May-30", Some(1_559_174_400)),
            ("May 2019", Some(1_556_668_800)),
            ("Thursday, May 30, 2019", Some(1_559_174_400)),
            ("Thu, 30 May 2019 10:11:12 GMT", Some(1_559_211_072)),
            ("Friday, May 30, 2019", None),
            ("5/30/2019 1:02 PM", Some(1_559_221_320)),
            ("5/30/2019 1:02:03 PM", Some(1_559_221_323)),
            ("5/30/2019 13:02:03", Some(1_559_221_323)),
            ("5/30/2019 13:02 PM", Some(1_559_221_320)),
            ("5/30/2019 12:00 AM", Some(1_559_174_400)),
            ("5/30/2019 12:00 PM", Some(1_559_217_600)),
            ("5/30/2019 0:10 AM", Some(1_559_175_000)),
            ("5/30/2019 10 PM", Some(1_559_253_600)),
            ("5/30/2019 10PM", Some(1_559_253_600)),
            ("5/30/2019 10:00 p", None),
            ("5/30/19", Some(1_559_174_400)),
            ("5/30/49", Some(2_505_945_600)),
            ("5/30/50", Some(-618_278_400)),
            ("5/30/9", Some(1_243_641_600)),
            ("5-30-2019", Some(1_559_174_400)),
            ("5.30.2019", Some(1_559_174_400)),
            ("2019/5/30", Some(1_559_174_400)),
            ("2019.5.30", Some(1_559_174_400)),
            ("2019-05-30", Some(1_559_174_400)),
            ("2019-05-30 10:11", Some(1_559_211_060)),
            ("2019-05-30 10:11:12", Some(1_559_211_072)),
            ("2019-05-30T10:11", Some(1_559_211_060)),
            ("2019-05-30T10:11:12", Some(1_559_211_072)),
            ("2019-05-30T10:11:12.5", Some(1_559_211_072)),
            ("2019-05-30 10:11:12Z", Some(1_559_211_072)),
            ("2019-05-30T10:11Z", Some(1_559_211_060)),
            ("2019-05-30 10:11:12 +02:00", Some(1_559_203_872)),
            ("2019-05-30 10:11:12 -0800", Some(1_559_239_872)),
            ("2019-05-30 10:11:12+2", Some(1_559_203_872)),
            ("5/30/2019 10:11:12 AM +02:00", Some(1_559_203_872)),
            ("31/12/9999", None),
            ("12/31/9999", Some(253_402_214_400)),
            ("12/31/9999 23:59:59", Some(253_402_300_799)),
            ("December 31, 9999", Some(253_402_214_400)),
            ("Dec 31 9999 11:59:59 PM", Some(253_402_300_799)),
            ("9999-12-31T23:59:59-08:00", None),
            ("9999-12-31T23:59:59.9999999", Some(253_402_300_799)),
            ("0001-01-01", Some(-62_135_596_800)),
            ("1/1/0001", Some(-62_135_596_800)),
            ("20190530", None),
            ("2019-150", None),
            ("2019", None),
            ("2/29/2019", None),
            ("2/29/2020", Some(1_582_934_400)),
            ("13/1/2019", None),
            ("5/30/2019 24:00", None),
            ("5/30/2019 23:60", None),
            ("5/30/2019 23:59:60", None),
            ("May 30, 2019 10:00 AM", Some(1_559_210_400)),
            ("10:00 May 30, 2019", Some(1_559_210_400)),
            ("10:00:00 5/30/2019", Some(1_559_210_400)),
            ("May, 30, 2019", Some(1_559_174_400)),
            ("Thu May 30 2019", Some(1_559_174_400)),
            ("30 May 19", Some(1_559_174_400)),
            ("May 30, 19", Some(1_559_174_400)),
            ("Sept 5, 2019", None),
            ("5 / 30 / 2019", Some(1_559_174_400)),
            ("5/30/2019T10:11:12", None),
            ("2019-05-30Z", Some(1_559_174_400)),
            ("2019-05-30+02:00", Some(1_559_167_200)),
            ("2019-5-30", Some(1_559_174_400)),
            ("05/2019", Some(1_556_668_800)),
            ("2019/05", Some(1_556_668_800)),
            ("30/May/2019", Some(1_559_174_400)),
            ("May-30-2019", Some(1_559_174_400)),
            ("30.May.2019", Some(1_559_174_400)),
            ("5/30/2019  10:11", Some(1_559_211_060)),
            ("5/30/2019,10:11", Some(1_559_211_060)),
            ("5/30/2019 10:11 UTC", None),
            ("5/30/2019 10.11", None),
            ("12/27/2016 12:01 AM", Some(1_482_796_860)),
            ("99/1/1", None),
            ("999/1/1", Some(-30_641_760_000)),
            ("1/1/999", Some(-30_641_760_000)),
            ("1/1/10000", None),
        ] {
            assert_eq!(parse_moment(text), moment, "{text}");
        }
    }
}
