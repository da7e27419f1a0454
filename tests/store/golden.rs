//! The stored bytes of every kind of record, kept as files: a changed shape fails here and asks for a migration.
//!
//! `CLIENTPAY_WRITE_GOLDEN=1` writes the files anew; do that for a kind of record that is new, never to silence a
//! difference.

use std::{fmt::Debug, fs, path::PathBuf};

use clientpay::{
    domain::{
        accepted::Accepted,
        alert::{About as AlertAbout, Alert, Cause, Resolution, Resolved, State},
        annotation::Annotation,
        bank_account::{AccountType, HolderType, RoutingNumber},
        captcha::Use,
        card::{CardBrand, Disabled, DisabledReason, Expiry, Funding, Instrument, LastFour, PaymentMethod, Reminded},
        column::Column,
        debit_authorization::{DebitAuthorization, Each, Given, PhoneProof, Revoked, Scope},
        delivery::{Attachment, Content, Delivery, DeliveryStatus, Message},
        ids::{
            AlertId, DebitAuthorizationId, DeliveryId, ImportId, MerchantAccountId, MethodRequestId, OccurrenceId,
            OperationKey, PayerId, PaymentMethodId, PaymentPageId, RefundId, ReportId, ReportRunId, ScheduleId,
            TransactionId, UserId,
        },
        import::{Asking, Duplicates, Import, ImportPart, ImportRow, Imported, RowFault, Stage, Target},
        journal::{Actor, Entry, Fact, Subject as About},
        keeping::{Agreed, Agreement},
        locale::{Language, Locale},
        merchant_account::AccountKind,
        method_request::MethodRequest,
        money::{Currency, Money, PartsPerMillion},
        nacha::{BankDebit, SecCode},
        payer::{Address, Contact, CustomField, Payer, merging::Merge},
        payment_page::{
            Content as PageContent, Kind as PageKind, PaymentPage, Words,
            colour::Colour,
            fields::{Asked, CustomField as OwnField, FieldKind, Need},
            guard::Defence,
            logo::{Logo, Picture},
            onward::Onward,
            order::{Bought, Order},
            pricing::{AmountRule, Item, Line, Tax, TaxMode, Taxed},
            words::Texts,
        },
        payment_request::rules::Handing as RequestHanding,
        permission::Role,
        refund::{Refund, RefundKind, RefundStatus},
        report::{
            Basis, Definition, Detail, Grouping, Measure, Report, Schedule, Sharing, Subject, Unsuccessful,
            range::{Range, Relative, Span},
            run::{Handing, Origin, Run, Sums},
            timetable::{MonthDay, Repeats, Timetable, Weekday},
        },
        return_code::{ChangeCode, ReturnCode},
        time::{Day, Timestamp},
        transaction::{Approval, Check, Decline, DeclineReason, Event, Kind, Source, Status, Transaction},
        user::{Session, Theme, User},
    },
    store::{
        drafts::Draft,
        journal::Tail,
        table::{decode, encode},
        totals::Total,
    },
};
use serde::{Serialize, de::DeserializeOwned};

use crate::support::{NOW, identity, records};

pub(super) fn check<V: Serialize + DeserializeOwned + Debug + PartialEq>(name: &str, value: &V) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/golden/{name}.bin"));
    let raw = encode("golden", value).unwrap();
    if std::env::var_os("CLIENTPAY_WRITE_GOLDEN").is_some() {
        fs::write(&path, &raw).unwrap();
    }
    let golden = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(&decode::<V>("golden", &golden).unwrap(), value, "{name}: old files must still be read");
    assert!(raw == golden, "{name}: the stored form has changed; it needs a migration");
}

pub(super) fn key(letter: &str) -> OperationKey {
    OperationKey::parse(&letter.repeat(26)).unwrap()
}

fn instrument() -> Instrument {
    Instrument::Card {
        brand: CardBrand::Visa,
        last_four: LastFour::parse("4242").unwrap(),
        expiry: Expiry::new(12, 2030).unwrap(),
        funding: Funding::Credit,
    }
}

fn agreement() -> Agreement {
    Agreement { at: NOW, how: Agreed::Read { words: "J’accepte.".into(), language: Language::Fr } }
}

