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

#[test]
fn who_has_shown_a_token_stays_while_strangers_are_there_and_at_work_whoever_comes() {
    let seats = Arc::new(Seats::default());
    let proven: Vec<_> = (0..MOST_CONNECTIONS - 1).map(|_| speaking(&seats, address(1))).collect();
    proven.iter().for_each(|seat| seat.prove());
    let strangers: Vec<_> = (0..50).map(|_| speaking(&seats, address(2))).collect();
    assert!(proven.iter().all(|seat| is_held(seat)));
    assert_eq!(strangers.iter().filter(|seat| is_held(seat)).count(), 1);

    strangers.iter().for_each(|seat| seat.prove());
    let mut asking: Vec<_> = proven.iter().skip(2).map(|seat| seat.asks()).collect();
    asking.extend(strangers.iter().map(|seat| seat.asks()));
    drop(proven.first().unwrap().asks());
    let newcomer = speaking(&seats, address(3));
    newcomer.prove();
    assert!(!is_held(proven.get(1).unwrap()), "idle longest");
    let _asks = newcomer.asks();
    let _asks_too = speaking(&seats, address(3)).asks();
    assert!(!is_held(proven.first().unwrap()), "idle");
}

#[test]
fn where_all_are_at_work_nobody_is_driven_away() {
    let seats = Arc::new(Seats::default());
    let all: Vec<_> = (0..MOST_CONNECTIONS).map(|_| speaking(&seats, address(1))).collect();
    let asking: Vec<_> = all.iter().map(|seat| seat.asks()).collect();
    all.iter().for_each(|seat| seat.prove());
    assert!(!seats.enter(address(2)).speaks());
    assert!(all.iter().all(|seat| is_held(seat)));
    drop(asking);
    assert!(seats.enter(address(2)).speaks());
    seats.make_room();
    assert_eq!(all.iter().filter(|seat| is_held(seat)).count(), MOST_CONNECTIONS - 2);
}
