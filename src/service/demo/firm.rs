//! The demonstration's firm: its letterhead, its deposit accounts, its staff.

use crate::domain::{
    card::LastFour,
    firm::Firm,
    ids::{MerchantAccountId, UserId},
    journal::Actor,
    locale::Language,
    merchant_account::{AccountKind, MerchantAccount, Processor},
    money::{Currency, Money},
    permission::Role,
    time::Timestamp,
    user::{AlertMail, Theme, User},
};

use super::DemoError;

/// The zone of the firm's days.
pub(super) const TIME_ZONE: &str = "America/New_York";
/// Earned fees.
pub(super) const OPERATING: MerchantAccountId = MerchantAccountId::new(1);
/// Clients' money.
pub(super) const TRUST: MerchantAccountId = MerchantAccountId::new(2);
/// Filing fees and other costs.
pub(super) const COSTS: MerchantAccountId = MerchantAccountId::new(3);
/// Who set the portal up.
pub(super) const ADMINISTRATOR: UserId = UserId::new(1);
/// Who gives money back.
pub(super) const BILLING: UserId = UserId::new(2);
/// Who keys most payments.
pub(super) const CASHIER: UserId = UserId::new(3);

/// Everything that stands before the first payment.
#[derive(Clone)]
pub(super) struct House {
    pub(super) firm: Firm,
    pub(super) accounts: Vec<MerchantAccount>,
    pub(super) users: Vec<User>,
}

impl House {
    /// The firm as it was set up at `at`. `password_hash` is everyone's.
    pub(super) fn new(at: Timestamp, password_hash: &str) -> Result<Self, DemoError> {
        // Larger refunds are the administrator's to give.
        let limit = Money::new(500_000, Currency::USD);
        let staff = [
            (ADMINISTRATOR, "admin@demo.example", "Dana Okafor", Role::Administrator),
            (BILLING, "billing@demo.example", "Camille Tremblay", Role::Billing),
            (CASHIER, "cashier@demo.example", "Luis Ortega", Role::Cashier),
            (UserId::new(4), "auditor@demo.example", "Grace Lindqvist", Role::Auditor),
        ];
        let accounts = [
            (OPERATING, "Operating", AccountKind::Operating, "3302", "HARLOW FINCH LLP"),
            (TRUST, "Client Trust (IOLTA)", AccountKind::Trust, "8841", "HARLOW FINCH TRUST"),
            (COSTS, "Costs & Filing Fees", AccountKind::Operating, "6127", "HARLOW FINCH COSTS"),
        ];
        Ok(Self {
            firm: firm(at),
            accounts: accounts.into_iter().map(account).collect::<Result<_, _>>()?,
            users: staff
                .into_iter()
                .map(|person| User {
                    refund_limit: (person.3 == Role::Billing).then_some(limit),
                    ..user(person, at, password_hash)
                })
                .collect(),
        })
    }

    /// The account with this id.
    pub(super) fn account(&self, id: MerchantAccountId) -> Option<&MerchantAccount> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// Who the journal says set things up.
    pub(super) const fn founder() -> Actor {
        Actor::User(ADMINISTRATOR)
    }
}

fn firm(at: Timestamp) -> Firm {
    Firm {
        name: "Harlow & Finch LLP".to_owned(),
        time_zone: TIME_ZONE.to_owned(),
        currency: Currency::USD,
        language: Language::En,
        locales: Language::ALL.map(Language::default_locale),
        address: "40 State Street, Boston MA 02109".to_owned(),
        email: "payments@harlowfinch.example".to_owned(),
        phone: "(617) 555-0172".to_owned(),
        created_at: at,
    }
}

type AccountFacts = (MerchantAccountId, &'static str, AccountKind, &'static str, &'static str);

fn account((id, name, kind, last_four, statement_name): AccountFacts) -> Result<MerchantAccount, DemoError> {
    Ok(MerchantAccount {
        id,
        name: name.to_owned(),
        kind,
        currency: Currency::USD,
        last_four: LastFour::parse(last_four).map_err(|_| DemoError::Defect("an account's last four digits"))?,
        statement_name: statement_name.to_owned(),
        processor: Processor::Sandbox,
        used: true,
        active: true,
    })
}

fn user((id, email, name, role): (UserId, &str, &str, Role), at: Timestamp, password_hash: &str) -> User {
    User {
        id,
        email: email.to_owned(),
        name: name.to_owned(),
        password_hash: password_hash.to_owned(),
        role,
        language: None,
        theme: Theme::Device,
        columns: Vec::new(),
        active: true,
        epoch: 0,
        failed_sign_ins: 0,
        locked_until: None,
        refund_limit: None,
        alert_mail: if role == Role::Administrator { AlertMail::Daily } else { AlertMail::Never },
        created_at: at,
    }
}
