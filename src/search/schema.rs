//! What the index knows of a payment. It stores nothing but the id: rows are read from the store, so that a page
//! never shows an old amount.
//!
//! Changing anything here changes what an index on disk means: raise [`VERSION`], and every index is rebuilt.

use std::borrow::Cow;

use tantivy::{
    TantivyDocument,
    schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions},
};

use crate::{
    domain::{
        annotation::Annotation,
        card::{CardBrand, Instrument},
        column::Column,
        journal::Actor,
        merchant_account::AccountKind,
        money::Money,
        parts::Parts,
        payment_page::order::Order,
        transaction::{Source, Transaction},
    },
    store::{StoreError, annotations, payment_pages, table::Records, transactions},
};

use super::{facts::Facts, words};

/// The version of this schema, part of the name of the index folder.
pub(super) const VERSION: u32 = 6;

/// Names of the columns that are read while counting and sorting.
pub(super) mod column {
    pub(in crate::search) const ID: &str = "id";
    pub(in crate::search) const VERSION: &str = "version";
    pub(in crate::search) const AT: &str = "at";
    pub(in crate::search) const AMOUNT: &str = "amount";
    pub(in crate::search) const REFUNDED: &str = "refunded";
    pub(in crate::search) const TAX: &str = "tax";
    pub(in crate::search) const SURCHARGE: &str = "surcharge";
    pub(in crate::search) const FACTS: &str = "facts";
    pub(in crate::search) const ACCOUNT: &str = "account";
    pub(in crate::search) const ACTOR: &str = "actor";
}

/// The code under which bank debits are filed where cards have their network.
pub(super) const BANK: &str = "bank";

/// Characters of a text that decide its place in a list.
const ORDER_CHARS: usize = 48;

/// The columns that are ordered by text, each with the field that holds the text as it is ordered. Rows without one
/// have nothing there: an empty text would be a second kind of nothing, and pages could not tell the two apart.
pub(super) const ORDERS: [(Column, &str); 12] = [
    (Column::Payer, "payer_order"),
    (Column::Client, "client_order"),
    (Column::Matter, "matter_order"),
    (Column::Invoice, "invoice_order"),
    (Column::Reference, "reference_order"),
    (Column::Method, "method_order"),
    (Column::LastFour, "last_four_order"),
    (Column::Holder, "holder_order"),
    (Column::Approval, "approval_order"),
    (Column::GatewayId, "gateway_id_order"),
    (Column::Email, "email_order"),
    (Column::Note, "note_order"),
];

/// The field that orders a column of texts; `None` for columns of numbers.
pub(super) fn text_order(column: Column) -> Option<&'static str> {
    ORDERS.iter().find(|(known, _)| *known == column).map(|(_, name)| *name)
}

/// A field people search by name: its words, and for codes also the whole.
#[derive(Clone, Copy, Debug)]
pub(super) struct Searchable {
    pub(super) words: Field,
    pub(super) code: Option<Field>,
}

/// Every field.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    /// The words of everything; what the search box searches.
    pub(super) all: Field,
    /// Every code, whole and without punctuation.
    pub(super) codes: Field,
    pub(super) payer: Searchable,
    pub(super) holder: Searchable,
    pub(super) email: Searchable,
    pub(super) client: Searchable,
    pub(super) invoice: Searchable,
    pub(super) matter: Searchable,
    pub(super) reference: Searchable,
    pub(super) gateway_id: Searchable,
    pub(super) approval: Searchable,
    pub(super) note: Searchable,
    pub(super) tag: Searchable,
    pub(super) card: Searchable,
    pub(super) method: Field,
    pub(super) status: Field,
    pub(super) source: Field,
    pub(super) account: Field,
    pub(super) account_kind: Field,
    pub(super) currency: Field,
    pub(super) payer_id: Field,
    /// In the order of [`ORDERS`].
    pub(super) orders: [Field; ORDERS.len()],
    pub(super) facts: Field,
    pub(super) actor: Field,
    pub(super) id: Field,
    /// Searched by nobody; tells whether the index has the payment as it stands.
    pub(super) version: Field,
    pub(super) at: Field,
    pub(super) day: Field,
    pub(super) amount: Field,
    pub(super) refunded: Field,
    pub(super) tax: Field,
    pub(super) surcharge: Field,
}