pub(super) fn transaction() -> Transaction {
    Transaction {
        id: TransactionId::new(1_041),
        key: key("a"),
        kind: Kind::Sale,
        source: Source::EnterPayment,
        actor: Actor::User(UserId::new(3)),
        merchant_account: MerchantAccountId::new(2),
        account_kind: AccountKind::Trust,
        statement_name: "HARLOW FINCH LLP".into(),
        amount: Money::new(1_234_567, Currency::USD),
        parts: None,
        surcharged: None,
        status: Status::Captured,
        version: 4,
        test: true,
        payer: Some(PayerId::new(7)),
        payer_name: "Élodie Tremblay".into(),
        client_number: Some("C-0042".into()),
        receipt_emails: vec!["elodie@client.example".into(), "books@client.example".into()],
        locale: Locale::FrCa,
        method_token: "tok_aaaa".into(),
        payment_method: Some(PaymentMethodId::new(9)),
        keep: None,
        instrument: Some(instrument()),
        holder: Some("Elodie Tremblay".into()),
        fingerprint: Some("f00d".into()),
        bank_debit: None,
        invoice_number: Some("INV-1041".into()),
        matter: Some("Tremblay v. Marlow".into()),
        reference: Some("retainer".into()),
        note: Some("Merci".into()),
        occurrence: None,
        request: None,
        gateway_id: Some("ch_aaaa".into()),
        action_url: None,
        approval: Some(Approval { code: "A1B2C3".into(), postal_code: Check::Match, security_code: Check::NotChecked }),
        decline: None,
        created_at: NOW,
        day: Day::new(2026, 11, 22),
        changed_at: NOW.plus_ms(1_500),
    }
}

/// A payment with as little as it may have.
fn bare_transaction() -> Transaction {
    Transaction {
        status: Status::Declined,
        payer: None,
        client_number: None,
        receipt_emails: Vec::new(),
        payment_method: None,
        keep: None,
        instrument: None,
        holder: None,
        fingerprint: None,
        invoice_number: None,
        matter: None,
        reference: None,
        note: None,
        gateway_id: None,
        action_url: Some("/card-challenge/aaaa".into()),
        approval: None,
        decline: Some(Decline { reason: DeclineReason::InsufficientFunds, raw_code: "51".into() }),
        ..transaction()
    }
}

#[test]
fn payments_and_refunds_are_stored_as_they_always_were() {
    check("transaction", &transaction());
    check("transaction_bare", &bare_transaction());
    check("transaction_to_keep", &Transaction { keep: Some(agreement()), ..transaction() });
    let refund = Refund {
        id: RefundId::new(5),
        key: key("b"),
        transaction: TransactionId::new(1_041),
        kind: RefundKind::Refund,
        amount: Money::new(500, Currency::USD),
        parts: None,
        status: RefundStatus::Submitted,
        reason: "Paid twice".into(),
        gateway_id: Some("re_bbbb".into()),
        refusal: Some("card_closed".into()),
        notify: Vec::new(),
        notice: None,
        actor: Actor::User(UserId::new(1)),
        created_at: NOW,
        day: None,
        changed_at: NOW,
    };
    check("refund", &refund);
    check("refund_of_a_day", &Refund { day: Some(Day::new(2026, 11, 22)), ..refund.clone() });
    let told =
        Refund { notify: vec!["elodie@client.example".into()], notice: Some(DeliveryId::new(12)), ..refund.clone() };
    check("refund_told", &told);
    check("total", &Total { count: 3, amount_minor: -42 });
}

