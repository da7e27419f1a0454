//! A client pays on a page: what they chose is priced here, and then charged like any other payment.

use std::collections::BTreeMap;

use crate::{
    app::App,
    domain::{
        accepted::Accepted,
        ids::{OperationKey, PaymentPageId},
        journal::{Actor, Fact, Subject},
        locale::{Language, Locale},
        merchant_account::MerchantAccount,
        money::{Currency, Money, PartsPerMillion},
        payment_page::{
            Kind, PaymentPage,
            guard::Alertness,
            order::Order,
            pricing::{self, Choice, Line, Priced, TaxMode, Taxed, Unpriceable},
        },
        time::Timestamp,
        transaction::{Kind as TransactionKind, Source, Status, Transaction},
    },
    service::{
        Authority,
        bank_debits::{self, Allowed, Consent},
        payers::PayerEntry,
        payments::{self, Extras, Keep, Surcharge, TakeError, TakePayment, Unsellable},
    },
    store::{StoreError, firm, payment_pages, table::Records, transactions},
};

use super::{
    admission::{Admitted, Turnstile},
    alertness,
    line::NotNow,
};

/// A page as clients see it.
#[derive(Clone, Debug)]
pub struct Open {
    /// The page.
    pub page: PaymentPage,
    /// Where the money goes; nothing while that account is closed.
    pub account: Option<MerchantAccount>,
    /// With what clients may pay into it; nothing where it takes nothing of what the page says.
    pub accepted: Option<Accepted>,
    /// How careful the page is.
    pub alertness: Alertness,
    /// How many are left of the items that are limited, by their number.
    pub left: BTreeMap<u32, u32>,
}

impl Open {
    /// Whether anybody can pay on it.
    #[must_use]
    pub const fn can_pay(&self) -> bool {
        self.page.open && self.accepted.is_some()
    }

    /// The currency of its prices.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.account.as_ref().map_or(Currency::USD, |account| account.currency)
    }
}

/// The page with this address, open or not.
pub fn find(app: &App, slug: &str) -> Result<Option<Open>, StoreError> {
    let reader = app.store.read()?;
    payment_pages::page_by_slug(&reader, slug)?.map(|page| as_seen(app, &reader, page)).transpose()
}

/// `page` as clients see it now.
pub fn as_seen(app: &App, records: &impl Records, page: PaymentPage) -> Result<Open, StoreError> {
    let mut left = BTreeMap::new();
    for item in page.content.items() {
        if let Some(stock) = item.stock {
            let free = u64::from(stock).saturating_sub(payment_pages::taken(records, page.id, item.id)?);
            left.insert(item.id, u32::try_from(free).unwrap_or(u32::MAX));
        }
    }
    let account = firm::merchant_account(records, page.content.merchant_account)?.filter(|account| account.active);
    let accepted = accepted(app, &page, account.as_ref());
    Ok(Open { alertness: alertness(records, &page, app.now())?, account, accepted, left, page })
}

/// With what clients may pay on a page into this account; nothing where that is nothing.
#[must_use]
pub fn accepted(app: &App, page: &PaymentPage, account: Option<&MerchantAccount>) -> Option<Accepted> {
    page.content.accepted.at_account(bank_debits::taken_for(app, account?))
}

/// What a client's choice comes to on a page.
///
/// # Errors
/// [`Unpriceable`].
pub fn price(page: &PaymentPage, currency: Currency, choice: &Choice) -> Result<Priced, Unpriceable> {
    let tax = page.content.tax.as_ref();
    match (&page.content.kind, choice) {
        (Kind::General(rule), Choice::Amount(minor)) => pricing::price_amount(rule, tax, Money::new(*minor, currency)),
        (Kind::Items(items), Choice::Quantities(wanted)) => pricing::price_items(items, tax, (wanted, currency)),
        (Kind::General(_), Choice::Quantities(_)) | (Kind::Items(_), Choice::Amount(_)) => Err(Unpriceable::OtherKind),
    }
}

/// A payment on a page as asked for.
#[derive(Clone, Debug)]
pub struct Purchase {
    /// The form's key.
    pub key: OperationKey,
    /// The page.
    pub page: PaymentPageId,
    /// The version of it that the client saw.
    pub version: u32,
    /// What they chose.
    pub choice: Choice,
    /// The total that the form showed them, in minor units; nothing when they typed the amount themselves.
    pub promised: Option<i64>,
    /// Who pays.
    pub payer: PayerEntry,
    /// The language and formats of what they saw, and of their receipt.
    pub locale: Locale,
    /// The processor's token.
    pub method_token: String,
    /// What they authorized, where the token is a bank account's.
    pub debit: Option<Consent>,
    /// Whether they want their card kept, where the page offers it.
    pub keep: Keep,
    /// What may be added for paying by credit card.
    pub surcharge: Surcharge,
    /// The invoice paid.
    pub invoice_number: Option<String>,
    /// The matter paid for.
    pub matter: Option<String>,
    /// Any other reference.
    pub reference: Option<String>,
    /// The firm's questions with the answers.
    pub answers: Vec<(String, String)>,
    /// What they agreed to, as it was shown.
    pub agreed: String,
}

