//! Records with fixed content, and a firm that is set up.

use clientpay::{
    domain::{
        card::LastFour,
        firm::Firm,
        ids::{MerchantAccountId, UserId},
        journal::{Actor, Fact, Subject},
        locale::{Language, Locale},
        merchant_account::{AccountKind, MerchantAccount, Processor},
        money::Currency,
        permission::Role,
        user::{AlertMail, Theme, User},
    },
    store::{Store, StoreError},
};

use super::NOW;

pub fn firm() -> Firm {
    Firm {
        name: "Harlow & Finch LLP".into(),
        time_zone: "America/New_York".into(),
        currency: Currency::USD,
        language: Language::En,
        locales: [Locale::EnUs, Locale::FrCa, Locale::EsUs],
        address: "12 Court Square, Albany NY".into(),
        email: "billing@harlowfinch.example".into(),
        phone: "+1 518 555 0100".into(),
        created_at: NOW,
    }
}

pub fn account(id: u64, name: &str, kind: AccountKind) -> MerchantAccount {
    MerchantAccount {
        id: MerchantAccountId::new(id),
        name: name.into(),
        kind,
        currency: Currency::USD,
        last_four: LastFour::parse("3302").unwrap(),
        statement_name: "HARLOW FINCH LLP".into(),
        processor: Processor::Sandbox,
        used: false,
        active: true,
    }
}

pub fn user(id: u64, role: Role) -> User {
    User {
        id: UserId::new(id),
        email: format!("{role:?}@harlowfinch.example").to_lowercase(),
        name: format!("{role:?}"),
        password_hash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g".into(),
        role,
        language: None,
        theme: Theme::Device,
        columns: Vec::new(),
        active: true,
        epoch: 0,
        failed_sign_ins: 0,
        locked_until: None,
        refund_limit: None,
        alert_mail: AlertMail::Never,
        created_at: NOW,
    }
}

/// Writes the firm with an operating and a trust account and one member of staff per role.
pub async fn set_up(store: &Store) -> ([MerchantAccountId; 2], [User; 4]) {
    let written = store.write(|writer| -> Result<_, StoreError> {
        writer.put_firm(&firm())?;
        writer.record(NOW, Actor::System, Subject::Firm, Fact::FirmSetUp)?;
        let mut ids = [MerchantAccountId::new(0); 2];
        let kinds = [("Operating", AccountKind::Operating), ("IOLTA Trust", AccountKind::Trust)];
        for (id, (name, kind)) in ids.iter_mut().zip(kinds) {
            *id = writer.next_merchant_account()?;
            writer.put_merchant_account(&account(id.get(), name, kind))?;
        }
        let mut users = Role::ALL.map(|role| user(0, role));
        for user in &mut users {
            user.id = writer.next_user()?;
            writer.put_user(user)?;
        }
        Ok((ids, users))
    });
    written.await.unwrap()
}
