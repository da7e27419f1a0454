//! The firm's two payment pages: deposits into trust, and a seminar with tax. Which past payments were made on them follows
//! from the payments.

use crate::domain::{
    accepted::Accepted,
    ids::PaymentPageId,
    locale::Language,
    money::{Money, PartsPerMillion},
    payment_page::{
        Content, Kind, PaymentPage, Words,
        fields::{Asked, CustomField, FieldKind, Need},
        guard::Defence,
        onward::Onward,
        order::{Bought, Order},
        pricing::{AmountRule, Item, Line, Tax, TaxMode, Taxed},
        words::Texts,
    },
    time::Timestamp,
    transaction::{Source, Transaction},
};

use super::firm::{OPERATING, TRUST};

/// The page of deposits.
const DEPOSIT: PaymentPageId = PaymentPageId::new(1);
/// The page of the seminar.
const SEMINAR: PaymentPageId = PaymentPageId::new(2);
/// The price of a seat, in cents.
const SEAT: i64 = 16_000;
/// The tax on it. Of a seat it is exactly ten dollars, so that past payments need no rounding.
const RATE: PartsPerMillion = PartsPerMillion(62_500);
/// What a seat costs with tax.
pub(super) const SEAT_WITH_TAX: i64 = 17_000;

/// Both pages, open since the firm began.
pub(super) fn pages(at: Timestamp) -> [PaymentPage; 2] {
    let page = |id, slug: &str, content| PaymentPage {
        id,
        version: 1,
        slug: slug.to_owned(),
        former_slugs: Vec::new(),
        open: true,
        content,
        created_at: at,
        changed_at: at,
    };
    [page(DEPOSIT, "trust-deposit", deposit()), page(SEMINAR, "estate-planning-seminar", seminar())]
}

fn texts(en: &str, fr: &str, es: &str) -> Texts {
    Texts { en: en.to_owned(), fr: fr.to_owned(), es: es.to_owned() }
}

fn deposit() -> Content {
    Content {
        name: "Trust deposits".to_owned(),
        merchant_account: TRUST,
        accepted: Accepted::Both,
        kind: Kind::General(AmountRule::Between { least: 10_000, most: 5_000_000 }),
        tax: None,
        asked: Asked { email: Need::Required, matter: Need::Required, reference: Need::Optional, ..Asked::default() },
        custom: Vec::new(),
        languages: Language::ALL.to_vec(),
        words: Words {
            heading: texts("Deposit into trust", "Dépôt en fidéicommis", "Depósito en fideicomiso"),
            introduction: texts(
                "Deposit a retainer into our client trust account. The money stays yours until it is earned. You’ll find your matter number in your engagement letter.",
                "Déposez une provision dans notre compte en fidéicommis. L’argent demeure le vôtre jusqu’à ce qu’il soit gagné. Le numéro de dossier figure dans votre lettre de mandat.",
                "Deposite un anticipo en nuestra cuenta fiduciaria. El dinero sigue siendo suyo hasta que se devengue. El número de asunto está en su carta de encargo.",
            ),
            thanks: texts(
                "Thank you. Your lawyer will confirm the deposit within one business day.",
                "Merci. Votre avocat confirmera le dépôt dans un délai d’un jour ouvrable.",
                "Gracias. Su abogado confirmará el depósito en un día hábil.",
            ),
            ..Words::default()
        },
        continue_to: None,
        onward: Onward::default(),
        sites: Vec::new(),
        colour: None,
        logo: None,
        offers_keeping: true,
        indexed: false,
        defence: Defence::default(),
        last_number: 0,
    }
}

