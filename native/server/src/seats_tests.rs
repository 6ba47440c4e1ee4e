//! Who gives way to whom.
#![allow(clippy::unwrap_used)]

use super::*;

fn address(last: u8) -> IpAddr {
    IpAddr::from([192, 0, 2, last])
}

/// Whether it may go on.
fn is_held(seat: &Seat) -> bool {
    seat.all.state().held.contains_key(&seat.id)
}

fn speaking(seats: &Arc<Seats>, from: IpAddr) -> Arc<Seat> {
    let seat = seats.enter(from);
    assert!(seat.speaks());
    Arc::new(seat)
}

#[tokio::test]
async fn who_does_not_speak_gives_way_to_newcomers_and_takes_no_place_of_who_does() {
    let seats = Arc::new(Seats::default());
    let stranger = speaking(&seats, address(1));
    let silent: Vec<_> = (0..3 * MOST_HANDSHAKES).map(|_| seats.enter(address(1))).collect();
    let kept = silent.iter().filter(|seat| is_held(seat)).count();
    assert_eq!(kept, MOST_HANDSHAKES);
    assert!(is_held(silent.last().unwrap()) && is_held(&stranger));
    silent.first().unwrap().gives_way().await;
    assert!(!silent.first().unwrap().speaks(), "its place is another's");
    drop(silent);
    assert_eq!(seats.state().held.len(), 1);
}

#[test]
fn an_address_that_connects_without_end_drives_its_own_connections_away() {
    let seats = Arc::new(Seats::default());
    let other = seats.enter(address(2));
    let flood: Vec<_> = (0..2 * MOST_HANDSHAKES).map(|_| seats.enter(address(1))).collect();
    assert!(is_held(&other) && other.speaks());
    let networks: Vec<_> = (0..MOST_CONNECTIONS).map(|_| speaking(&seats, address(1))).collect();
    assert!(is_held(&other) && !is_held(networks.first().unwrap()));
    assert!(flood.iter().filter(|seat| is_held(seat)).count() <= MOST_HANDSHAKES);
    let (one, same) = ("2001:db8::1".parse().unwrap(), "2001:db8::ffff:1".parse().unwrap());
    assert_eq!(network(one), network(same));
    assert_ne!(network(one), network("2001:db8:0:1::1".parse().unwrap()));
}

/// So many that have proved themselves, of as many applications as that takes.
fn proven(seats: &Arc<Seats>, many: usize, from: IpAddr) -> Vec<Arc<Seat>> {
    let of = |number: usize| {
        let seat = speaking(seats, from);
        seat.prove(&format!("app-{}", number / MOST_OF_ONE), "r");
        seat
    };
    (0..many).map(of).collect()
}

fn is_proven(seat: &Seat) -> bool {
    seat.all.state().held.get(&seat.id).is_some_and(|held| held.standing == Standing::Proven)
}

#[test]
fn who_has_proved_itself_stays_while_strangers_are_there_and_at_work_whoever_comes() {
    let seats = Arc::new(Seats::default());
    let known = proven(&seats, MOST_CONNECTIONS - 1, address(1));
    let strangers: Vec<_> = (0..50).map(|_| speaking(&seats, address(2))).collect();
    assert!(known.iter().all(|seat| is_held(seat)));
    assert_eq!(strangers.iter().filter(|seat| is_held(seat)).count(), 1);

    strangers.iter().for_each(|seat| seat.prove("another", "r"));
    let mut working: Vec<_> = known.iter().skip(2).map(|seat| seat.works()).collect();
    working.extend(strangers.iter().map(|seat| seat.works()));
    drop(known.first().unwrap().works());
    let newcomer = speaking(&seats, address(3));
    newcomer.prove("a-third", "r");
    assert!(!is_held(known.get(1).unwrap()), "idle longest");
    let _works = newcomer.works();
    let _works_too = speaking(&seats, address(3)).works();
    assert!(!is_held(known.first().unwrap()), "idle");
}

