//! The disk under the store. Its power can be cut and it can fail in every way that a disk does.
//!
//! Most worlds have the engine in memory, whose commits are there whole or not at all. Some have the real engine over a
//! disk of bytes, on which a power cut keeps any part of what was not synced, torn at a sector.

use std::{
    io,
    sync::{Arc, Mutex},
};

use clientpay::store::{
    OpenError,
    engine::{
        Engine, EngineError, Read, TransactError, Write,
        faulty::{Fault, Faults, Faulty},
        memory::Memory,
        redb::Redb,
    },
    journal::Tail,
    migrations::Opener,
};
use rand::Rng as _;

use crate::world::World;

/// Which engine the store stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    Memory,
    Redb,
}

/// Survives the process.
pub struct Disk {
    world: Arc<World>,
    platform: Platform,
    memory: Mutex<Memory>,
    bytes: Platter,
    full: Mutex<bool>,
    /// What the side file says.
    pub head: Arc<Mutex<Option<Tail>>>,
}

impl Disk {
    pub fn new(world: Arc<World>, platform: Platform) -> Self {
        let bytes = Platter(Arc::new(Mutex::new(Surface::default())), world.clone());
        Self { world, platform, memory: Mutex::default(), bytes, full: Mutex::new(false), head: Arc::default() }
    }

    /// What is left when the power is back.
    pub fn cut_power(&self) {
        if self.platform == Platform::Redb {
            self.bytes.cut_power();
        }
        *self.full.lock().unwrap() = false;
    }

    /// There is room again.
    pub fn free(&self) {
        *self.full.lock().unwrap() = false;
    }

    /// Puts what was there at another time in the place of what is there; gives what was.
    pub fn swap(&self, with: Image) -> Image {
        match with {
            Image::Memory(memory) => Image::Memory(std::mem::replace(&mut self.memory.lock().unwrap(), memory)),
            Image::Bytes(bytes) => Image::Bytes(self.bytes.swap(bytes)),
        }
    }

    /// What is there now.
    pub fn image(&self) -> Image {
        match self.platform {
            Platform::Memory => Image::Memory(self.memory.lock().unwrap().fork()),
            Platform::Redb => Image::Bytes(self.bytes.0.lock().unwrap().bytes.clone()),
        }
    }

    /// A disk with nothing on it.
    pub fn blank(&self) -> Image {
        match self.platform {
            Platform::Memory => Image::Memory(Memory::new()),
            Platform::Redb => Image::Bytes(Vec::new()),
        }
    }
}

/// The content of a disk.
#[derive(Clone)]
pub enum Image {
    Memory(Memory),
    Bytes(Vec<u8>),
}

/// Opens what is on the disk, as often as asked.
pub struct Drive(pub Arc<Disk>);

impl Opener for Drive {
    fn open(&self) -> Result<Arc<dyn Engine>, OpenError> {
        let disk = &self.0;
        if disk.world.is_dead() {
            return Err(OpenError::Damaged("the process is dead".to_owned()));
        }
        let faults = Faults::new();
        let engine: Arc<dyn Engine> = match disk.platform {
            Platform::Memory => Arc::new(disk.memory.lock().unwrap().clone()),
            Platform::Redb => Arc::new(Redb::with_backend(disk.bytes.clone(), 256 << 10)?),
        };
        Ok(Arc::new(Moody { engine: Faulty::new(engine, faults.clone()), faults, disk: disk.clone() }))
    }

    fn back_up_before_migration(&self, _: &dyn Engine, _: u32) -> Result<(), OpenError> {
        Ok(())
    }

    fn prove_room(&self) -> Result<(), OpenError> {
        let full = *self.0.full.lock().unwrap();
        if full { Err(OpenError::Folder(io::ErrorKind::StorageFull.into())) } else { Ok(()) }
    }
}

/// An engine whose commits fail by lot, and under which the process may die before and after each of them.
struct Moody {
    engine: Faulty,
    faults: Faults,
    disk: Arc<Disk>,
}

impl Moody {
    /// Once all goes well, that holds too for faults that were drawn before and met nothing they fit.
    fn calm_down(&self) {
        if self.disk.world.is_calm() {
            self.faults.clear();
        }
    }

    /// What befalls the next transaction.
    fn draw(&self) -> Option<Fault> {
        let world = &self.disk.world;
        if world.point("before a commit") {
            return Some(Fault::CommitLost);
        }
        if *self.disk.full.lock().unwrap() {
            return Some(Fault::Full);
        }
        if !world.mischief(15) {
            return None;
        }
        let fault = world.pick(&[
            Fault::CommitLost,
            Fault::CommitLost,
            Fault::CommitKept,
            Fault::CommitKept,
            Fault::NotStarted,
            Fault::ReadError,
            Fault::Full,
        ]);
        *self.disk.full.lock().unwrap() = fault == Fault::Full;
        Some(fault)
    }
}

