//! The sandbox on books that fail, and what its books never hold.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::{
    super::books::{BooksError, Change, MemoryBooks, Pair},
    *,
};

#[derive(Default)]
pub(super) struct FaultyBooks {
    pub(super) inner: MemoryBooks,
    pub(super) fail: AtomicBool,
    pub(super) effect: AtomicBool,
    pub(super) scanned: AtomicUsize,
}

impl Books for Arc<FaultyBooks> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, BooksError> {
        self.inner.get(key)
    }

    fn scan(&self, prefix: &[u8], after: Option<&[u8]>, limit: usize) -> Result<Vec<Pair>, BooksError> {
        let pairs = self.inner.scan(prefix, after, limit)?;
        self.scanned.fetch_add(pairs.len(), Ordering::Relaxed);
        Ok(pairs)
    }

    fn write(&self, changes: &[Change]) -> Result<(), BooksError> {
        if !self.fail.load(Ordering::Relaxed) {
            return self.inner.write(changes);
        }
        if self.effect.load(Ordering::Relaxed) {
            self.inner.write(changes)?;
        }
        Err(BooksError("disk full".to_owned()))
    }
}

#[tokio::test]
async fn a_write_that_fails_is_a_lost_answer_whether_or_not_it_took_effect() {
    for effect in [false, true] {
        let books = Arc::new(FaultyBooks::default());
        let sandbox = on(Arc::clone(&books));
        let charge = entered(&sandbox, "b", PLAIN);
        let id = sandbox.open(&charge).await.unwrap();
        books.effect.store(effect, Ordering::Relaxed);
        books.fail.store(true, Ordering::Relaxed);
        assert!(matches!(sandbox.confirm(&charge, id.as_ref()).await, Err(CallError::Lost(_))));
        books.fail.store(false, Ordering::Relaxed);
        assert_eq!(view(&sandbox, "b").await.outcome.is_some(), effect);
        assert_eq!(sandbox.confirm(&charge, id.as_ref()).await.unwrap().event, Event::Approve);
        assert_eq!(sandbox.pending_webhooks(9).unwrap().len(), 1);
    }
}

#[tokio::test]
async fn an_operation_behind_a_sweep_that_fails_was_never_sent() {
    let books = Arc::new(FaultyBooks::default());
    let sandbox = on(Arc::clone(&books));
    paid(&sandbox, "b", PLAIN).await;
    let next = entered(&sandbox, "c", PLAIN);
    books.effect.store(true, Ordering::Relaxed);
    books.fail.store(true, Ordering::Relaxed);
    assert!(sandbox.advance(DAY).is_err());
    books.effect.store(false, Ordering::Relaxed);
    assert!(matches!(sandbox.confirm(&next, None).await, Err(CallError::NotSent(_))));
}

#[tokio::test]
async fn the_books_never_hold_a_card_number() {
    let books = MemoryBooks::default();
    let sandbox = on(books.clone());
    for (name, number) in [("b", PLAIN), ("c", "378282246310005")] {
        let token = entered(&sandbox, name, number).method_token;
        sandbox.save_method(&token, &key(name)).await.unwrap();
        sandbox.confirm(&charge(name, &token), None).await.unwrap();
    }
    for (key, value) in books.scan(b"", None, usize::MAX).unwrap() {
        let text = format!("{} {}", String::from_utf8_lossy(&key), String::from_utf8_lossy(&value));
        assert!(![PLAIN, "378282246310005"].iter().any(|number| text.contains(number)), "{text}");
        assert!(!pan::contains_card_number(&text), "{text}");
    }
}
