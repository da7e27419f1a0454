//! The firm that the targets ask about: made up once per process, always the same.

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use clientpay::{
    app::Secrets,
    domain::time::Timestamp,
    gateway::sandbox::{Sandbox, books::MemoryBooks},
    search::Index,
    service::demo::{DemoOptions, Portal, fill},
    store::{
        Store,
        engine::{Direction, Pair, Read, memory::Memory, prefix_span},
        migrations::{Identity, current_schema},
        open,
    },
};

/// What time it is: November 22, 2026.
pub const NOW: Timestamp = Timestamp::from_ms(1_795_388_400_000);

/// The key of the firm's secrets.
pub const SECRETS: Secrets = Secrets::new([7; 32]);

/// Longer than any machine needs to index a few dozen payments.
const INDEXED_WITHIN: Duration = Duration::from_secs(60);

/// A store with so many payments of the demonstration's firm.
pub fn store(payments: u64) -> Store {
    let fresh = Identity { database: "fuzzed".to_owned(), schema: current_schema(), created_at: NOW };
    let store = open::in_memory(&Memory::new(), &fresh).expect("a store in memory");
    let sandbox = Sandbox::new(Arc::new(MemoryBooks::default()), [9; 32], Arc::new(|| NOW));
    let options = DemoOptions { payments, seed: 1, now: NOW, password_hash: "$argon2id$".to_owned() };
    let portal = Portal { store: &store, sandbox: &sandbox, secrets: &SECRETS, base_url: "https://pay.firm.example" };
    block_on(fill(portal, &options, &mut |_| {})).expect("the demonstration's firm");
    store
}

/// The index of sixty payments.
pub fn index() -> &'static Index {
    static INDEX: LazyLock<Index> = LazyLock::new(|| {
        let store = store(60);
        let committed = *store.committed().borrow();
        let index = Index::in_memory(store).expect("an index in memory");
        assert!(block_on(index.wait_for(committed, INDEXED_WITHIN)), "the payments were not indexed");
        index
    });
    &INDEX
}

/// Every row that a view holds.
pub fn rows(view: &dyn Read) -> Vec<Pair> {
    let rows = view.scan(prefix_span(&[]), Direction::Forward).expect("a readable view");
    rows.collect::<Result<_, _>>().expect("readable rows")
}

/// Waits for what the product does asynchronously.
pub fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(work)
}