impl Fields {
    /// What people type; the rest comes from processors.
    pub(super) const fn typed(&self) -> [Searchable; 9] {
        [
            self.payer,
            self.holder,
            self.email,
            self.client,
            self.invoice,
            self.matter,
            self.reference,
            self.note,
            self.tag,
        ]
    }
}

/// The schema with its fields.
pub(super) fn build() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let text = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(words::FOLD)
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let code = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic),
    );
    let mut plain = |name: &str| Searchable { words: builder.add_text_field(name, text.clone()), code: None };
    let (payer, holder, note, card, tag) =
        (plain("payer"), plain("holder"), plain("note"), plain("card"), plain("tag"));
    let mut coded = |name: &str| Searchable {
        words: builder.add_text_field(name, text.clone()),
        code: Some(builder.add_text_field(&format!("{name}_code"), code.clone())),
    };
    let (email, client, invoice, matter) = (coded("email"), coded("client"), coded("invoice"), coded("matter"));
    let (reference, gateway_id, approval) = (coded("reference"), coded("gateway_id"), coded("approval"));
    let fields = Fields {
        all: builder.add_text_field("all", text),
        codes: builder.add_text_field("codes", code),
        payer,
        holder,
        email,
        client,
        invoice,
        matter,
        reference,
        gateway_id,
        approval,
        note,
        tag,
        card,
        method: builder.add_text_field("method", STRING),
        status: builder.add_text_field("status", STRING),
        source: builder.add_text_field("source", STRING),
        account: builder.add_u64_field(column::ACCOUNT, INDEXED | FAST),
        account_kind: builder.add_text_field("account_kind", STRING),
        currency: builder.add_text_field("currency", STRING),
        payer_id: builder.add_u64_field("payer_id", INDEXED),
        orders: ORDERS.map(|(_, name)| builder.add_text_field(name, TextOptions::default().set_fast("raw"))),
        facts: builder.add_u64_field(column::FACTS, FAST),
        actor: builder.add_u64_field(column::ACTOR, INDEXED | FAST),
        id: builder.add_u64_field(column::ID, INDEXED | FAST),
        version: builder.add_u64_field(column::VERSION, FAST),
        at: builder.add_i64_field(column::AT, FAST),
        day: builder.add_i64_field("day", FAST),
        amount: builder.add_i64_field(column::AMOUNT, INDEXED | FAST),
        refunded: builder.add_i64_field(column::REFUNDED, FAST),
        tax: builder.add_u64_field(column::TAX, FAST),
        surcharge: builder.add_u64_field(column::SURCHARGE, FAST),
    };
    (builder.build(), fields)
}

/// The name of an account kind in the index.
pub(super) const fn account_kind_code(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Operating => "operating",
        AccountKind::Trust => "trust",
    }
}

/// The name of a network in the index.
pub(super) fn method_code(brand: CardBrand) -> String {
    words::squash(&words::fold_whole(brand.name()))
}

/// A text as it is ordered in lists: without case and accents, and numbers in it by their size, so that `INV-9` comes
/// before `INV-10`: a mark in front of each says how long it is, zeros at its beginning not counted.
pub(super) fn order_of(text: &str) -> String {
    let folded = words::fold(text).join(" ");
    let (mut order, mut rest) = (String::with_capacity(folded.len()), folded.as_str());
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, number) = rest.split_at(start);
        let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        let (digits, after) = number.split_at(end);
        let length = digits.trim_start_matches('0').len();
        order.push_str(before);
        order.push(char::from(u8::try_from(length.min(LONGEST_MARKED)).unwrap_or_default() + 1));
        order.push_str(digits);
        rest = after;
    }
    order.push_str(rest);
    order.chars().take(ORDER_CHARS).collect()
}

/// The length from which on numbers are ordered by their digits alone; its mark is the last before the blank.
const LONGEST_MARKED: usize = 30;

