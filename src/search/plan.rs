//! From what people look for to what the index is asked.

use std::ops::Bound;

use tantivy::{
    Term,
    query::{
        AllQuery, BooleanQuery, FuzzyTermQuery, InvertedIndexRangeQuery, Occur, PhrasePrefixQuery, PhraseQuery,
        Query as IndexQuery, RangeQuery, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};

use crate::domain::{journal::Actor, time::Day};

use super::{
    exclusion::Listed,
    keywords::Keyword,
    query::{Clause, Condition, Ending, Filter, Join, Query, Sense, Text},
    schema::{BANK, Fields, Searchable, account_kind_code, actor_number, method_code},
    words,
};

/// Words that the unfinished end of a phrase may go on to, per segment.
const MOST_EXPANSIONS: u32 = 512;
/// From how many characters on an unfinished word is completed. Numbers have many more continuations than names.
const SHORTEST_PREFIX: usize = 2;
const SHORTEST_NUMBER_PREFIX: usize = 3;
/// From how many letters on a typing error is forgiven.
const SHORTEST_FUZZY: usize = 5;
/// Edits forgiven; two letters changing places count as one.
const FUZZY_DISTANCE: u8 = 1;

/// How exactly a word must be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    Exact,
    Forgiving,
}

/// The whole query; `spelling` says how each clause is taken.
pub(super) fn whole(fields: &Fields, query: &Query, spelling: impl Fn(usize) -> Spelling) -> Box<dyn IndexQuery> {
    let narrowed = query.narrowed.iter().map(|filters| (Occur::Must, any_filter(fields, filters)));
    let clauses = query.clauses.iter().enumerate();
    let asked = clauses.map(|(index, clause)| (clause.sense, clause_query(fields, clause, spelling(index))));
    let together = match query.join {
        Join::All => all_of(asked.collect()),
        Join::Any => any_of(asked.collect()),
    };
    let parts: Vec<_> = narrowed.chain(together.map(|together| (Occur::Must, together))).collect();
    match parts.len() {
        0 => Box::new(AllQuery),
        _ => Box::new(BooleanQuery::new(parts)),
    }
}

type Asked = (Sense, Box<dyn IndexQuery>);

/// `None` when nothing is asked.
fn all_of(asked: Vec<Asked>) -> Option<Box<dyn IndexQuery>> {
    if asked.is_empty() {
        return None;
    }
    let mut clauses: Vec<(Occur, Box<dyn IndexQuery>)> = Vec::new();
    for (sense, query) in asked {
        clauses.push(match sense {
            Sense::With => (Occur::Must, query),
            Sense::Without => (Occur::MustNot, Box::new(Listed(query))),
        });
    }
    if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        // Without a positive clause there would be nothing to leave out from.
        clauses.push((Occur::Must, Box::new(AllQuery)));
    }
    Some(Box::new(BooleanQuery::new(clauses)))
}

fn any_of(asked: Vec<Asked>) -> Option<Box<dyn IndexQuery>> {
    if asked.is_empty() {
        return None;
    }
    let each = asked.into_iter().filter_map(|(sense, query)| match sense {
        Sense::With => Some(query),
        Sense::Without => all_of(vec![(sense, query)]),
    });
    Some(any(each.collect()))
}

fn any_filter(fields: &Fields, filters: &[Filter]) -> Box<dyn IndexQuery> {
    any(filters.iter().map(|filter| filter_query(fields, filter)).collect())
}