#[test]
fn payers_and_their_methods_are_stored_as_they_always_were() {
    let payer = Payer {
        emails: vec!["elodie@client.example".into()],
        client_number: Some("C-0042".into()),
        ..Payer::new(PayerId::new(7), "Élodie Tremblay".into(), Language::Fr, NOW)
    };
    check("payer", &payer);
    check("payer_whole", &whole_payer(&payer));
    check("payer_self_entered", &Payer { self_entered: true, ..payer.clone() });
    let method = PaymentMethod {
        id: PaymentMethodId::new(9),
        payer: PayerId::new(7),
        merchant_account: MerchantAccountId::new(2),
        token: "pm_aaaa".into(),
        instrument: instrument(),
        holder: "Elodie Tremblay".into(),
        fingerprint: "f00d".into(),
        created_at: NOW,
        stopped: None,
        nickname: String::new(),
        billing_address: Address::default(),
        disabled: None,
        reminded: Vec::new(),
        agreed: None,
        only_typed: false,
    };
    check("payment_method", &method);
    let account = Instrument::BankAccount {
        last_four: LastFour::parse("6789").unwrap(),
        routing: RoutingNumber::parse("110000000").ok(),
        bank_name: Some("Test Bank".into()),
        account_type: AccountType::Savings,
        holder_type: HolderType::Business,
    };
    let stopped = PaymentMethod { instrument: account, stopped: Some((NOW, ReturnCode::R02)), ..method.clone() };
    check("payment_method_stopped", &stopped);
    let expiry = Expiry::new(12, 2030).unwrap();
    let removed = PaymentMethod {
        nickname: "Bureau".into(),
        billing_address: address(),
        disabled: Some(Disabled { reason: DisabledReason::Removed, at: NOW }),
        reminded: vec![Reminded { expiry, days: 60 }],
        ..method.clone()
    };
    check("payment_method_removed", &removed);
    let agreed = PaymentMethod { agreed: Some(agreement()), only_typed: true, ..method.clone() };
    check("payment_method_agreed", &agreed);
    let recorded = Agreement { at: NOW, how: Agreed::Recorded(Actor::User(UserId::new(2))) };
    check("payment_method_recorded", &PaymentMethod { agreed: Some(recorded), ..method.clone() });
    let merge = Merge { into: PayerId::new(3), before: Box::new(payer), by: Actor::User(UserId::new(2)), at: NOW };
    check("merge", &merge);
    let request = MethodRequest {
        id: MethodRequestId::new(4),
        payer: PayerId::new(7),
        merchant_account: MerchantAccountId::new(2),
        nonce: [7; 16],
        token_hash: [9; 32],
        locale: Locale::FrCa,
        message: "Merci".into(),
        recipients: vec!["elodie@client.example".into()],
        expiring: Some(PaymentMethodId::new(9)),
        replaces: None,
        alert: None,
        by: Actor::System,
        created_at: NOW,
        expires_at: NOW.plus_ms(MethodRequest::GOOD_FOR_MS),
        used_at: Some(NOW),
        revoked_at: None,
    };
    check("method_request", &request);
    let (replaces, alert) = (Some(PaymentMethodId::new(9)), Some(AlertId::new(5)));
    check("method_request_because", &MethodRequest { expiring: None, replaces, alert, ..request });
}

/// A bank account as it was kept before more of it was known.
#[test]
fn a_bank_account_of_which_little_is_known_can_be_read() {
    let old = serde_json::json!({ "bank_account": { "last_four": "6789" } });
    let read: Instrument = serde_json::from_value(old).unwrap();
    let Instrument::BankAccount { routing: None, account_type: AccountType::Checking, .. } = read else {
        panic!("{read:?}");
    };
}

#[test]
fn bank_debits_and_their_authorizations_are_stored_as_they_always_were() {
    let id = DebitAuthorizationId::new(4);
    let debit = BankDebit {
        represents: Some(TransactionId::new(1_040)),
        presentment: 2,
        submitted_at: Some(NOW),
        settles_on: Some(Day::new(2026, 11, 25)),
        returned: Some(ReturnCode::R01),
        change: Some(ChangeCode::C01),
        ..BankDebit::new(SecCode::Tel, id)
    };
    let payment = Transaction { bank_debit: Some(debit), approval: None, ..transaction() };
    check("transaction_bank_debit", &payment);
    let bare = Transaction { bank_debit: Some(BankDebit::new(SecCode::Web, id)), ..payment };
    check("transaction_bank_debit_bare", &bare);
    let amount = Money::new(1_234_567, Currency::USD);
    let authorization = DebitAuthorization {
        id,
        payer: PayerId::new(7),
        holder: "Elodie Tremblay".into(),
        instrument: instrument(),
        merchant_account: MerchantAccountId::new(2),
        sec: SecCode::Tel,
        scope: Scope::Once { amount, from: Day::new(2026, 11, 22) },
        given: Given::Phone { staff: UserId::new(3), proof: PhoneProof::Notice, filed: Some("Appel 7".into()) },
        text: "J’autorise".into(),
        text_sha256: "f00d".into(),
        locale: Locale::FrCa,
        at: NOW,
        ended: None,
        revoked: None,
    };
    check("debit_authorization_phone", &authorization);
    let every = "every month".into();
    let from = Day::new(2026, 12, 1);
    let online = Given::Online { ip: "::1".into(), user_agent: "Firefox".into(), typed_name: "Elodie".into() };
    let ended = DebitAuthorization {
        scope: Scope::Recurring { amount, each: Each::Exactly, every, from, until: Some(Day::new(2027, 12, 1)) },
        given: online,
        ended: Some((NOW, ReturnCode::R07)),
        ..authorization.clone()
    };
    check("debit_authorization_online", &ended);
    let most = Scope::Recurring {
        amount,
        each: Each::AtMost,
        every: "every week".into(),
        from: Day::new(2026, 12, 1),
        until: None,
    };
    let revoked = Some(Revoked { at: NOW, by: Actor::User(UserId::new(3)), how: "Lettre du 3 mars".into() });
    check("debit_authorization_revoked", &DebitAuthorization { scope: most, revoked, ..authorization.clone() });
    let paper = DebitAuthorization { given: Given::Paper { staff: UserId::new(3), filed: None }, ..authorization };
    check("debit_authorization_paper", &paper);
}