/// A text that lists are ordered by, without the marks: digits stand together as they were typed.
pub(super) fn without_marks(order: &[u8]) -> Vec<u8> {
    order.iter().copied().filter(|byte| *byte >= b' ').collect()
}

/// The number that people and others who ask for payments are ordered and found by.
pub(super) fn actor_number(actor: Actor) -> u64 {
    match actor {
        Actor::System => 0,
        Actor::Client => 1,
        Actor::User(id) => id.get().saturating_add(2),
    }
}

/// The index's form of a payment, as the store has it now.
pub(super) fn document(
    fields: &Fields,
    records: &impl Records,
    transaction: &Transaction,
) -> Result<TantivyDocument, StoreError> {
    let mut document = document_with(fields, transaction, transactions::refunded(records, transaction)?);
    annotate(fields, &mut document, &annotations::annotation(records, transaction.id)?);
    if transaction.source == Source::PaymentPage
        && let Some(order) = payment_pages::order(records, transaction.id)?
    {
        file_order(fields, &mut document, &order);
    }
    Ok(document)
}

/// Adds what was bought on a payment page, and what the client answered there: words that people remember, and codes.
fn file_order(fields: &Fields, document: &mut TantivyDocument, order: &Order) {
    let bought = order.lines.iter().map(|bought| &bought.name);
    let answers = order.answers.iter().map(|(_, answer)| answer);
    for text in std::iter::once(&order.page_name).chain(bought).chain(answers) {
        document.add_text(fields.all, text);
        for code in words::codes(text) {
            document.add_text(fields.codes, code);
        }
    }
}

/// Adds what staff noted on a payment.
pub(super) fn annotate(fields: &Fields, document: &mut TantivyDocument, annotation: &Annotation) {
    let noted = annotation.tags.iter().map(|tag| (fields.tag, tag));
    for (field, text) in noted.chain(std::iter::once((fields.note, &annotation.note))) {
        document.add_text(field.words, text);
        document.add_text(fields.all, text);
    }
}

/// The index's form of a payment of which this much was given back.
pub(super) fn document_with(fields: &Fields, transaction: &Transaction, refunded: Money) -> TantivyDocument {
    let mut filer = Filer { fields, document: TantivyDocument::default() };
    filer.file_people(transaction);
    filer.file_codes(transaction);
    filer.file_method(transaction);
    filer.file_columns(transaction, refunded);
    filer.file_orders(transaction);
    filer.document
}

struct Filer<'a> {
    fields: &'a Fields,
    document: TantivyDocument,
}

