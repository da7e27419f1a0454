//! Commits: shared, refused, panicked, lost, kept, and a disk that is full for a while.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use clientpay::{
    domain::journal::{Actor, Fact, Subject},
    store::{
        Health, OpenError, Store, StoreError, WriteError,
        engine::{
            Direction, Engine, EngineError, Read, TransactError, Write,
            faulty::{Fault, Faults, Faulty},
            memory::Memory,
        },
        firm,
        head::HeadFile,
        journal,
        migrations::{Identity, Opener},
        open::Fixed,
        outbox,
        table::Records as _,
        tables::JOURNAL,
        users,
    },
};

use crate::support::{NOW, TestFirm, faulty_store, identity, records, script, serving};

/// Memory that counts its commits.
struct Counting {
    inner: Memory,
    commits: Arc<AtomicUsize>,
}

impl Engine for Counting {
    fn snapshot(&self) -> Result<Box<dyn Read + Send>, EngineError> {
        self.inner.snapshot()
    }

    fn transact(&self, body: &mut dyn FnMut(&mut dyn Write) -> Result<(), EngineError>) -> Result<(), TransactError> {
        self.inner.transact(body).inspect(|()| {
            self.commits.fetch_add(1, Ordering::SeqCst);
        })
    }
}

async fn sign(store: &Store) -> Result<(), WriteError<StoreError>> {
    store.write(|writer| writer.record(NOW, Actor::System, Subject::Firm, Fact::SignedIn)).await
}

fn entries(store: &Store) -> usize {
    store.read().unwrap().all(JOURNAL, Direction::Forward).unwrap().count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_writers_at_once_are_all_durable_and_each_hears_its_own_result() {
    let (memory, commits) = (Memory::new(), Arc::new(AtomicUsize::new(0)));
    let engine = Counting { inner: memory.clone(), commits: commits.clone() };
    let store = Store::open(Arc::new(Fixed(Arc::new(engine))), HeadFile::in_memory(), &identity()).unwrap();
    let tasks: Vec<_> = (0..64u64)
        .map(|index| {
            let store = store.clone();
            tokio::spawn(async move {
                let written = store.write(move |writer| -> Result<_, StoreError> {
                    let payer = writer.next_payer()?;
                    writer.record(NOW, Actor::System, Subject::Payer(payer), Fact::PayerAdded)?;
                    Ok((index, payer))
                });
                (index, written.await.unwrap())
            })
        })
        .collect();
    let mut ids = Vec::new();
    for task in tasks {
        let (asked, (answered, id)) = task.await.unwrap();
        assert_eq!(asked, answered);
        ids.push(id.get());
    }
    ids.sort_unstable();
    assert_eq!(ids, (1..=64).collect::<Vec<u64>>());
    assert!(commits.load(Ordering::SeqCst) <= 65, "no more commits than writers and the first row");
    drop(store);
    assert_eq!(entries(&faulty_store(&memory, &Faults::new())), 64);
}

#[tokio::test]
async fn closures_that_wait_together_share_one_commit_and_a_refusal_leaves_the_others() {
    let (memory, commits) = (Memory::new(), Arc::new(AtomicUsize::new(0)));
    let engine = Counting { inner: memory, commits: commits.clone() };
    let store = Store::open(Arc::new(Fixed(Arc::new(engine))), HeadFile::in_memory(), &identity()).unwrap();
    let before = commits.load(Ordering::SeqCst);
    // The first closure holds the writer until all the others wait.
    let (release, held) = std::sync::mpsc::channel::<()>();
    let first = store.write(move |writer| -> Result<(), StoreError> {
        let _ = held.recv();
        writer.record(NOW, Actor::System, Subject::Firm, Fact::SignedIn)
    });
    let refusing = store.write(|writer| -> Result<(), &'static str> {
        writer.record(NOW, Actor::System, Subject::Firm, Fact::SignedOut).map_err(|_| "the store failed")?;
        Err("no")
    });
    let others = async { tokio::join!(sign(&store), refusing, sign(&store), async { drop(release) }) };
    let (first, (one, refused, two, ())) = tokio::join!(biased; first, others);
    for written in [first, one, two] {
        written.unwrap();
    }
    assert!(matches!(refused, Err(WriteError::Refused("no"))));
    assert_eq!(entries(&store), 3);
    assert!(commits.load(Ordering::SeqCst) - before <= 2, "the first alone, the rest together");
    assert_eq!(journal::history(&store.read().unwrap(), Subject::Firm).unwrap().len(), 3);
}

#[tokio::test]
async fn a_closure_that_panics_writes_nothing_and_leaves_the_writer_alive() {
    let store = faulty_store(&Memory::new(), &Faults::new());
    let panicking = store.write(|writer| -> Result<(), StoreError> {
        writer.record(NOW, Actor::System, Subject::Firm, Fact::SignedOut)?;
        std::panic::resume_unwind(Box::new("a defect"))
    });
    let (panicked, good) = tokio::join!(panicking, sign(&store));
    assert!(matches!(panicked, Err(WriteError::ReadOnly)));
    good.unwrap();
    sign(&store).await.unwrap();
    assert_eq!((entries(&store), store.health()), (2, Health::Serving));
}

#[tokio::test]
async fn a_failed_commit_is_in_doubt_and_what_became_of_it_is_read_after_recovery() {
    for (fault, kept) in [(Fault::CommitLost, 0), (Fault::CommitKept, 1)] {
        let faults = Faults::new();
        let store = faulty_store(&Memory::new(), &faults);
        let mut health = store.watch_health();
        health.mark_unchanged();
        let mut committed = store.committed();
        faults.push(fault);
        assert!(matches!(sign(&store).await, Err(WriteError::InDoubt)), "{fault:?}");
        health.changed().await.unwrap();
        serving(&store).await;
        assert_eq!(entries(&store), kept, "{fault:?}");
        assert_eq!(*committed.borrow_and_update(), kept as u64, "followers are told what was kept");
        sign(&store).await.unwrap();
        assert_eq!(entries(&store), kept + 1);
    }
}

