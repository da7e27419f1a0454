//! Stand-in until the sandbox is merged.
use super::{
    CallError, Capabilities, Charge, ChargeView, ClientConfiguration, Gateway, GatewayId, LookUp, News, Outcome,
    RefundOutcome, SavedMethod, WebhookHint, WebhookRefused,
};
use crate::domain::{ids::OperationKey, money::Money, time::Timestamp};
use async_trait::async_trait;
#[derive(Debug)]
pub struct BooksError(pub String);
pub trait Books: Send + Sync {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, BooksError>;
    fn scan(&self, prefix: &[u8], after: Option<&[u8]>, limit: usize) -> Result<Vec<(Vec<u8>, Vec<u8>)>, BooksError>;
    fn write(&self, changes: &[(Vec<u8>, Option<Vec<u8>>)]) -> Result<(), BooksError>;
}
pub struct Sandbox;
fn no<T>() -> Result<T, CallError> {
    Err(CallError::NotSent(String::new()))
}
#[async_trait]
impl Gateway for Sandbox {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            two_step: true,
            bank_debits: false,
            authorize_only: true,
            void: true,
            saved_methods: true,
            test: true,
            refund_days: 180,
        }
    }
    fn client_configuration(&self, key: &OperationKey) -> ClientConfiguration {
        ClientConfiguration { frame_url: format!("/card-fields/{key}"), method_token: format!("tok_{key}") }
    }
    async fn open(&self, _: &Charge) -> Result<Option<GatewayId>, CallError> {
        no()
    }
    async fn confirm(&self, _: &Charge, _: Option<&GatewayId>) -> Result<Outcome, CallError> {
        no()
    }
    async fn capture(&self, _: &GatewayId, _: &OperationKey, _: Money) -> Result<Outcome, CallError> {
        no()
    }
    async fn void(&self, _: &GatewayId, _: &OperationKey) -> Result<Outcome, CallError> {
        no()
    }
    async fn refund(&self, _: &GatewayId, _: &OperationKey, _: Money) -> Result<RefundOutcome, CallError> {
        no()
    }
    async fn save_method(&self, _: &str, _: &OperationKey) -> Result<SavedMethod, CallError> {
        no()
    }
    async fn delete_method(&self, _: &str) -> Result<(), CallError> {
        no()
    }
    async fn look_up(&self, _: LookUp<'_>) -> Result<Option<ChargeView>, CallError> {
        no()
    }
    async fn look_up_refund(&self, _: &OperationKey) -> Result<Option<RefundOutcome>, CallError> {
        no()
    }
    async fn poll(&self, _: Option<&str>) -> Result<News, CallError> {
        no()
    }
    fn verify_webhook(&self, _: &str, _: &[u8], _: Timestamp) -> Result<WebhookHint, WebhookRefused> {
        Err(WebhookRefused)
    }
}