impl Filer<'_> {
    fn text(&mut self, field: Searchable, text: &str) {
        self.document.add_text(field.words, text);
        self.document.add_text(self.fields.all, text);
        let whole = field.code.map(|_| words::fold_whole(text)).filter(|whole| !whole.is_empty());
        if let (Some(code), Some(whole)) = (field.code, whole) {
            self.document.add_text(code, &whole);
            let squashed = words::squash(&whole);
            if squashed != whole && !squashed.is_empty() {
                self.document.add_text(code, &squashed);
                self.document.add_text(self.fields.codes, &squashed);
            }
            self.document.add_text(self.fields.codes, &whole);
        }
        for inside in words::codes(text) {
            if let Some(code) = field.code {
                self.document.add_text(code, &inside);
            }
            self.document.add_text(self.fields.codes, &inside);
        }
    }

    fn file_people(&mut self, transaction: &Transaction) {
        self.text(self.fields.payer, &transaction.payer_name);
        if let Some(holder) = &transaction.holder {
            self.text(self.fields.holder, holder);
            // The holder paid, too: whoever looks for a payer by that name finds the payment.
            if *holder != transaction.payer_name {
                self.document.add_text(self.fields.payer.words, holder);
            }
        }
        for email in &transaction.receipt_emails {
            self.text(self.fields.email, email);
        }
        if let Some(note) = &transaction.note {
            self.text(self.fields.note, note);
        }
    }

    fn file_codes(&mut self, transaction: &Transaction) {
        let codes = [
            (self.fields.client, transaction.client_number.as_deref()),
            (self.fields.invoice, transaction.invoice_number.as_deref()),
            (self.fields.matter, transaction.matter.as_deref()),
            (self.fields.reference, transaction.reference.as_deref()),
            (self.fields.gateway_id, transaction.gateway_id.as_deref()),
            (self.fields.approval, transaction.approval.as_ref().map(|approval| approval.code.as_str())),
        ];
        for (field, text) in codes {
            if let Some(text) = text {
                self.text(field, text);
            }
        }
        self.document.add_text(self.fields.all, transaction.id.to_string());
    }

    fn file_method(&mut self, transaction: &Transaction) {
        let Some(instrument) = &transaction.instrument else { return };
        self.text(self.fields.card, instrument.last_four().as_str());
        match instrument {
            Instrument::Card { brand, .. } => {
                self.text(self.fields.card, brand.name());
                self.document.add_text(self.fields.method, method_code(*brand));
            }
            Instrument::BankAccount { .. } => self.document.add_text(self.fields.method, BANK),
        }
    }

    fn file_columns(&mut self, transaction: &Transaction, refunded: Money) {
        let Self { fields, document } = self;
        document.add_u64(fields.id, transaction.id.get());
        document.add_u64(fields.version, u64::from(transaction.version));
        document.add_text(fields.status, transaction.status.code());
        document.add_text(fields.source, transaction.source.code());
        document.add_u64(fields.account, transaction.merchant_account.get());
        document.add_text(fields.account_kind, account_kind_code(transaction.account_kind));
        document.add_text(fields.currency, transaction.amount.currency().code());
        if let Some(payer) = transaction.payer {
            document.add_u64(fields.payer_id, payer.get());
        }
        document.add_u64(fields.facts, Facts::of(transaction, refunded).number());
        document.add_u64(fields.actor, actor_number(transaction.actor));
        document.add_i64(fields.at, transaction.created_at.ms());
        document.add_i64(fields.day, i64::from(transaction.day.number()));
        document.add_i64(fields.amount, transaction.amount.minor());
        document.add_i64(fields.refunded, refunded.minor());
        let part =
            |of: fn(&Parts) -> Money| transaction.parts.as_ref().map_or(0, |parts| of(parts).minor().unsigned_abs());
        document.add_u64(fields.tax, part(|parts| parts.tax));
        document.add_u64(fields.surcharge, part(|parts| parts.surcharge));
    }

    fn file_orders(&mut self, transaction: &Transaction) {
        for ((column, _), field) in ORDERS.into_iter().zip(self.fields.orders) {
            let order = text_of(column, transaction).map(|text| order_of(&text)).filter(|order| !order.is_empty());
            if let Some(order) = order {
                self.document.add_text(field, order);
            }
        }
    }
}

/// The text that a column is ordered by.
fn text_of(column: Column, transaction: &Transaction) -> Option<Cow<'_, str>> {
    let last_four = || transaction.instrument.as_ref().map(|instrument| instrument.last_four().as_str());
    let text = match column {
        Column::Payer => Some(transaction.payer_name.as_str()),
        Column::Client => transaction.client_number.as_deref(),
        Column::Matter => transaction.matter.as_deref(),
        Column::Invoice => transaction.invoice_number.as_deref(),
        Column::Reference => transaction.reference.as_deref(),
        Column::LastFour => last_four(),
        Column::Holder => transaction.holder.as_deref(),
        Column::Approval => transaction.approval.as_ref().map(|approval| approval.code.as_str()),
        Column::GatewayId => transaction.gateway_id.as_deref(),
        Column::Email => transaction.receipt_emails.first().map(String::as_str),
        Column::Note => transaction.note.as_deref(),
        Column::Method => {
            let brand = transaction.instrument.as_ref()?.brand().map_or(BANK, |brand| brand.name());
            return Some(Cow::Owned(format!("{brand} {}", last_four()?)));
        }
        _ => None,
    };
    text.map(Cow::Borrowed)
}
