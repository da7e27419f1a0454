//! Slows down tries to sign in from one network address.
//!
//! The lock of an account stops guessing at one person; this stops trying one password on everybody.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use governor::{
    Quota, RateLimiter, clock::Clock as GovernorClock, middleware::NoOpMiddleware, state::keyed::DefaultKeyedStateStore,
};

use crate::app::Clock;

/// Tries that an address may make at once: an office behind one address signs in on Monday morning.
const BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(29);
/// Time after which an address has one more try.
const STEP: Duration = Duration::from_secs(10);
/// Addresses that are remembered. Once there are more, those that have all their tries again are forgotten; if that
/// is not enough, new ones share the tries of one.
const MAX_ADDRESSES: usize = 10_000;

/// Too many tries from one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries; wait {} s", .retry_after.as_secs())]
pub struct Throttled {
    /// When the next one is allowed; whole seconds, at least one.
    pub retry_after: Duration,
}

/// The portal's steady clock as the limiter wants it: a machine's clock set back a day would keep everybody out for a day.
#[derive(Clone)]
struct PortalClock(Arc<dyn Clock>);

impl GovernorClock for PortalClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.steady_ms()).unwrap_or_default())
    }
}

type Limiter<K> = RateLimiter<K, DefaultKeyedStateStore<K>, PortalClock, NoOpMiddleware<Duration>>;

/// Counts tries to sign in by address.
pub struct SignInThrottle {
    limiter: Limiter<IpAddr>,
    clock: PortalClock,
    /// When addresses were last forgotten, in whole seconds.
    forgot_at: AtomicU64,
}

impl SignInThrottle {
    /// Counts by this clock.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let clock = PortalClock(clock);
        let quota = Quota::with_period(STEP).unwrap_or_else(|| Quota::per_minute(NonZeroU32::MIN)).allow_burst(BURST);
        Self {
            limiter: RateLimiter::new(quota, DefaultKeyedStateStore::default(), clock.clone()),
            clock,
            forgot_at: AtomicU64::new(0),
        }
    }

    /// Counts a try from `peer`; whatever is not an address counts as one and the same.
    ///
    /// # Errors
    /// [`Throttled`] when there were too many.
    pub fn check(&self, peer: &str) -> Result<(), Throttled> {
        let key = self.key(peer);
        self.limiter.check_key(&key).map_err(|refused| {
            let now = self.clock.now();
            let wait = refused.wait_time_from(now);
            Throttled { retry_after: Duration::from_secs(wait.as_secs().saturating_add(1)) }
        })
    }

    /// Looks through all addresses, so not at each try of a flood but once in a while.
    fn forget(&self) {
        let now = self.clock.now().as_secs();
        let before = self.forgot_at.load(Ordering::Relaxed);
        if now.saturating_sub(before) >= STEP.as_secs() {
            self.forgot_at.store(now, Ordering::Relaxed);
            self.limiter.retain_recent();
        }
    }

    fn key(&self, peer: &str) -> IpAddr {
        let address = address_of(peer);
        if self.limiter.len() >= MAX_ADDRESSES {
            self.forget();
        }
        if self.limiter.len() >= MAX_ADDRESSES { NO_ADDRESS } else { address }
    }
}

/// What stands for whatever is not an address, and for those that there is no room for.
pub(super) const NO_ADDRESS: IpAddr = IpAddr::V6(Ipv6Addr::UNSPECIFIED);

/// The address under which a browser's tries are counted: an IPv6 customer holds a /64 at least, so its addresses count
/// together.
pub(super) fn address_of(peer: &str) -> IpAddr {
    match peer.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => IpAddr::V6(Ipv6Addr::from(u128::from(address) >> 64 << 64)),
        Ok(address) => address,
        Err(_) => NO_ADDRESS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{app::FixedClock, domain::time::Timestamp};

    fn throttle() -> (SignInThrottle, Arc<FixedClock>) {
        let clock = Arc::new(FixedClock::new(Timestamp::from_ms(1_795_000_000_000)));
        (SignInThrottle::new(clock.clone()), clock)
    }

    fn exhaust(throttle: &SignInThrottle, peer: &str) -> usize {
        (0..1_000).take_while(|_| throttle.check(peer).is_ok()).count()
    }

    #[test]
    fn an_address_runs_out_of_tries_and_gets_one_back_at_a_time() {
        let (throttle, clock) = throttle();
        assert_eq!(exhaust(&throttle, "192.0.2.1"), 30);
        let refused = throttle.check("192.0.2.1").unwrap_err();
        assert!((1..=11).contains(&refused.retry_after.as_secs()), "{refused:?}");
        clock.advance_ms(10_000);
        assert_eq!(exhaust(&throttle, "192.0.2.1"), 1);
    }

    #[test]
    fn addresses_are_counted_apart_but_those_of_one_customer_together() {
        let (throttle, _) = throttle();
        assert_eq!(exhaust(&throttle, "192.0.2.1"), 30);
        assert_eq!(exhaust(&throttle, "::ffff:192.0.2.1"), 0);
        assert_eq!(exhaust(&throttle, "192.0.2.2"), 30);
        assert_eq!(exhaust(&throttle, "2001:db8::1"), 30);
        assert_eq!(exhaust(&throttle, "2001:db8::2"), 0);
        assert_eq!(exhaust(&throttle, "not an address"), 30);
        assert_eq!(exhaust(&throttle, "nor this"), 0);
    }

    #[test]
    fn a_flood_of_addresses_does_not_fill_the_memory() {
        let (throttle, clock) = throttle();
        for number in 0..30_000u32 {
            let address = std::net::Ipv4Addr::from(number).to_string();
            throttle.check(&address).unwrap_or_default();
        }
        assert!(throttle.limiter.len() <= MAX_ADDRESSES + 1);
        assert!(throttle.check("198.51.100.7").is_err());
        clock.advance_ms(600_000);
        assert_eq!(exhaust(&throttle, "198.51.100.7"), 30, "it is forgotten in time");
    }

    /// A machine whose clock can be set, and whose time goes by all the same.
    struct Machine(std::sync::atomic::AtomicI64);

    impl Clock for Machine {
        fn now(&self) -> Timestamp {
            Timestamp::from_ms(self.0.load(Ordering::Relaxed))
        }

        fn steady_ms(&self) -> i64 {
            1_000
        }
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_out() {
        let machine = Arc::new(Machine(1_795_000_000_000.into()));
        let throttle = SignInThrottle::new(machine.clone());
        assert!(throttle.check("192.0.2.1").is_ok());
        machine.0.fetch_sub(86_400_000, Ordering::Relaxed);
        assert!(throttle.check("192.0.2.1").is_ok());
    }
}