/// Why a payment was not asked for. A decline is none of these: it is a result.
#[derive(Debug, thiserror::Error)]
pub enum PayError {
    /// The page sells no such thing.
    #[error(transparent)]
    Unpriceable(#[from] Unpriceable),
    /// It comes to something else than the form said.
    #[error("it comes to another total than the form said")]
    OtherTotal(Money),
    /// While the client stood in line, so many others were declined that the page rests until then.
    #[error("the page rests")]
    Resting(Timestamp),
    /// The payment was not taken.
    #[error(transparent)]
    Take(#[from] TakeError),
}

impl From<StoreError> for PayError {
    fn from(error: StoreError) -> Self {
        Self::Take(error.into())
    }
}

/// Takes a payment on a page by the protocol of [`payments::take`], or gives the result of the operation if its key is
/// known. What it comes to is worked out here, and must be what the form promised.
///
/// # Errors
/// [`PayError`]; only [`TakeError::BeingConfirmed`] leaves open whether something was charged.
pub async fn pay(
    app: &App,
    turnstile: &Turnstile,
    (admitted, purchase): (Admitted, Purchase),
) -> Result<Transaction, PayError> {
    let (id, known) = (purchase.page, transactions::transaction_by_key(&app.store.read()?, &purchase.key)?);
    let paid = match known {
        Some(known) => Ok(known),
        None => match turnstile.lines.wait(app, id).await {
            Ok(_turn) => charge(app, purchase).await,
            Err(NotNow::Resting(until)) => Err(PayError::Resting(until)),
            Err(NotNow::Store(error)) => Err(error.into()),
        },
    };
    match &paid {
        Ok(paid) if paid.status == Status::Declined => note_rest(app, id).await,
        Ok(paid) => turnstile.learn(admitted, std::slice::from_ref(paid)),
        Err(PayError::Take(TakeError::BeingConfirmed(key))) => turnstile.keep_open(key.clone(), admitted),
        Err(_) => turnstile.forget(&admitted),
    }
    paid
}

async fn charge(app: &App, purchase: Purchase) -> Result<Transaction, PayError> {
    let unsellable = |why| PayError::Take(TakeError::Order(why));
    let (page, currency) = {
        let reader = app.store.read()?;
        let page = payment_pages::page(&reader, purchase.page)?.ok_or(unsellable(Unsellable::Closed))?;
        let account = firm::merchant_account(&reader, page.content.merchant_account)?;
        (page, account.ok_or(TakeError::NoAccount)?.currency)
    };
    if page.version != purchase.version {
        return Err(unsellable(if page.open { Unsellable::Changed } else { Unsellable::Closed }));
    }
    let priced = price(&page, currency, &purchase.choice)?;
    if purchase.promised.is_some_and(|promised| promised != priced.total.minor()) {
        return Err(PayError::OtherTotal(priced.total));
    }
    let order = order_of(&page, &purchase, &priced);
    let command = TakePayment {
        key: purchase.key,
        kind: TransactionKind::Sale,
        source: Source::PaymentPage,
        merchant_account: page.content.merchant_account,
        amount: priced.total,
        extras: Extras { tax: Some(priced.tax), surcharge: purchase.surcharge },
        payer: purchase.payer,
        locale: purchase.locale,
        method_token: purchase.method_token,
        payment_method: None,
        keep: if page.content.offers_keeping { purchase.keep } else { Keep::No },
        debit: purchase.debit.map(Allowed::Now),
        invoice_number: purchase.invoice_number,
        matter: purchase.matter,
        reference: purchase.reference,
        note: None,
    };
    Ok(payments::take_for(app, Authority::Client, command, payments::Owed::Order(&order)).await?)
}

/// What is kept beside the payment, in the words that the client read.
fn order_of(page: &PaymentPage, purchase: &Purchase, priced: &Priced) -> Order {
    let (content, language) = (&page.content, purchase.locale.language());
    let tax = content.tax.as_ref();
    let own = |item: u32| content.items().iter().any(|known| known.id == item && matches!(known.taxed, Taxed::At(_)));
    let alike = !priced.lines.iter().any(|line| line.item.is_some_and(own));
    let name = tax.map(|tax| tax.name.read(language, &content.languages).0.to_owned());
    let rate: Option<PartsPerMillion> = tax.filter(|_| alike).map(|tax| tax.rate);
    Order {
        page: page.id,
        version: page.version,
        page_name: content.name.clone(),
        lines: Order::lines_of(priced, |line| name_of(page, line, language)),
        net: priced.net,
        tax: priced.tax,
        tax_name: priced.tax.is_positive().then(|| (name.unwrap_or_default(), rate)),
        inclusive: tax.is_some_and(|tax| tax.mode == TaxMode::Inclusive),
        agreed: purchase.agreed.clone(),
        answers: purchase.answers.clone(),
    }
}

/// What a line is called: the item, or the page's heading.
#[must_use]
pub fn name_of(page: &PaymentPage, line: &Line, language: Language) -> String {
    let content = &page.content;
    let item = line.item.and_then(|id| content.items().iter().find(|item| item.id == id));
    let texts = item.map_or(&content.words.heading, |item| &item.name);
    texts.read(language, &content.languages).0.to_owned()
}

/// When a decline was one too many, says so in the journal, once for each rest.
async fn note_rest(app: &App, id: PaymentPageId) {
    let now = app.now();
    let written = app.store.write(move |writer| -> Result<(), StoreError> {
        let Some(page) = payment_pages::page(writer, id)? else { return Ok(()) };
        let Alertness::Resting { until } = alertness(writer, &page, now)? else { return Ok(()) };
        if payment_pages::rested(writer, page.id)?.is_some_and(|known| known > now) {
            return Ok(());
        }
        writer.put_rested(page.id, until)?;
        writer.record(now, Actor::System, Subject::PaymentPage(page.id), Fact::PaymentPageRested { until })
    });
    if let Err(error) = written.await {
        // The page rests all the same: that follows from the payments.
        tracing::warn!(page = %id, ?error, "it could not be noted that a payment page rests");
    }
}
