//! What a figure is made of, as a query of Payment Manager that finds exactly those payments.

use crate::{
    domain::{ids::MerchantAccountId, money::Currency, transaction::Status},
    i18n::dates,
    service::dashboard::{Part, spans::Span},
    web::paths,
};

/// What every figure of a set has in common.
#[derive(Clone, Copy)]
pub(super) struct Scope {
    pub(super) account: Option<MerchantAccountId>,
    /// The currency, where there is more than one.
    pub(super) currency: Option<Currency>,
}

impl Scope {
    /// The payments that were approved in a stretch.
    pub(super) fn approved(self, span: Span) -> String {
        self.find(span, "", &codes(Status::is_approved))
    }

    /// The payments of one part of a breakdown; `None` where no query tells them from others.
    pub(super) fn part(self, span: Span, part: Part) -> Option<String> {
        let narrowed = match part {
            Part::Source(source) => format!(" source:{}", source.code()),
            Part::Account(account) => return Some(Self { account: Some(account), ..self }.approved(span)),
            Part::Card(brand) => format!(" method:{}", brand.name().to_lowercase().replace(' ', "_")),
            Part::Bank => " method:bank".to_owned(),
            Part::Other => return None,
        };
        Some(self.find(span, &narrowed, &codes(Status::is_approved)))
    }

    /// The payments that were declined or failed in a stretch.
    pub(super) fn declined(self, span: Span) -> String {
        self.find(span, "", &codes(|status| matches!(status, Status::Declined | Status::Failed)))
    }

    /// The payments of a stretch that stand so.
    pub(super) fn standing(self, span: Span, status: Status) -> String {
        self.find(span, "", status.code())
    }

    fn find(self, span: Span, narrowed: &str, statuses: &str) -> String {
        let day = |day| dates::civil(day).to_string();
        let days = if span.is_one_day() {
            format!("date:{}", day(span.first))
        } else {
            format!("from:{} to:{}", day(span.first), day(span.last))
        };
        let account = self.account.map(|account| format!(" account:{account}")).unwrap_or_default();
        let currency = self.currency.map(|currency| format!(" currency:{}", currency.code())).unwrap_or_default();
        paths::payments_matching(&format!("{days}{account}{narrowed}{currency} status:{statuses}"))
    }
}

fn codes(wanted: fn(Status) -> bool) -> String {
    let codes: Vec<&str> = Status::ALL.into_iter().filter(|status| wanted(*status)).map(Status::code).collect();
    codes.join(",")
}