#[test]
fn where_all_are_at_work_nobody_is_driven_away() {
    let seats = Arc::new(Seats::default());
    let all = proven(&seats, MOST_CONNECTIONS, address(1));
    let working: Vec<_> = all.iter().map(|seat| seat.works()).collect();
    assert!(!seats.enter(address(2)).speaks());
    assert!(all.iter().all(|seat| is_held(seat)));
    drop(working);
    assert!(seats.enter(address(2)).speaks());
    seats.make_room();
    assert_eq!(all.iter().filter(|seat| is_held(seat)).count(), MOST_CONNECTIONS - 2);
}

#[test]
fn an_application_has_so_many_that_count_and_the_others_are_served_and_go_first() {
    let seats = Arc::new(Seats::default());
    let many: Vec<_> = (0..2 * MOST_OF_ONE).map(|_| speaking(&seats, address(1))).collect();
    many.iter().for_each(|seat| seat.prove("app", "r"));
    assert!(many.iter().all(|seat| is_held(seat)), "nobody is driven away while there is room");
    let (earlier, later) = many.split_at(MOST_OF_ONE);
    assert!(
        later.iter().all(|seat| is_proven(seat)) && !earlier.iter().any(|seat| is_proven(seat))
    );

    // The ones that are used count, and one that works longer than one that does not.
    let works = later.first().unwrap().works();
    let used = earlier.first().unwrap();
    assert!(used.is_of("app", "r"), "that is not looked up again");
    used.prove("app", "r");
    assert!(is_proven(used) && is_proven(later.first().unwrap()));
    assert!(!is_proven(later.get(1).unwrap()));
    drop(works);

    // Others that come take the places of those that do not count.
    let idle = proven(&seats, MOST_OF_ONE, address(2));
    let _flood: Vec<_> = (0..MOST_CONNECTIONS).map(|_| speaking(&seats, address(3))).collect();
    assert!(is_held(used) && idle.iter().all(|seat| is_held(seat)));
}

#[test]
fn one_application_fills_no_places_however_many_of_its_requests_are_at_work() {
    let seats = Arc::new(Seats::default());
    let other = speaking(&seats, address(2));
    other.prove("other", "r");
    let many: Vec<_> = (0..MOST_CONNECTIONS - 1).map(|_| speaking(&seats, address(1))).collect();
    many.iter().for_each(|seat| seat.prove("app", "r"));
    let _working: Vec<_> = many.iter().map(|seat| seat.works()).collect();
    let newcomer = seats.enter(address(3));
    assert!(newcomer.speaks() && is_held(&other));
    let kept = many.iter().filter(|seat| is_held(seat)).count();
    assert_eq!(kept, MOST_CONNECTIONS - 2, "one of them gave way");
}

#[test]
fn of_strangers_those_at_work_give_way_last() {
    let seats = Arc::new(Seats::default());
    let many: Vec<_> = (0..MOST_CONNECTIONS).map(|_| speaking(&seats, address(1))).collect();
    many.iter().for_each(|seat| seat.prove("app", "r"));
    let first = many.first().unwrap();
    assert!(!is_proven(first));
    let _works = first.works();
    assert!(seats.enter(address(1)).speaks());
    assert!(is_held(first) && !is_held(many.get(1).unwrap()));
}

#[test]
fn who_is_registered_no_more_or_anew_has_proved_nothing() {
    let seats = Arc::new(Seats::default());
    let seat = speaking(&seats, address(1));
    seat.prove("app", "first");
    assert!(
        seat.is_of("app", "first") && !seat.is_of("app", "second") && !seat.is_of("b", "first")
    );
    seat.disprove();
    assert!(!is_proven(&seat) && !seat.is_of("app", "first"));
    seat.prove("app", "second");
    assert!(is_proven(&seat) && seat.is_of("app", "second"));
}
