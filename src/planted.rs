//! Defects on purpose: the simulation proves that it would find each of them.
//!
//! Without the feature `planted-bugs` there are none and [`is`] is the constant `false`; with it, one at a time can be
//! planted per thread. A release build cannot have the feature.

#[cfg(all(feature = "planted-bugs", not(debug_assertions)))]
compile_error!("the feature `planted-bugs` is for tests: a release build cannot have it");

macro_rules! bugs {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// One defect.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Bug {
            $($(#[$doc])* $name,)+
        }

        impl Bug {
            /// Every defect.
            pub const ALL: &[Self] = &[$(Self::$name),+];
        }
    };
}

bugs! {
    /// The processor is called for a payment that was never written.
    IntentNotWritten,
    /// A lost answer is taken for a refusal.
    LostIsFailed,
    /// A lost answer is answered by charging again under a new key.
    LostIsRetried,
    /// A form that was sent before is taken for a new one.
    KnownKeyIgnored,
    /// Every payment goes to the first account.
    AccountSwapped,
    /// The cents are not charged.
    CentsDropped,
    /// News that was told before is told again.
    OldNewsAgain,
    /// What is learned of a payment that stays where it is is not journalled.
    DetailsUntold,
    /// Every approval queues a receipt, not only the first.
    ReceiptTwice,
    /// A receipt is queued whatever the answer was.
    ReceiptForDecline,
    /// A payment whose answer was lost at first gets no receipt.
    ReceiptForgotten,
    /// The number of the card is kept as its holder's name.
    CardNumberKept,
    /// "Never heard of it" is believed at once.
    NoGrace,
    /// What was opened and given up is left open at the processor.
    NotCancelled,
    /// The place in the news moves on before the news was read.
    CursorFirst,
    /// The first line of each page of news is overlooked.
    NewsSkipped,
    /// What was written and never sent is not looked into.
    CreatedForgotten,
    /// Refunds are not looked into.
    RefundsForgotten,
    /// What is being given back is not set aside.
    RefundNotReserved,
    /// A refund whose answer was lost is taken for refused.
    RefundLostIsFailed,
    /// A refund whose answer was lost is sent again under a new key.
    RefundRetried,
    /// A part of a payment that has not settled is voided.
    PartVoided,
    /// A refund that fails after it was taken on is not heard of.
    RefundFailureIgnored,
    /// The payer is told of a refund each time something is heard of it.
    NoticeTwice,
    /// The payer is not told of a refund whose answer was lost at first.
    NoticeForgotten,
    /// A message is noted as sent before it is handed over.
    SentBeforeHanded,
    /// A message has another name at each attempt.
    NewNameEachTime,
    /// A commit that failed is answered like one that did not.
    AnsweredInDoubt,
    /// After a failed commit nothing is ever opened again.
    NeverReopened,
    /// A database that is older than it was is opened.
    RolledBackAccepted,
    /// The end of the journal is not noted beside the database.
    HeadNotNoted,
    /// A payment is counted where it stands without being taken from where it stood.
    TotalsDrift,
    /// An open outcome is missing from the list of open outcomes.
    UnresolvedUnlisted,
    /// Trouble is written without the alert about it.
    AlertForgotten,
    /// An alert stays open after its trouble is over.
    AlertNotClosed,
    /// A bank debit is counted as money when it is submitted.
    DebitIsMoney,
    /// A bank debit that came back is presented once too often.
    PresentedTooOften,
    /// A return is forgotten in the totals.
    ReturnNotCounted,
    /// The payer is not told of a return.
    ReturnNotTold,
    /// An entry of the journal does not carry the hash of the one before.
    ChainBroken,
    /// What cannot be divided of a lump sum is not collected.
    RemainderLost,
    /// A payment of a schedule that is being collected is claimed once more.
    ClaimedTwice,
    /// The payments of a schedule are due at six by a clock that never changes to summer time.
    DueByWinterTime,
    /// A claim that was lost is made again under a new key.
    RandomKey,
    /// A payment of a schedule counts as collected when it is tried.
    CollectedOnAttempt,
    /// After downtime the payments that were due meanwhile are passed over.
    MissedForgotten,
    /// A payment of a schedule that came back stays collected.
    ReturnIgnored,
    /// Whoever got a schedule of a general one stays among those who wait for one.
    EnrolledTwice,
    /// A general schedule that was confirmed is not taken up after a crash.
    EnrolmentForgotten,
    /// What is left over when a refund is shared out among the parts of its payment goes to none of them.
    ShareRounded,
    /// A surcharge is added whatever kind of card it is.
    SurchargeOnDebit,
    /// Nobody looks whether there is one left before the last seat is sold.
    LastSeatTwice,
    /// What a declined payment was for is not put back.
    StockKept,
    /// A decline is missing from the list that makes its page careful.
    DeclineUnlisted,
    /// Nobody looks what is left of a request before it is paid.
    RestIgnored,
    /// What is being paid of a request is not set aside.
    PartNotHeld,
    /// A request takes payments after it was taken back.
    CancelledTakes,
    /// A link that was replaced still leads to its request.
    LinkSurvives,
    /// A client is reminded while their payment is on its way.
    RemindedMeanwhile,
    /// Nobody is told that more is paid of a request than was asked for.
    OverpaymentUntold,
    /// A bank debit on its way is not set aside from the request that it is for.
    DebitNotHeld,
    /// What a debit was for that came back is not owed again.
    ReturnStaysPaid,
    /// What a debit was for that came back is not put back.
    ReturnKeepsStock,
    /// What a payer signed for one debit is taken for what they signed for the next one like it.
    SignatureReused,
    /// Nobody looks what is left of a request before it is paid with a saved method.
    SavedBeyondRest,
    /// In the portal a method pays that somebody only typed.
    TypedMethodPays,
    /// In the portal another payer's method pays.
    AnothersMethodPays,
    /// A method that was removed or stopped while its payer chose it is charged.
    GoneMethodPays,
    /// Of two debits from a saved account the second goes by what was signed for the first.
    OneSignatureForBoth,
    /// What is tried in vain in the portal does not count.
    TriesUncounted,
    /// Whoever is signed in reaches every payer's requests.
    ReachIgnored,
}

#[cfg(not(feature = "planted-bugs"))]
mod ground {
    /// Whether this defect is planted: never.
    #[must_use]
    pub const fn is(_: super::Bug) -> bool {
        false
    }
}

#[cfg(feature = "planted-bugs")]
mod ground {
    use std::cell::Cell;

    use super::Bug;

    thread_local! {
        static PLANTED: Cell<Option<Bug>> = const { Cell::new(None) };
    }

    /// Whether this defect is planted on this thread.
    #[must_use]
    pub fn is(bug: Bug) -> bool {
        PLANTED.get() == Some(bug)
    }

    /// Plants one defect on this thread, or none.
    pub fn plant(bug: Option<Bug>) {
        PLANTED.set(bug);
    }
}

pub use ground::*;