#[tokio::test]
async fn everyone_in_a_group_whose_commit_fails_is_told_that_it_is_in_doubt() {
    let faults = Faults::new();
    let store = faulty_store(&Memory::new(), &faults);
    let (release, held) = std::sync::mpsc::channel::<()>();
    let first = store.write(move |_| -> Result<(), StoreError> {
        let _ = held.recv();
        Ok(())
    });
    script(&faults, &[Fault::Pass, Fault::CommitLost]);
    let others = async { tokio::join!(sign(&store), sign(&store), sign(&store), async { drop(release) }) };
    let (first, (one, two, three, ())) = tokio::join!(biased; first, others);
    // Whether the first was alone or with the others, nobody is told of a success that was lost.
    let in_doubt = [first, one, two, three].iter().filter(|answer| matches!(answer, Err(WriteError::InDoubt))).count();
    serving(&store).await;
    assert_eq!(entries(&store) + in_doubt.min(3), 3);
    drop(sign(&store).await);
}

#[tokio::test]
async fn a_full_disk_is_read_only_until_there_is_room() {
    let firm = TestFirm::new().await;
    let store = &firm.app.store;
    firm.faults.push(Fault::Full);
    assert!(matches!(sign(store).await, Err(WriteError::ReadOnly)), "nothing was written, for certain");
    assert!(matches!(store.health(), Health::ReadOnly(_)), "one failed write is enough to say so");
    // Between two attempts to write again what is committed can be read.
    let reader = loop {
        match store.read() {
            Ok(reader) => break reader,
            Err(_) => tokio::task::yield_now().await,
        }
    };
    assert!(firm::firm(&reader).unwrap().is_some());
    assert!(sign(store).await.is_err());
    firm.faults.freed();
    serving(store).await;
    sign(store).await.unwrap();
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_store_that_is_written_to_without_pause_recovers_all_the_same() {
    let firm = TestFirm::new().await;
    firm.faults.push(Fault::Full);
    sign(&firm.app.store).await.unwrap_err();
    firm.faults.freed();
    // No pause is ever as long as the interval; each write that comes in is an occasion.
    while sign(&firm.app.store).await.is_err() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_unreadable_page_under_a_closure_stops_the_writer_until_it_reopens() {
    // A store alone: an index beside it reads too, and might be the one to meet the page.
    let (memory, faults) = (Memory::new(), Faults::new());
    let store = faulty_store(&memory, &faults);
    faults.push(Fault::ReadError);
    assert!(matches!(sign(&store).await, Err(WriteError::ReadOnly)));
    serving(&store).await;
    sign(&store).await.unwrap();
}

#[tokio::test]
async fn an_engine_that_a_reader_finds_broken_is_reopened_though_nobody_writes() {
    let (memory, faults) = (Memory::new(), Faults::new());
    let store = faulty_store(&memory, &faults);
    sign(&store).await.unwrap();
    let mut health = store.watch_health();
    health.mark_unchanged();
    faults.push(Fault::Broken);
    assert!(matches!(store.read(), Err(StoreError::Closed)));
    health.changed().await.unwrap();
    serving(&store).await;
    assert_eq!((entries(&store), faults.needs_reopening()), (1, false));
}

#[tokio::test]
async fn a_file_that_comes_back_older_is_not_written_to() {
    struct Swapping(Memory, Memory, AtomicUsize);
    impl Opener for Swapping {
        fn open(&self) -> Result<Arc<dyn Engine>, OpenError> {
            let again = self.2.fetch_add(1, Ordering::SeqCst) > 0;
            let faults = Faults::new();
            if again {
                return Ok(Arc::new(self.1.clone()));
            }
            script(&faults, &[Fault::Pass, Fault::Pass, Fault::CommitLost]);
            let engine = Faulty::new(Arc::new(self.0.clone()), faults);
            Ok(Arc::new(engine))
        }

        fn back_up_before_migration(&self, _: &dyn Engine, _: u32) -> Result<(), OpenError> {
            Ok(())
        }
    }
    let fresh: Identity = identity();
    let opener = Swapping(Memory::new(), Memory::new(), AtomicUsize::new(0));
    let store = Store::open(Arc::new(opener), HeadFile::in_memory(), &fresh).unwrap();
    sign(&store).await.unwrap();
    assert!(matches!(sign(&store).await, Err(WriteError::InDoubt)));
    assert!(matches!(sign(&store).await, Err(WriteError::ReadOnly)));
    let Health::ReadOnly(reason) = store.health() else { panic!("it must not write") };
    assert!(reason.contains("older"), "{reason}");
}

#[tokio::test]
async fn a_second_user_cannot_take_the_address_of_the_first() {
    let firm = TestFirm::new().await;
    let thief = records::user(99, clientpay::domain::permission::Role::Cashier);
    let written = firm.app.store.write(move |writer| writer.put_user(&thief)).await;
    assert!(matches!(written, Err(WriteError::Refused(StoreError::Damaged(_)))));
    let owner = users::user_by_email(&firm.read(), "CASHIER@harlowfinch.example").unwrap().unwrap();
    assert_eq!(owner.id, firm.cashier.id);
    assert!(outbox::latest(&firm.read(), None, 9).unwrap().is_empty());
}