/// The word of a clause that may be a typing error.
pub(super) fn forgivable(clause: &Clause) -> Option<&str> {
    match &clause.condition {
        Condition::Word { text, .. } | Condition::Field(Keyword::Payer, text) if clause.sense == Sense::With => {
            match text.words.as_slice() {
                [word] if word.chars().count() >= SHORTEST_FUZZY && word.chars().all(char::is_alphabetic) => {
                    Some(&text.typed)
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// One clause on its own.
pub(super) fn clause_query(fields: &Fields, clause: &Clause, spelling: Spelling) -> Box<dyn IndexQuery> {
    match &clause.condition {
        Condition::Word { text, also } => {
            let anywhere = Searchable { words: fields.all, code: Some(fields.codes) };
            let completes = clause.sense == Sense::With;
            let mut meanings = text_queries(anywhere, text, completes.then_some(Completion), spelling);
            meanings.extend(also.iter().map(|filter| filter_query(fields, filter)));
            any(meanings)
        }
        Condition::Phrase(text) => {
            any(text_queries(Searchable { words: fields.all, code: None }, text, None, spelling))
        }
        Condition::Field(keyword, text) => any(text_queries(
            searchable(fields, *keyword),
            text,
            Some(Completion).filter(|_| text.ending == Ending::Open),
            spelling,
        )),
        Condition::Any(filters) => any_filter(fields, filters),
    }
}

/// Codes may go on after what was typed.
#[derive(Clone, Copy)]
struct Completion;

fn searchable(fields: &Fields, keyword: Keyword) -> Searchable {
    let everything = Searchable { words: fields.all, code: Some(fields.codes) };
    match keyword {
        Keyword::Payer => fields.payer,
        Keyword::Holder => fields.holder,
        Keyword::Card => fields.card,
        Keyword::Invoice => fields.invoice,
        Keyword::Matter => fields.matter,
        Keyword::Client => fields.client,
        Keyword::Reference => fields.reference,
        Keyword::Email => fields.email,
        Keyword::Note => fields.note,
        Keyword::Tag => fields.tag,
        Keyword::GatewayId => fields.gateway_id,
        Keyword::Approval => fields.approval,
        // These are read into filters; a text under them can only mean the text anywhere.
        Keyword::Status
        | Keyword::Source
        | Keyword::Account
        | Keyword::Id
        | Keyword::Method
        | Keyword::EnteredBy
        | Keyword::Tax
        | Keyword::Surcharge
        | Keyword::Refunded
        | Keyword::Currency
        | Keyword::Amount
        | Keyword::Date
        | Keyword::From
        | Keyword::To => everything,
    }
}

fn text_queries(
    field: Searchable,
    text: &Text,
    completion: Option<Completion>,
    spelling: Spelling,
) -> Vec<Box<dyn IndexQuery>> {
    let mut queries = Vec::new();
    // A code typed from its beginning is one term among the codes. As a phrase it would be looked for in every payment
    // that has its first word, and all invoices may begin with the same.
    let begins_code = words::is_code(&text.words) && words::squash(&text.whole).len() >= SHORTEST_NUMBER_PREFIX;
    if !(begins_code && completion.is_some() && field.code.is_some()) {
        queries.push(words_query(field.words, text, spelling));
    }
    if text.words.len() > 1 && text.words.iter().all(|word| word.chars().all(char::is_alphabetic)) {
        queries.push(one_word(field.words, &text.words.concat(), text.ending, Spelling::Exact));
    }
    if let Some(code) = field.code {
        let squashed = words::squash(&text.whole);
        for whole in [&text.whole, &squashed] {
            queries.push(code_query(code, whole, completion));
        }
        if squashed == text.whole {
            queries.pop();
        }
    }
    queries
}

fn words_query(field: Field, text: &Text, spelling: Spelling) -> Box<dyn IndexQuery> {
    let terms: Vec<Term> = text.words.iter().map(|word| Term::from_field_text(field, word)).collect();
    match (text.words.as_slice(), text.ending) {
        ([word], ending) => one_word(field, word, ending, spelling),
        (_, Ending::Closed) => Box::new(PhraseQuery::new(terms)),
        (_, Ending::Open) => {
            let mut phrase = PhrasePrefixQuery::new(terms);
            phrase.set_max_expansions(MOST_EXPANSIONS);
            Box::new(phrase)
        }
    }
}

fn one_word(field: Field, word: &str, ending: Ending, spelling: Spelling) -> Box<dyn IndexQuery> {
    let term = Term::from_field_text(field, word);
    let is_number = word.chars().all(|c| c.is_ascii_digit());
    let shortest = if is_number { SHORTEST_NUMBER_PREFIX } else { SHORTEST_PREFIX };
    let completes = ending == Ending::Open && word.chars().count() >= shortest;
    match (spelling, completes) {
        (Spelling::Exact, false) => exactly(term),
        (Spelling::Exact, true) => beginning(field, word),
        (Spelling::Forgiving, false) => Box::new(FuzzyTermQuery::new(term, FUZZY_DISTANCE, true)),
        (Spelling::Forgiving, true) => Box::new(FuzzyTermQuery::new_prefix(term, FUZZY_DISTANCE, true)),
    }
}

/// A code without a digit, such as `inv`, begins too many codes to be worth completing.
fn code_query(field: Field, whole: &str, completion: Option<Completion>) -> Box<dyn IndexQuery> {
    let completes = whole.chars().count() >= SHORTEST_NUMBER_PREFIX && whole.contains(|c: char| c.is_ascii_digit());
    match completion {
        Some(Completion) if completes => beginning(field, whole),
        _ => exactly(Term::from_field_text(field, whole)),
    }
}

fn exactly(term: Term) -> Box<dyn IndexQuery> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn beginning(field: Field, start: &str) -> Box<dyn IndexQuery> {
    let from = Term::from_field_text(field, start);
    let end = Term::from_field_text(field, &format!("{start}{}", char::MAX));
    Box::new(InvertedIndexRangeQuery::new(Bound::Included(from), Bound::Excluded(end)))
}

fn any(mut queries: Vec<Box<dyn IndexQuery>>) -> Box<dyn IndexQuery> {
    match (queries.pop(), queries.is_empty()) {
        (Some(only), true) => only,
        (Some(last), false) => {
            queries.push(last);
            Box::new(BooleanQuery::union(queries))
        }
        (None, _) => Box::new(AllQuery),
    }
}

fn filter_query(fields: &Fields, filter: &Filter) -> Box<dyn IndexQuery> {
    match filter {
        Filter::Status(status) => exactly(Term::from_field_text(fields.status, status.code())),
        Filter::Source(source) => exactly(Term::from_field_text(fields.source, source.code())),
        Filter::Account(account) => exactly(Term::from_field_u64(fields.account, account.get())),
        Filter::AccountKind(kind) => exactly(Term::from_field_text(fields.account_kind, account_kind_code(*kind))),
        Filter::Payer(payer) => exactly(Term::from_field_u64(fields.payer_id, payer.get())),
        Filter::Method(Some(brand)) => exactly(Term::from_field_text(fields.method, &method_code(*brand))),
        Filter::Method(None) => exactly(Term::from_field_text(fields.method, BANK)),
        Filter::EnteredBy(id) => exactly(Term::from_field_u64(fields.actor, actor_number(Actor::User(*id)))),
        Filter::Tax { from, to } => between_unsigned(fields.tax, *from, *to),
        Filter::Surcharge { from, to } => between_unsigned(fields.surcharge, *from, *to),
        Filter::Refunded { from, to } => between(fields.refunded, *from, *to),
        Filter::Id(id) => exactly(Term::from_field_u64(fields.id, id.get())),
        Filter::Currency(currency) => exactly(Term::from_field_text(fields.currency, currency.code())),
        Filter::Amount { from: Some(from), to: Some(to) } if from == to => {
            exactly(Term::from_field_i64(fields.amount, *from))
        }
        Filter::Amount { from, to } => between(fields.amount, *from, *to),
        Filter::Days { from, to } => {
            let number = |day: &Day| i64::from(day.number());
            between(fields.day, from.as_ref().map(number), to.as_ref().map(number))
        }
    }
}

/// What is never below nothing.
fn between_unsigned(field: Field, from: Option<i64>, to: Option<i64>) -> Box<dyn IndexQuery> {
    let number = |value: i64| u64::try_from(value).unwrap_or(0);
    let bound = |value: Option<i64>| {
        value.map_or(Bound::Unbounded, |value| Bound::Included(Term::from_field_u64(field, number(value))))
    };
    match (from, to) {
        (None, None) => Box::new(AllQuery),
        (_, Some(to)) if to < 0 || from.is_some_and(|from| from > to) => Box::new(tantivy::query::EmptyQuery),
        _ => Box::new(RangeQuery::new(bound(from), bound(to))),
    }
}

fn between(field: Field, from: Option<i64>, to: Option<i64>) -> Box<dyn IndexQuery> {
    let bound = |value: Option<i64>| {
        value.map_or(Bound::Unbounded, |value| Bound::Included(Term::from_field_i64(field, value)))
    };
    match (from, to) {
        (None, None) => Box::new(AllQuery),
        (Some(from), Some(to)) if from > to => Box::new(tantivy::query::EmptyQuery),
        _ => Box::new(RangeQuery::new(bound(from), bound(to))),
    }
}