fn address() -> Address {
    Address {
        street: "12 rue de la Cour".into(),
        city: "Montréal".into(),
        region: "QC".into(),
        postal_code: "H2X 1Y4".into(),
        country: "Canada".into(),
    }
}

/// A payer with everything that a record may hold.
fn whole_payer(payer: &Payer) -> Payer {
    Payer {
        company: "Tremblay et associés".into(),
        contacts: vec![Contact {
            name: "Luc".into(),
            role: "Comptable".into(),
            email: "luc@client.example".into(),
            phone: "514 555-0100".into(),
        }],
        phones: vec!["514 555-0199".into()],
        address: address(),
        custom: vec![CustomField { label: "Tribunal".into(), text: "3".into() }],
        notes: "Rappeler".into(),
        default_method: Some(PaymentMethodId::new(9)),
        archived_at: Some(NOW),
        merged_into: vec![PayerId::new(3), PayerId::new(4)],
        version: 5,
        ..payer.clone()
    }
}

#[test]
fn a_file_of_payers_is_stored_as_it_always_was() {
    let head = Import {
        id: ImportId::new(2),
        key: key("d"),
        file: "clients.csv".into(),
        by: UserId::new(2),
        at: NOW,
        headings: vec!["Nom".into()],
        targets: Target::OF_PAYERS.to_vec(),
        duplicates: Duplicates::Update,
        rows: 3,
        parts: 1,
        stage: Stage::Running,
        done: 0,
        added: 1,
        updated: 2,
        skipped: 3,
        wrong: 4,
        of: Imported::Payers,
        asking: Asking::default(),
        contents: None,
        left_out: 0,
        changes: 0,
    };
    check("import_head", &ImportPart::Head(head.clone().into()));
    let targets = Target::OF_SCHEDULES.to_vec();
    check(
        "import_head_schedules",
        &ImportPart::Head(Import { of: Imported::Schedules, targets, ..head.clone() }.into()),
    );
    let asking = Asking {
        account: Some(MerchantAccountId::new(1)),
        trust_account: Some(MerchantAccountId::new(2)),
        handing: Some(RequestHanding::Mail),
        accepted: Accepted::Cards,
    };
    let targets = Target::OF_REQUESTS.to_vec();
    let remembered = Import { stage: Stage::Remembered, contents: Some([7; 32]), ..head.clone() };
    check(
        "import_head_requests",
        &ImportPart::Head(Import { of: Imported::Requests, targets, asking, ..head.clone() }.into()),
    );
    check("import_head_remembered", &ImportPart::Head(remembered.into()));
    check("import_head_changed", &ImportPart::Head(Import { left_out: 2, changes: 5, ..head.clone() }.into()));
    check("request_handings", &[RequestHanding::Mail, RequestHanding::Link]);
    let row = ImportRow { number: 2, cells: vec!["Ada".into()], withheld: true, ..ImportRow::default() };
    check("import_rows", &ImportPart::Rows(vec![row.clone()]));
    let changed = ImportRow { withheld: false, left_out: true, changes: 3, ..row.clone() };
    check("import_rows_changed", &ImportPart::Rows(vec![changed]));
    let wrong = |faults: &[RowFault]| ImportPart::Wrong(faults.iter().map(|fault| (row.clone(), *fault)).collect());
    check("import_wrong", &wrong(&RowFault::ALL[..7]));
    check("import_wrong_schedules", &wrong(&RowFault::ALL[7..16]));
    check("import_wrong_requests", &wrong(&RowFault::ALL[16..19]));
    check("import_wrong_dates_and_amounts", &wrong(&RowFault::ALL[19..]));
    check("import_choices", &(Duplicates::ALL, [Stage::Receiving, Stage::Uploaded, Stage::Running, Stage::Done]));
}

