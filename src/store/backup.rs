//! A consistent copy of the store, made while it serves, and the way back.
//!
//! A copy is written under a temporary name and renamed when it is whole and synced, so a file that carries the final
//! name is complete. The search index is never copied; it is rebuilt.

use std::{
    fs, io,
    ops::Bound,
    path::{Path, PathBuf},
};

use super::{
    OpenError,
    engine::{
        Direction, Engine, Pair, Read,
        redb::{OpenEngineError, Redb},
    },
    head::HeadFile,
    journal,
    migrations::current_schema,
    open::FILE_NAME,
    table::{Reader, Records},
    tables::IDENTITY,
};

/// Pairs written per transaction while copying.
const BATCH: usize = 10_000;

/// Memory for pages while copying, in bytes.
const CACHE_BYTES: usize = 16 << 20;

/// Copies everything that is committed now to a new file.
///
/// # Errors
/// When reading or writing fails, or `target` exists already.
pub fn copy(engine: &dyn Engine, target: &Path) -> io::Result<()> {
    copy_snapshot(engine.snapshot().map_err(io::Error::other)?.as_ref(), target)
}

/// Copies what `reader` sees to a new file.
///
/// # Errors
/// When reading or writing fails, or `target` exists already.
pub fn copy_reader(reader: &Reader, target: &Path) -> io::Result<()> {
    copy_snapshot(reader.snapshot.as_ref(), target)
}

/// Copies what `source` sees to a new file.
///
/// # Errors
/// When reading or writing fails, or `target` exists already.
fn copy_snapshot(source: &(dyn Read + Send), target: &Path) -> io::Result<()> {
    if target.exists() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, format!("{} exists already", target.display())));
    }
    let partial = partial_name(target);
    match fs::remove_file(&partial) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    {
        let copy = Redb::create(&partial, CACHE_BYTES).map_err(io::Error::other)?;
        let mut after: Option<Vec<u8>> = None;
        loop {
            let start = after.map_or(Bound::Unbounded, Bound::Excluded);
            let pairs = source.scan((start, Bound::Unbounded), Direction::Forward).map_err(io::Error::other)?;
            let batch: Vec<Pair> = pairs.take(BATCH).collect::<Result<_, _>>().map_err(io::Error::other)?;
            let Some((last, _)) = batch.last() else { break };
            after = Some(last.clone());
            copy.transact(&mut |transaction| batch.iter().try_for_each(|(key, value)| transaction.put(key, value)))
                .map_err(io::Error::other)?;
        }
    }
    fs::File::open(&partial)?.sync_all()?;
    fs::rename(&partial, target)?;
    sync_folder(target)
}

/// Puts a backup in the place of the data of a folder. What was there is kept beside it under the name returned.
///
/// # Errors
/// [`OpenError`] when the backup is not whole, is newer than this program, or the folder is in use; nothing is changed then.
pub fn restore(backup: &Path, folder: &Path) -> Result<Option<PathBuf>, OpenError> {
    let source = Redb::open_proven(backup, CACHE_BYTES)?;
    let reader = Reader { snapshot: source.snapshot().map_err(super::StoreError::from)? };
    let tail = prove_whole(&reader)?;
    fs::create_dir_all(folder)?;
    let target = folder.join(FILE_NAME);
    let incoming = folder.join(format!("{FILE_NAME}.restoring"));
    if target.exists() {
        // Whoever serves from the folder holds the file's lock. A damaged file is what a backup is there to replace.
        match Redb::open_untouched(&target, CACHE_BYTES).map(drop) {
            Ok(()) | Err(OpenEngineError::Damaged(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    match fs::remove_file(&incoming) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    copy_snapshot(reader.snapshot.as_ref(), &incoming)?;
    let kept = keep_aside(&target)?;
    // Killed anywhere from here on, the folder holds one of the two, whole: renaming puts one in the place of the other,
    // and while nothing is noted of the journal's end, neither is taken for too old.
    HeadFile::forget(folder)?;
    sync_folder(&target)?;
    fs::rename(&incoming, &target)?;
    sync_folder(&target)?;
    HeadFile::open(folder)?.note(tail)?;
    Ok(kept)
}

fn prove_whole(reader: &Reader) -> Result<journal::Tail, OpenError> {
    let identity =
        reader.get(IDENTITY, &())?.ok_or_else(|| OpenError::Damaged("it is not a backup of clientpay".to_owned()))?;
    if identity.schema > current_schema() {
        return Err(OpenError::Newer { found: identity.schema, known: current_schema() });
    }
    let mut fault = None;
    journal::verify(reader, 0, &mut |text| fault = Some(text))?;
    match fault {
        Some(text) => Err(OpenError::Damaged(text)),
        None => Ok(journal::tail(reader)?),
    }
}

/// Gives what is there a second name; it keeps its place.
fn keep_aside(target: &Path) -> io::Result<Option<PathBuf>> {
    if !target.exists() {
        return Ok(None);
    }
    let kept = (1..=u32::MAX)
        .map(|number| target.with_extension(format!("before-restore-{number}.redb")))
        .find(|path| !path.exists())
        .unwrap_or_else(|| target.with_extension("before-restore.redb"));
    if fs::hard_link(target, &kept).is_err() {
        // A file system without second names.
        fs::copy(target, &kept)?;
        fs::File::open(&kept)?.sync_all()?;
    }
    Ok(Some(kept))
}

fn partial_name(target: &Path) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(".partial");
    PathBuf::from(name)
}

fn sync_folder(file: &Path) -> io::Result<()> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => fs::File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}