impl Engine for Moody {
    fn snapshot(&self) -> Result<Box<dyn Read + Send>, EngineError> {
        if self.disk.world.is_dead() {
            return Err(EngineError::new("the process is dead"));
        }
        self.calm_down();
        self.engine.snapshot()
    }

    fn transact(&self, body: &mut dyn FnMut(&mut dyn Write) -> Result<(), EngineError>) -> Result<(), TransactError> {
        let world = &self.disk.world;
        if world.is_dead() {
            return Err(TransactError::NotStarted(EngineError::new("the process is dead")));
        }
        self.calm_down();
        let fault = self.draw();
        if let Some(fault) = fault {
            world.tell(|| format!("disk: {fault:?}"));
            self.faults.push(fault);
        }
        let outcome = self.engine.transact(body);
        world.tell(|| format!("commit: {}", if outcome.is_ok() { "done" } else { "not done" }));
        if outcome.is_ok() && world.point("after a commit") {
            return Err(TransactError::InDoubt(EngineError::new("the process is dead")));
        }
        outcome
    }
}

/// A disk of bytes. Clones are handles to the same one.
#[derive(Clone)]
struct Platter(Arc<Mutex<Surface>>, Arc<World>);

#[derive(Default)]
struct Surface {
    /// What a reader sees.
    bytes: Vec<u8>,
    /// What was there at the last sync.
    synced: Vec<u8>,
    /// What came since.
    unsynced: Vec<Change>,
}

#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

/// What a disk writes whole.
const SECTOR: usize = 512;

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write(offset, data) => {
                let end = offset + data.len();
                bytes.resize(bytes.len().max(end), 0);
                bytes[*offset..end].copy_from_slice(data);
            }
            Self::Length(length) => bytes.resize(*length, 0),
        }
    }

    /// The sectors of a write before the one it was torn at.
    fn torn(&self, world: &World) -> Self {
        match self {
            Self::Write(offset, data) => {
                let sectors = data.len().div_ceil(SECTOR);
                let kept = world.lots().random_range(0..=sectors) * SECTOR;
                Self::Write(*offset, data[..kept.min(data.len())].to_vec())
            }
            Self::Length(_) => self.clone(),
        }
    }
}

impl Platter {
    fn swap(&self, bytes: Vec<u8>) -> Vec<u8> {
        let mut surface = self.0.lock().unwrap();
        let was = std::mem::take(&mut surface.bytes);
        *surface = Surface { synced: bytes.clone(), bytes, unsynced: Vec::new() };
        was
    }

    fn cut_power(&self) {
        let mut surface = self.0.lock().unwrap();
        let mut bytes = std::mem::take(&mut surface.synced);
        let survival = self.1.between(0, 1000);
        for change in std::mem::take(&mut surface.unsynced) {
            if self.1.chance(u32::try_from(survival).unwrap()) {
                if self.1.chance(125) { change.torn(&self.1) } else { change }.apply(&mut bytes);
            }
        }
        *surface = Surface { synced: bytes.clone(), bytes, unsynced: Vec::new() };
    }

    fn change(&self, change: &Change) -> io::Result<()> {
        let dead = self.1.point("before a write to the disk");
        let change = if dead { change.torn(&self.1) } else { change.clone() };
        let mut surface = self.0.lock().unwrap();
        change.apply(&mut surface.bytes);
        surface.unsynced.push(change);
        if dead { Err(io::ErrorKind::Other.into()) } else { Ok(()) }
    }
}

impl std::fmt::Debug for Platter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Platter")
    }
}

impl redb::StorageBackend for Platter {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.lock().unwrap().bytes.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let surface = self.0.lock().unwrap();
        let start = usize::try_from(offset).map_err(io::Error::other)?;
        let found = surface.bytes.get(start..start + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(found);
        Ok(())
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.change(&Change::Length(usize::try_from(length).map_err(io::Error::other)?))
    }

    fn sync_data(&self) -> io::Result<()> {
        if self.1.point("before a sync") {
            return Err(io::ErrorKind::Other.into());
        }
        // A sync that fails has written some of it, or all of it.
        let fails = self.1.mischief(4);
        let mut surface = self.0.lock().unwrap();
        if fails {
            let kept = self.1.between(0, surface.unsynced.len() as u64);
            let Surface { bytes, synced, unsynced } = &mut *surface;
            unsynced.drain(..usize::try_from(kept).unwrap()).for_each(|change| change.apply(synced));
            // The page cache forgets what it could not write.
            bytes.clone_from(synced);
            unsynced.clear();
            return Err(io::Error::other("the disk did not sync"));
        }
        let Surface { synced, unsynced, .. } = &mut *surface;
        unsynced.drain(..).for_each(|change| change.apply(synced));
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.change(&Change::Write(usize::try_from(offset).map_err(io::Error::other)?, data.to_vec()))
    }
}
