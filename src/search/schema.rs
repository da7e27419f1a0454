//! What the index knows of a payment. It stores nothing but the id: rows are read from the store, so that a page
//! never shows an old amount.
//!
//! Changing anything here changes what an index on disk means: raise [`VERSION`], and every index is rebuilt.

use tantivy::{
    TantivyDocument,
    schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions},
};

use crate::{
    domain::{
        annotation::Annotation, card::Instrument, merchant_account::AccountKind, money::Money, transaction::Transaction,
    },
    store::{StoreError, annotations, table::Records, transactions},
};

use super::words;

/// The version of this schema, part of the name of the index folder.
pub(super) const VERSION: u32 = 3;

/// Names of the columns that are read while counting and sorting.
pub(super) mod column {
    pub(in crate::search) const ID: &str = "id";
    pub(in crate::search) const VERSION: &str = "version";
    pub(in crate::search) const AT: &str = "at";
    pub(in crate::search) const AMOUNT: &str = "amount";
    pub(in crate::search) const REFUNDED: &str = "refunded";
    pub(in crate::search) const STATUS: &str = "status";
    pub(in crate::search) const CURRENCY: &str = "currency";
    pub(in crate::search) const PAYER_SORT: &str = "payer_sort";
}

/// The code under which bank debits are filed where cards have their network.
pub(super) const BANK: &str = "bank";

/// Characters of a name that decide its place in a list.
const SORT_CHARS: usize = 40;

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
    pub(super) payer_sort: Field,
    pub(super) id: Field,
    /// Searched by nobody; tells whether the index has the payment as it stands.
    pub(super) version: Field,
    pub(super) at: Field,
    pub(super) day: Field,
    pub(super) amount: Field,
    pub(super) refunded: Field,
}

impl Fields {
    /// What people type; the rest comes from processors.
    pub(super) const fn typed(&self) -> [Searchable; 8] {
        [self.payer, self.email, self.client, self.invoice, self.matter, self.reference, self.note, self.tag]
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
    let (payer, note, card, tag) = (plain("payer"), plain("note"), plain("card"), plain("tag"));
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
        method: builder.add_text_field("method", STRING | FAST),
        status: builder.add_text_field(column::STATUS, STRING | FAST),
        source: builder.add_text_field("source", STRING | FAST),
        account: builder.add_u64_field("account", INDEXED | FAST),
        account_kind: builder.add_text_field("account_kind", STRING | FAST),
        currency: builder.add_text_field(column::CURRENCY, STRING | FAST),
        payer_id: builder.add_u64_field("payer_id", INDEXED | FAST),
        payer_sort: builder.add_text_field(column::PAYER_SORT, TextOptions::default().set_fast("raw")),
        id: builder.add_u64_field(column::ID, INDEXED | FAST),
        version: builder.add_u64_field(column::VERSION, FAST),
        at: builder.add_i64_field(column::AT, FAST),
        day: builder.add_i64_field("day", FAST),
        amount: builder.add_i64_field(column::AMOUNT, INDEXED | FAST),
        refunded: builder.add_i64_field(column::REFUNDED, FAST),
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

/// A name as it is ordered in lists.
pub(super) fn payer_sort(name: &str) -> String {
    words::fold(name).join(" ").chars().take(SORT_CHARS).collect()
}

/// The index's form of a payment, as the store has it now.
pub(super) fn document(
    fields: &Fields,
    records: &impl Records,
    transaction: &Transaction,
) -> Result<TantivyDocument, StoreError> {
    let mut document = document_with(fields, transaction, transactions::refunded(records, transaction)?);
    annotate(fields, &mut document, &annotations::annotation(records, transaction.id)?);
    Ok(document)
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
    }

    fn file_people(&mut self, transaction: &Transaction) {
        self.text(self.fields.payer, &transaction.payer_name);
        if let Some(holder) = transaction.holder.as_deref().filter(|holder| *holder != transaction.payer_name) {
            self.text(self.fields.payer, holder);
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
                self.document.add_text(self.fields.method, words::squash(&words::fold_whole(brand.name())));
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
        // An empty text would be a second kind of "no name", and pages could not tell the two apart.
        let name = payer_sort(&transaction.payer_name);
        if !name.is_empty() {
            document.add_text(fields.payer_sort, name);
        }
        document.add_i64(fields.at, transaction.created_at.ms());
        document.add_i64(fields.day, i64::from(transaction.day.number()));
        document.add_i64(fields.amount, transaction.amount.minor());
        document.add_i64(fields.refunded, refunded.minor());
    }
}