#[test]
fn the_firm_and_its_staff_are_stored_as_they_always_were() {
    check("firm", &records::firm());
    check("merchant_account", &records::account(1, "IOLTA Trust", AccountKind::Trust));
    let user = User {
        language: Some(Language::Es),
        theme: Theme::ContrastLight,
        locked_until: Some(NOW),
        failed_sign_ins: 2,
        epoch: 3,
        ..records::user(1, Role::Billing)
    };
    check("user", &user);
    let chosen = User { columns: vec!["date".into(), "net".into()], ..user.clone() };
    check("user_columns", &chosen);
    check("user_limited", &User { refund_limit: Some(Money::new(500_000, Currency::USD)), ..user });
    let session = Session {
        user: UserId::new(1),
        epoch: 3,
        created_at: NOW,
        seen_at: NOW.plus_ms(60_000),
        csrf_secret: "secret".into(),
    };
    check("session", &session);
    let fields = vec![("amount".to_owned(), "1,234.56".to_owned())];
    check("draft", &Draft { user: UserId::new(1), fields, at: NOW });
}

#[test]
fn what_staff_note_is_stored_as_it_always_was() {
    let annotation = Annotation {
        tags: vec!["urgent".into(), "à rappeler".into()],
        note: "Rappeler lundi".into(),
        note_version: 3,
        note_by: Some(UserId::new(2)),
        note_at: Some(NOW),
    };
    check("annotation", &annotation);
}

#[test]
fn messages_are_stored_as_they_always_were() {
    let delivery = Delivery {
        id: DeliveryId::new(11),
        content: Content::Receipt { transaction: TransactionId::new(1_041) },
        recipients: vec!["elodie@client.example".into()],
        locale: Locale::FrCa,
        message_key: "aaaa.11".into(),
        status: DeliveryStatus::Waiting,
        due_at: NOW.plus_ms(60_000),
        attempts: 1,
        last_error: Some("connection refused".into()),
        created_at: NOW,
    };
    check("delivery", &delivery);
    let content = Content::RefundNotice { transaction: TransactionId::new(1_041), refund: RefundId::new(5) };
    check("delivery_refund_notice", &Delivery { content, ..delivery.clone() });
    let content = Content::ReturnNotice { transaction: TransactionId::new(1_041) };
    check("delivery_return_notice", &Delivery { content, ..delivery });
    let message = Message {
        to: vec!["elodie@client.example".into()],
        subject: "Reçu 1041".into(),
        text: "Merci".into(),
        html: "<p>Merci</p>".into(),
        at: NOW,
        attached: None,
    };
    check("message", &message);
}

#[test]
fn reports_and_their_runs_are_stored_as_they_always_were() {
    use Column as C;
    let columns = [
        [C::Number, C::Date, C::Changed, C::Payer, C::Client, C::Email, C::Method, C::Holder],
        [C::Account, C::AccountKind, C::Source, C::Status, C::Reason, C::Amount, C::Refunded, C::Net],
        [C::Currency, C::Invoice, C::Matter, C::Reference, C::Note, C::EnteredBy, C::Approval, C::GatewayId],
    ];
    let definition = Definition {
        subject: Subject::Payments,
        range: Range::Fixed(Span { first: Day::new(2026, 11, 1), last: Day::new(2026, 11, 30) }),
        basis: Basis::Changed,
        accounts: Some(AccountKind::Trust),
        filters: "account:trust amount:>500".into(),
        unsuccessful: Unsuccessful::Shown,
        grouping: Grouping::Payer,
        detail: Detail::Totals,
        columns: columns.concat(),
        measure: Measure::Amount,
    };
    let timetable = Timetable { repeats: Repeats::Yearly(2, MonthDay::Last), minute: 450 };
    let report = Report {
        id: ReportId::new(3),
        key: key("c"),
        version: 2,
        name: "Fiducie".into(),
        owner: UserId::new(1),
        sharing: Sharing::Global,
        locale: Locale::FrCa,
        definition: definition.clone(),
        schedule: Some(Schedule { timetable, recipients: vec!["a@b.example".into()] }),
        next_due: Some(NOW),
        created_at: NOW,
        changed_at: NOW,
    };
    check("report", &report);
    let run = Run {
        id: ReportRunId::new(8),
        report: Origin::Made(ReportId::new(3)),
        name: "Fiducie".into(),
        locale: Locale::FrCa,
        definition: definition.clone(),
        at: NOW,
        actor: Actor::System,
        due: Some(NOW),
        missed: 2,
        span: Span::ALL,
        rows: 41,
        sums: vec![Sums { currency: Currency::USD, count: 41, approved_minor: 5, refunded_minor: 1 }],
        handing: Handing::Attached { delivery: DeliveryId::new(12) },
    };
    check("report_run", &run);
    let taxes = Definition { measure: Measure::Tax, columns: Column::ALL.to_vec(), ..definition };
    let standard = Origin::Standard("tax-collected".into());
    let run = Run { report: standard, definition: taxes, due: None, handing: Handing::Screen, ..run };
    check("report_run_standard", &run);
    check("report_ranges", &Relative::ALL.map(Range::Relative).to_vec());
    let day = Day::new(2026, 11, 22);
    let monthly = Repeats::Monthly(MonthDay::Number(28));
    check("report_repeats", &vec![Repeats::Daily, Repeats::Weekly(Weekday::Sunday), monthly, Repeats::Once(day)]);
    let file = Attachment { name: "a.xlsx".into(), media_type: "text/plain".into(), content: vec![0, 255, 80] };
    check("attachment", &file);
    let attached = Some(file.attached());
    let (to, subject) = (vec!["a@b.example".into()], "Rapport".into());
    check("message_attached", &Message { to, subject, text: "x".into(), html: "x".into(), at: NOW, attached });
    check("content_report", &Content::Report { report: ReportId::new(3), run: ReportRunId::new(8) });
}

