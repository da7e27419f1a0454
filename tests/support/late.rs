//! A processor that takes its time: charges that hang, and one that arrives long after it was given up.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use clientpay::{
    app::Gateways,
    domain::{ids::OperationKey, money::Money, time::Timestamp},
    gateway::{
        CallError, Capabilities, Charge, ChargeView, ClientConfiguration, Gateway, GatewayId, LookUp, News, Outcome,
        RefundOutcome, SavedMethod, WebhookHint, WebhookRefused, sandbox::Sandbox,
    },
};
use tokio::sync::Semaphore;

use super::TestFirm;

/// The sandbox, but late.
pub struct Late {
    sandbox: Arc<Sandbox>,
    next: AtomicBool,
    on_its_way: Mutex<Option<Charge>>,
    gate: Semaphore,
}

impl Late {
    /// The next charge is lost on its way, and arrives when it is told to.
    pub fn losing_one(firm: &mut TestFirm) -> Arc<Self> {
        Self::of(firm, true, Semaphore::MAX_PERMITS)
    }

    /// Every charge waits for [`Late::let_one_through`].
    pub fn holding(firm: &mut TestFirm) -> Arc<Self> {
        Self::of(firm, false, 0)
    }

    fn of(firm: &mut TestFirm, loses: bool, through: usize) -> Arc<Self> {
        let (sandbox, on_its_way) = (firm.app.sandbox.clone(), Mutex::default());
        let late = Self { sandbox, next: AtomicBool::new(loses), on_its_way, gate: Semaphore::new(through) };
        let late = Arc::new(late);
        Arc::get_mut(&mut firm.app).expect("nobody has the app yet").gateways = Gateways::new(late.clone());
        late
    }

    /// What was held is charged.
    pub fn let_one_through(&self) {
        self.gate.add_permits(1);
    }

    /// What was lost is charged.
    pub async fn arrive(&self) {
        let charge = self.on_its_way.lock().unwrap().take().unwrap();
        let id = self.sandbox.open(&charge).await.unwrap();
        self.sandbox.confirm(&charge, id.as_ref()).await.unwrap();
    }
}

#[async_trait]
impl Gateway for Late {
    fn capabilities(&self) -> Capabilities {
        self.sandbox.capabilities()
    }

    fn client_configuration(&self, key: &OperationKey) -> ClientConfiguration {
        self.sandbox.client_configuration(key)
    }

    async fn open(&self, charge: &Charge) -> Result<Option<GatewayId>, CallError> {
        if self.next.load(Ordering::SeqCst) { Ok(None) } else { self.sandbox.open(charge).await }
    }

    async fn confirm(&self, charge: &Charge, opened: Option<&GatewayId>) -> Result<Outcome, CallError> {
        self.gate.acquire().await.expect("it is never closed").forget();
        if self.next.swap(false, Ordering::SeqCst) {
            *self.on_its_way.lock().unwrap() = Some(charge.clone());
            return Err(CallError::Lost("no answer".into()));
        }
        self.sandbox.confirm(charge, opened).await
    }

    async fn capture(&self, id: &GatewayId, key: &OperationKey, amount: Money) -> Result<Outcome, CallError> {
        self.sandbox.capture(id, key, amount).await
    }

    async fn void(&self, id: &GatewayId, key: &OperationKey) -> Result<Outcome, CallError> {
        self.sandbox.void(id, key).await
    }

    async fn refund(&self, id: &GatewayId, key: &OperationKey, amount: Money) -> Result<RefundOutcome, CallError> {
        self.sandbox.refund(id, key, amount).await
    }

    async fn describe(&self, token: &str) -> Result<Option<SavedMethod>, CallError> {
        self.sandbox.describe(token).await
    }

    async fn save_method(&self, token: &str, key: &OperationKey) -> Result<SavedMethod, CallError> {
        self.sandbox.save_method(token, key).await
    }

    async fn delete_method(&self, token: &str) -> Result<(), CallError> {
        self.sandbox.delete_method(token).await
    }

    async fn look_up(&self, by: LookUp<'_>) -> Result<Option<ChargeView>, CallError> {
        self.sandbox.look_up(by).await
    }

    async fn look_up_refund(&self, key: &OperationKey) -> Result<Option<RefundOutcome>, CallError> {
        self.sandbox.look_up_refund(key).await
    }

    async fn poll(&self, cursor: Option<&str>) -> Result<News, CallError> {
        self.sandbox.poll(cursor).await
    }

    fn verify_webhook(&self, signature: &str, body: &[u8], now: Timestamp) -> Result<WebhookHint, WebhookRefused> {
        self.sandbox.verify_webhook(signature, body, now)
    }
}
