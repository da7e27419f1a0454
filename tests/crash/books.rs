//! The books of a stopped data folder, ours and the sandbox's, compared with each other and with what people were told.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use clientpay::{
    app::EngineBooks,
    domain::{
        ids::{OperationKey, TransactionId},
        time::Timestamp,
        transaction::{Event, Status, Transaction},
    },
    gateway::{Gateway as _, LookUp, sandbox::Sandbox},
    store::{
        engine::{Direction, redb::Redb},
        open::ReadOnly,
        outbox,
        table::{Reader, Records as _},
        tables::TRANSACTIONS,
        transactions,
    },
};

use super::{
    load::{Card, Told, Work},
    tally::Tally,
};

/// When the books are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The process has just been killed.
    Crashed,
    /// Every outcome was found out before it was stopped.
    AtRest,
}

/// How well the processor itself is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Processor {
    Sound,
    /// Its disk fails as ours does, so that it may refuse what it would approve.
    Failing,
}

/// Both books.
pub struct Books {
    reader: Reader,
    sandbox: Sandbox,
    _store: ReadOnly,
}

impl Books {
    /// Opens the books of a folder that nobody serves from.
    pub fn open(folder: &Path) -> Result<Self, String> {
        let store = ReadOnly::open(folder).map_err(|error| error.to_string())?;
        let engine = Redb::open(&folder.join("sandbox.redb"), 1 << 20).map_err(|error| error.to_string())?;
        let now = Timestamp::from_ms(0);
        let sandbox = Sandbox::new(Arc::new(EngineBooks(Arc::new(engine))), [0; 32], Arc::new(move || now));
        Ok(Self { reader: store.reader().map_err(|error| error.to_string())?, sandbox, _store: store })
    }

    fn ours(&self, key: &OperationKey) -> Option<Transaction> {
        transactions::transaction_by_key(&self.reader, key).unwrap()
    }

    /// Whether the sandbox took money.
    async fn charged(&self, key: &OperationKey) -> bool {
        let view = self.sandbox.look_up(LookUp::Key(key)).await.unwrap();
        view.and_then(|view| view.outcome).is_some_and(|outcome| outcome.event == Event::Approve)
    }

    /// The keys of everything that the sandbox's feed tells of.
    async fn fed(&self) -> Vec<OperationKey> {
        let (mut keys, mut cursor) = (Vec::new(), None);
        loop {
            let news = self.sandbox.poll(cursor.as_deref()).await.unwrap();
            if news.keys.is_empty() {
                return keys;
            }
            keys.extend(news.keys);
            cursor = news.cursor;
        }
    }

    /// Compares what was sent and told with both books.
    pub async fn compare(&self, work: &Work, moment: Moment, processor: Processor) -> Tally {
        let mut tally = Tally { sent: work.sent.len(), answered: work.answers(), ..Tally::default() };
        for sent in &work.sent {
            let (ours, charged) = (self.ours(&sent.form.key), self.charged(&sent.form.key).await);
            let payer = &sent.form.payer;
            match (&sent.told, &ours) {
                (Told::Payment(id), ours) if ours.as_ref().is_none_or(|ours| ours.id.get() != *id) => {
                    tally.lost.push(format!("{payer} was told of payment {id}, and it is not there"));
                }
                (Told::NotCharged, _) if charged => {
                    tally.wrong.push(format!("{payer} was told that nothing was charged, and was charged"));
                }
                _ => {}
            }
            tally.demand(ours.is_some() || !charged, || format!("{payer} was charged and we know nothing of it"));
            let Some(ours) = ours else { continue };
            if moment == Moment::AtRest {
                tally.demand(ours.status.is_collected() == charged, || {
                    format!("{payer}: {} with us, charged by the sandbox: {charged}", ours.status.code())
                });
                let may_be = sent.told == Told::Nothing
                    || may_become(sent.card, ours.status)
                    || processor == Processor::Failing && ours.status == Status::Failed;
                tally.demand(may_be, || format!("{payer}: {} with {:?}", ours.status.code(), sent.card));
            }
        }
        for resent in &work.resent {
            let known = outbox::of_transaction(&self.reader, TransactionId::new(resent.payment)).unwrap();
            if !known.iter().any(|delivery| delivery.recipients.contains(&resent.address)) {
                tally.lost.push(format!("{} was promised a receipt, and there is none", resent.address));
            }
        }
        self.look_for_doubles(&mut tally).await;
        tally
    }

    /// Each payer of ours pays once, so two payments of one are a payment twice; and each charge is one of ours.
    async fn look_for_doubles(&self, tally: &mut Tally) {
        let mut by_payer: BTreeMap<String, u64> = BTreeMap::new();
        for row in self.reader.all(TRANSACTIONS, Direction::Forward).unwrap() {
            let payment = row.unwrap().1;
            if payment.payer_name.starts_with("Crash Payer") {
                *by_payer.entry(payment.payer_name).or_default() += 1;
            }
        }
        let twice = by_payer.into_iter().filter(|(_, payments)| *payments > 1);
        tally.doubled.extend(twice.map(|(payer, payments)| format!("{payer} has {payments} payments")));
        for key in self.fed().await {
            tally.demand(self.ours(&key).is_some(), || format!("the sandbox knows of {key} and we do not"));
        }
    }
}

/// What may come of a card once everything is found out; a clock that jumped may have settled it meanwhile.
const fn may_become(card: Card, status: Status) -> bool {
    match card {
        Card::Approved | Card::AnswerLost => matches!(status, Status::Captured | Status::Settled),
        Card::Declined => matches!(status, Status::Declined),
        Card::CallLost => matches!(status, Status::Failed),
    }
}