#[test]
fn alerts_are_stored_as_they_always_were() {
    let occurrence = OccurrenceId { schedule: ScheduleId::new(4), number: 6 };
    let open = Alert::new(AlertId::new(2), AlertAbout::Occurrence(occurrence), Cause::OccurrenceFailed, NOW);
    check("alert", &open);
    let snoozed = State::Snoozed { until: NOW.plus_ms(60_000) };
    check("alert_snoozed", &Alert { state: snoozed, assigned_to: Some(UserId::new(2)), version: 3, ..open.clone() });
    let by = Actor::User(UserId::new(2));
    let resolved = Resolved { by, at: NOW, how: Resolution::WrittenOff, note: "Dossier clos".into() };
    check("alert_resolved", &Alert { state: State::Resolved(resolved.clone()), ..open });
    check("alert_causes", &Cause::ALL[..9].to_vec());
    check("alert_causes_since", &Cause::ALL[9..10].to_vec());
    check("alert_causes_of_requests", &Cause::ALL[10..11].to_vec());
    check("alert_causes_of_cards", &Cause::ALL[11..].to_vec());
    check("alert_about_public_pages", &AlertAbout::PublicPages);
    let about = vec![
        AlertAbout::Payment(TransactionId::new(1_041)),
        AlertAbout::Occurrence(occurrence),
        AlertAbout::PaymentMethod(PaymentMethodId::new(9)),
        AlertAbout::Delivery(DeliveryId::new(11)),
        AlertAbout::MerchantAccount(MerchantAccountId::new(2)),
    ];
    check("alert_abouts", &about);
    let resolutions = vec![
        Resolution::Retried,
        Resolution::OtherMethod,
        Resolution::Payment(TransactionId::new(1_042)),
        Resolution::PaidElsewhere,
        Resolution::WrittenOff,
        Resolution::Skipped,
        Resolution::NoActionNeeded,
        Resolution::ByItself,
    ];
    check("alert_resolutions", &resolutions);
    let facts = vec![
        Fact::AlertRaised { about: AlertAbout::Delivery(DeliveryId::new(11)), cause: Cause::MailFailed },
        Fact::AlertSnoozed { until: NOW },
        Fact::AlertWoken,
        Fact::AlertAssigned { to: Some(UserId::new(2)) },
        Fact::AlertResolved { how: Resolution::ByItself, note: String::new() },
        Fact::AlertResolved { how: Resolution::PaidElsewhere, note: "Par chèque".into() },
    ];
    check("facts_of_an_alert", &facts);
    let asked = Fact::AlertPayerAsked { request: MethodRequestId::new(4) };
    let given = Fact::AlertMethodGiven { method: PaymentMethodId::new(9), schedules: 1 };
    check("facts_of_an_alert_asking", &vec![asked, given]);
    check(
        "entry_alert",
        &Entry {
            at: NOW,
            actor: Actor::System,
            subject: About::Alert(AlertId::new(2)),
            fact: Fact::AlertWoken,
            previous: [7; 32],
        },
    );
}

