//! Keys as bytes whose order is the order of the values: what makes range scans possible.
//!
//! Numbers are big-endian, signed ones with the sign bit flipped; texts end in `00 00` with inner zeros escaped, so
//! that any key can be followed by another in a tuple.

use crate::domain::{
    ids::{
        AlertId, DebitAuthorizationId, DeliveryId, ImportId, MerchantAccountId, MethodRequestId, OccurrenceId,
        OperationKey, PayerId, PaymentMethodId, PaymentPageId, PaymentRequestId, PortalLinkId, PortalLoginId, RefundId,
        ReportId, ReportRunId, ScheduleGroupId, ScheduleId, TransactionId, UserId,
    },
    time::{Day, Timestamp},
};

/// A value that can be (part of) a key.
pub trait Key: Sized {
    /// Appends the bytes of this key.
    fn write(&self, out: &mut Vec<u8>);

    /// Takes a key off the front of `bytes`; `None` when they are not one.
    fn read(bytes: &mut &[u8]) -> Option<Self>;
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*head)
}

impl Key for () {
    fn write(&self, _: &mut Vec<u8>) {}

    fn read(_: &mut &[u8]) -> Option<Self> {
        Some(())
    }
}

impl Key for u8 {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        take::<1>(bytes).map(|[byte]| byte)
    }
}

impl Key for u64 {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_be_bytes());
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        take(bytes).map(Self::from_be_bytes)
    }
}

impl Key for [u8; 32] {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        take(bytes)
    }
}

impl Key for Timestamp {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&(self.ms() ^ i64::MIN).to_be_bytes());
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        take(bytes).map(|raw| Self::from_ms(i64::from_be_bytes(raw) ^ i64::MIN))
    }
}

impl Key for Day {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.number().to_be_bytes());
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        take(bytes).map(|raw| Self::from_number(u32::from_be_bytes(raw)))
    }
}

impl Key for String {
    fn write(&self, out: &mut Vec<u8>) {
        for byte in self.bytes() {
            out.push(byte);
            if byte == 0 {
                out.push(u8::MAX);
            }
        }
        out.extend_from_slice(&[0, 0]);
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let mut text = Vec::new();
        loop {
            let [byte] = take::<1>(bytes)?;
            if byte != 0 {
                text.push(byte);
                continue;
            }
            match take::<1>(bytes)? {
                [0] => return Self::from_utf8(text).ok(),
                [u8::MAX] => text.push(0),
                [_] => return None,
            }
        }
    }
}

impl Key for OperationKey {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_str().as_bytes());
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let raw = take::<{ Self::LENGTH }>(bytes)?;
        Self::parse(std::str::from_utf8(&raw).ok()?).ok()
    }
}

macro_rules! id_keys {
    ($($name:ident),+ $(,)?) => {$(
        impl Key for $name {
            fn write(&self, out: &mut Vec<u8>) {
                self.get().write(out);
            }

            fn read(bytes: &mut &[u8]) -> Option<Self> {
                u64::read(bytes).map(Self::new)
            }
        }
    )+};
}

id_keys!(
    TransactionId,
    RefundId,
    PayerId,
    PaymentMethodId,
    MerchantAccountId,
    UserId,
    DeliveryId,
    ReportId,
    ReportRunId,
    ScheduleId,
    AlertId,
    DebitAuthorizationId,
    MethodRequestId,
    ScheduleGroupId,
    ImportId,
    PaymentPageId,
    PaymentRequestId,
    PortalLoginId,
    PortalLinkId,
);

impl Key for OccurrenceId {
    fn write(&self, out: &mut Vec<u8>) {
        self.schedule.write(out);
        out.extend_from_slice(&self.number.to_be_bytes());
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let schedule = ScheduleId::read(bytes)?;
        take(bytes).map(|raw| Self { schedule, number: u32::from_be_bytes(raw) })
    }
}

impl<A: Key, B: Key> Key for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        Some((A::read(bytes)?, B::read(bytes)?))
    }
}

impl<A: Key, B: Key, C: Key> Key for (A, B, C) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
        self.2.write(out);
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        Some((A::read(bytes)?, B::read(bytes)?, C::read(bytes)?))
    }
}

/// The beginning of a text key: written without the end mark.
pub(super) struct Prefix(pub(super) String);

impl Key for Prefix {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.0.as_bytes());
    }

    fn read(_: &mut &[u8]) -> Option<Self> {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bytes(key: &impl Key) -> Vec<u8> {
        let mut out = Vec::new();
        key.write(&mut out);
        out
    }

    proptest! {
        #[test]
        fn the_order_of_keys_is_the_order_of_their_bytes(
            a in (".{0,6}", any::<i64>(), any::<u64>()), b in (".{0,6}", any::<i64>(), any::<u64>()),
        ) {
            let key = |(text, ms, number): &(String, i64, u64)| (text.clone(), Timestamp::from_ms(*ms), *number);
            let (a, b) = (key(&a), key(&b));
            prop_assert_eq!(a.cmp(&b), bytes(&a).cmp(&bytes(&b)));
        }

        #[test]
        fn keys_read_back(text in "\\PC{0,8}|\u{0}{0,3}", ms in any::<i64>(), number in any::<u64>()) {
            let key = (text, Timestamp::from_ms(ms), TransactionId::new(number));
            let raw = bytes(&key);
            let mut rest = raw.as_slice();
            prop_assert_eq!(Key::read(&mut rest), Some(key));
            prop_assert!(rest.is_empty());
        }
    }

    #[test]
    fn broken_keys_are_refused() {
        for raw in [&[][..], &[1, 2], &[0], &[b'a', 0], &[b'a', 0, 7, 0, 0]] {
            assert_eq!(String::read(&mut &raw[..]), None);
            assert_eq!(u64::read(&mut &raw[..]), None);
        }
        assert_eq!(OperationKey::read(&mut &[b'1'; 26][..]), None);
    }
}