fn seminar() -> Content {
    let item = |id, name, description, (unit_minor, taxed): (i64, Taxed), (usual, most): (u32, u32)| Item {
        id,
        name,
        description,
        unit_minor,
        taxed,
        usual,
        least: 1,
        most,
        stock: None,
    };
    let handbook = item(
        2,
        texts("Printed handbook", "Guide imprimé", "Manual impreso"),
        texts("240 pages, posted to you", "240 pages, envoyé par la poste", "240 páginas, por correo"),
        (4_500, Taxed::AtPageRate),
        (0, 4),
    );
    Content {
        name: "Estate planning seminar".to_owned(),
        merchant_account: OPERATING,
        accepted: Accepted::Both,
        kind: Kind::Items(vec![
            item(
                1,
                texts("Seat", "Place", "Plaza"),
                texts("Two evenings at our office", "Deux soirées à nos bureaux", "Dos tardes en nuestra oficina"),
                (SEAT, Taxed::AtPageRate),
                (1, 6),
            ),
            Item { stock: Some(40), ..handbook },
            item(
                3,
                texts("Notary’s certificate", "Attestation notariale", "Certificado notarial"),
                texts(
                    "For those who need proof",
                    "Pour qui a besoin d’une preuve",
                    "Para quien necesite un justificante",
                ),
                (2_000, Taxed::Exempt),
                (0, 6),
            ),
        ]),
        tax: Some(Tax {
            name: texts("Sales tax", "Taxe de vente", "Impuesto de ventas"),
            rate: RATE,
            mode: TaxMode::Exclusive,
        }),
        asked: Asked { email: Need::Required, phone: Need::Optional, ..Asked::default() },
        custom: vec![CustomField {
            id: 4,
            kind: FieldKind::Choice(vec![
                texts("With meat", "Avec viande", "Con carne"),
                texts("Vegetarian", "Végétarien", "Vegetariano"),
                texts("No meal", "Sans repas", "Sin comida"),
            ]),
            need: Need::Optional,
            label: texts("Meal", "Repas", "Comida"),
        }],
        words: Words {
            heading: texts(
                "Estate planning seminar",
                "Séminaire de planification successorale",
                "Seminario de planificación sucesoria",
            ),
            introduction: texts(
                "Choose your seats, then pay. You don’t need an account, and we’ll email you a receipt.",
                "Choisissez vos places, puis payez. Aucun compte n’est requis et nous vous enverrons un reçu.",
                "Elija sus plazas y pague. No necesita una cuenta y le enviaremos un recibo.",
            ),
            thanks: texts("We look forward to seeing you.", "Au plaisir de vous y voir.", "Le esperamos."),
            ..Words::default()
        },
        last_number: 4,
        ..deposit()
    }
}

/// What a past payment on a page was for. Those that fit neither page were made on pages that are gone.
pub(super) fn order_of(payment: &Transaction) -> Option<Order> {
    if payment.source != Source::PaymentPage {
        return None;
    }
    let (currency, language) = (payment.amount.currency(), payment.locale.language());
    let money = |minor| Money::new(minor, currency);
    let amount = payment.amount.minor();
    if payment.merchant_account == TRUST {
        let content = deposit();
        let line = Line { item: None, quantity: 1, unit: payment.amount, net: payment.amount, tax: money(0) };
        let name = content.words.heading.in_language(language).to_owned();
        return Some(order(DEPOSIT, content.name, vec![Bought { name, line }], (payment.amount, money(0))));
    }
    let seats = u32::try_from(amount / SEAT_WITH_TAX).ok().filter(|seats| (1..=6).contains(seats))?;
    let all = i64::from(seats);
    if payment.merchant_account != OPERATING || all * SEAT_WITH_TAX != amount {
        return None;
    }
    let content = seminar();
    let (net, tax) = (money(SEAT * all), money((SEAT_WITH_TAX - SEAT) * all));
    let seat = content.items().first()?;
    let line = Line { item: Some(seat.id), quantity: seats, unit: money(SEAT), net, tax };
    let bought = Bought { name: seat.name.in_language(language).to_owned(), line };
    let tax_name = content.tax.as_ref().map(|tax| (tax.name.in_language(language).to_owned(), Some(tax.rate)));
    let field = content.custom.first()?;
    let FieldKind::Choice(meals) = &field.kind else { return None };
    let meal = meals.get(usize::try_from(payment.id.get() % 3).ok()?)?;
    let answers = vec![(field.label.in_language(language).to_owned(), meal.in_language(language).to_owned())];
    Some(Order { tax_name, answers, ..order(SEMINAR, content.name.clone(), vec![bought], (net, tax)) })
}

fn order(page: PaymentPageId, page_name: String, lines: Vec<Bought>, (net, tax): (Money, Money)) -> Order {
    Order {
        page,
        version: 1,
        page_name,
        lines,
        net,
        tax,
        tax_name: None,
        inclusive: false,
        agreed: "I authorize Harlow & Finch LLP to charge my card today for the total shown.".to_owned(),
        answers: Vec::new(),
    }
}