#[test]
fn the_journal_and_the_files_identity_are_stored_as_they_always_were() {
    let entry = |subject, fact| Entry { at: NOW, actor: Actor::Client, subject, fact, previous: [7; 32] };
    check("entry", &entry(About::Firm, Fact::FirmSetUp));
    let moved = Fact::PaymentChanged { event: Event::LoseTrack, from: Status::Created, to: Status::Unknown };
    check("entry_payment_changed", &entry(About::Transaction(TransactionId::new(1_041)), moved));
    let queued = Fact::ReceiptQueued { delivery: DeliveryId::new(11), again: true };
    check("entry_receipt_queued", &entry(About::Transaction(TransactionId::new(1_041)), queued));
    let exported = Fact::Exported { file: "payments_2026-11-20.xlsx".into(), query: "élodie".into(), rows: 42 };
    check("entry_exported", &entry(About::User(UserId::new(3)), exported));
    let facts = vec![
        Fact::RefundRequested { refund: RefundId::new(5), reason: String::new() },
        Fact::RefundRequested { refund: RefundId::new(5), reason: "Paid twice".into() },
        Fact::RefundNoticeQueued { refund: RefundId::new(5), delivery: DeliveryId::new(12) },
        Fact::TagAdded { tag: "urgent".into() },
        Fact::TagRemoved { tag: "urgent".into() },
        Fact::NoteWritten { text: "Rappeler lundi".into() },
        Fact::PayerLinked { payer: PayerId::new(7) },
        Fact::PaymentMethodNotSaved,
    ];
    check("facts_of_a_payment", &facts);
    check("fact_details_learned", &Fact::PaymentDetailsLearned);
    let facts = [
        Fact::DebitAuthorized { authorization: DebitAuthorizationId::new(4) },
        Fact::DebitRepresented { by: TransactionId::new(1_042) },
        Fact::DebitAuthorizationEnded { authorization: DebitAuthorizationId::new(4) },
        Fact::PaymentMethodStopped { method: PaymentMethodId::new(9) },
        Fact::ReturnNoticeQueued { delivery: DeliveryId::new(13) },
    ];
    check("facts_of_a_debit", &facts.to_vec());
    check("return_codes", &ReturnCode::ALL.to_vec());
    check("change_codes", &ChangeCode::ALL.to_vec());
    let (payer, method, request) = (PayerId::new(7), PaymentMethodId::new(9), MethodRequestId::new(4));
    let delivery = DeliveryId::new(11);
    let facts = vec![
        Fact::PayerChanged { fields: vec!["name".into()] },
        Fact::PayerArchived,
        Fact::PayerUnarchived,
        Fact::PayerMerged { into: payer },
        Fact::PayerTookIn { merged: payer },
        Fact::PayerSeparated { from: payer },
        Fact::PayerGaveBack { merged: payer },
        Fact::PayersImported { file: "a.csv".into(), added: 1, updated: 2, skipped: 3 },
        Fact::PaymentMethodChanged { method, fields: vec!["expiry".into()] },
        Fact::PaymentMethodReplaced { method },
        Fact::PaymentMethodRemoved { method },
        Fact::DefaultMethodChosen { method },
        Fact::MethodLinkMade { request },
        Fact::MethodLinkQueued { request, delivery },
        Fact::MethodLinkRevoked { request },
        Fact::ExpiryReminderQueued { method, days: 30, request, delivery },
    ];
    check("facts_of_a_payer", &facts);
    check("content_method_request", &Content::MethodRequest { payer, request, expiring: Some(method) });
    check("tail", &Tail { sequence: 300, hash: [9; 32] });
    check("identity", &identity());
}

#[test]
fn the_names_behind_every_status_event_and_reason_are_stored_as_they_always_were() {
    check("statuses", &Status::ALL.to_vec());
    check("events", &Event::ALL.to_vec());
    check("sources", &Source::ALL.to_vec());
    check("decline_reasons", &DeclineReason::ALL.to_vec());
    check("timestamps", &vec![Timestamp::from_ms(i64::MIN), Timestamp::from_ms(0), NOW]);
}

#[test]
fn another_version_or_half_a_value_is_damaged() {
    let raw = encode("golden", &transaction()).unwrap();
    let newer = [&[2], &raw[1..]].concat();
    for broken in [&[][..], &newer, &raw[..raw.len() / 2]] {
        assert!(decode::<Transaction>("golden", broken).is_err(), "{} bytes", broken.len());
    }
}

fn texts(en: &str) -> Texts {
    Texts { en: en.into(), fr: "é".into(), es: "ñ".into() }
}

fn page() -> PaymentPage {
    let item = |id, taxed, stock| Item {
        id,
        name: texts("Seat"),
        description: texts("Two evenings"),
        unit_minor: 16_000,
        taxed,
        usual: 1,
        least: 1,
        most: 6,
        stock,
    };
    let field = |id, kind| OwnField { id, kind, need: Need::Required, label: texts("Meal") };
    PaymentPage {
        id: PaymentPageId::new(2),
        version: 3,
        slug: "seminar".into(),
        former_slugs: Vec::new(),
        open: true,
        content: PageContent {
            name: "Seminar".into(),
            merchant_account: MerchantAccountId::new(1),
            accepted: Accepted::Cards,
            kind: PageKind::Items(vec![
                item(1, Taxed::AtPageRate, Some(40)),
                item(2, Taxed::Exempt, None),
                item(3, Taxed::At(PartsPerMillion(50_000)), None),
            ]),
            tax: Some(Tax { name: texts("Tax"), rate: PartsPerMillion(62_500), mode: TaxMode::Inclusive }),
            asked: Asked { email: Need::Required, phone: Need::Optional, ..Asked::default() },
            custom: vec![
                field(4, FieldKind::Text),
                field(5, FieldKind::Lines),
                field(6, FieldKind::Choice(vec![texts("Meat")])),
                field(7, FieldKind::Number),
                field(8, FieldKind::Date),
                field(9, FieldKind::Check),
            ],
            languages: vec![Language::Fr, Language::En],
            words: Words {
                heading: texts("Heading"),
                introduction: texts("Introduction"),
                disclaimer: texts("Disclaimer"),
                thanks: texts("Thanks"),
                declined: texts("Declined"),
            },
            continue_to: Some("https://firm.example/next".into()),
            onward: Onward::ByButton,
            sites: vec!["https://firm.example".into()],
            colour: Some(Colour::parse("#7a1f2b").unwrap()),
            logo: None,
            offers_keeping: false,
            indexed: true,
            defence: Defence::default(),
            last_number: 9,
        },
        created_at: NOW,
        changed_at: NOW.plus_ms(1_000),
    }
}

#[test]
fn payment_pages_and_orders_are_stored_as_they_always_were() {
    let page = page();
    check("payment_page", &page);
    let bare = PageContent {
        kind: PageKind::General(AmountRule::Between { least: 100, most: 200 }),
        tax: None,
        custom: Vec::new(),
        words: Words::default(),
        continue_to: None,
        sites: Vec::new(),
        colour: None,
        ..page.content.clone()
    };
    check("payment_page_bare", &PaymentPage { content: bare, ..page.clone() });
    let both = PageContent { accepted: Accepted::Both, ..page.content.clone() };
    check("payment_page_of_both", &PaymentPage { content: both, ..page.clone() });
    let offering = PageContent { offers_keeping: true, ..page.content.clone() };
    check("payment_page_that_offers_keeping", &PaymentPage { content: offering, ..page.clone() });
    let onward = PageContent { onward: Onward::StraightAway, ..page.content.clone() };
    check("payment_page_that_sends_on", &PaymentPage { content: onward, ..page.clone() });
    let logo = Logo { digest: [7; 32], width: 240, height: 64 };
    check(
        "payment_page_with_logo",
        &PaymentPage { content: PageContent { logo: Some(logo), ..page.content.clone() }, ..page },
    );
    check("logo", &Picture { png: vec![0x89, b'P', b'N', b'G'] });
    check("accepted", &Accepted::ALL.to_vec());
    check("defence_checked", &Defence { captcha: Use::On, ..Defence::default() });
    check("amount_rules", &vec![AmountRule::Any, AmountRule::Fixed(5), AmountRule::Choices(vec![5, 10])]);
    let money = |minor| Money::new(minor, Currency::USD);
    let line = Line { item: Some(1), quantity: 2, unit: money(16_000), net: money(32_000), tax: money(2_000) };
    let order = Order {
        page: PaymentPageId::new(2),
        version: 3,
        page_name: "Seminar".into(),
        lines: vec![Bought { name: "Place".into(), line }],
        net: money(32_000),
        tax: money(2_000),
        tax_name: Some(("Taxe".into(), Some(PartsPerMillion(62_500)))),
        inclusive: true,
        agreed: "Oui".into(),
        answers: vec![("Repas".into(), "Viande".into())],
    };
    check("order", &order);
    let line = Line { item: None, quantity: 1, ..line };
    let bare =
        Order { lines: vec![Bought { name: "Dépôt".into(), line }], tax_name: None, answers: Vec::new(), ..order };
    check("order_bare", &bare);
}
