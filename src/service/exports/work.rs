//! Writing a list: one thread reads its rows in a snapshot, the other makes cells of them and writes. Blocks; belongs on a
//! thread of its own, and holds a few hundred rows in memory however long the list is.

use std::{
    io::{self, Write},
    ops::ControlFlow,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use crate::{
    app::exports::Progress,
    export::{self, Cell, Format, Layout},
    store::{StoreError, table::Reader},
};

use super::{MakeError, Task};

/// Rows handed over at a time.
const BATCH: usize = 256;
/// Batches that wait between the two threads.
const WAITING: usize = 4;

/// Where a list is written.
pub(super) type Out<'a> = &'a mut (dyn Write + Send);

/// A list that can read its rows and put them into cells.
pub(super) trait Rows: Send + Sync + 'static {
    /// What a row is made from.
    type Record: Send;

    /// How many rows there will be, or a bound.
    fn count(&self) -> u64;

    /// Gives every row, in order, until told to stop.
    fn read(&self, reader: &Reader, give: &mut dyn FnMut(Self::Record) -> ControlFlow<()>) -> Result<(), StoreError>;

    /// Adds the cells of a row.
    fn cells<'a>(&'a self, record: &'a Self::Record, cells: &mut Vec<Cell<'a>>);
}

/// A list with its snapshot, whatever its rows are.
pub(super) trait Work: Send {
    /// How many rows there will be, or a bound.
    fn rows(&self) -> u64;

    /// Writes the whole list into `out`; how many rows it had.
    ///
    /// # Errors
    /// [`MakeError`], also when the file is no longer wanted.
    ///
    /// # Panics
    /// As the crate that makes workbooks does when the disk does not take its rows.
    fn write(self: Box<Self>, layout: &Layout, format: Format, out: Out<'_>, task: &Task<'_>)
    -> Result<u64, MakeError>;
}

/// The list over a snapshot.
pub(super) fn over<R: Rows>(rows: R, reader: Reader) -> Box<dyn Work> {
    Box::new(Over { rows, reader })
}

struct Over<R> {
    rows: R,
    reader: Reader,
}

impl<R: Rows> Work for Over<R> {
    fn rows(&self) -> u64 {
        self.rows.count()
    }

    fn write(
        self: Box<Self>,
        layout: &Layout,
        format: Format,
        out: Out<'_>,
        task: &Task<'_>,
    ) -> Result<u64, MakeError> {
        let Self { rows, reader } = *self;
        let rows = &rows;
        thread::scope(|scope| {
            let (give, take) = sync_channel(WAITING);
            let reading = scope.spawn(move || read(rows, &reader, &give));
            let written = write(rows, take, (layout, format, out), task);
            match reading.join() {
                Ok(read) => read?,
                Err(_) => return Err(MakeError::Broken("reading the rows panicked".to_owned())),
            }
            written
        })
    }
}

fn read<R: Rows>(rows: &R, reader: &Reader, give: &SyncSender<Vec<R::Record>>) -> Result<(), StoreError> {
    let mut batch = Vec::with_capacity(BATCH);
    rows.read(reader, &mut |record| {
        batch.push(record);
        if batch.len() < BATCH {
            return ControlFlow::Continue(());
        }
        // When nobody takes it any more, the writer has failed and says why.
        let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
        give.send(full).map_or(ControlFlow::Break(()), ControlFlow::Continue)
    })?;
    drop(give.send(batch));
    Ok(())
}

fn write<R: Rows>(
    rows: &R,
    take: Receiver<Vec<R::Record>>,
    (layout, format, out): (&Layout, Format, Out<'_>),
    task: &Task<'_>,
) -> Result<u64, MakeError> {
    let mut writer = export::writer(format, layout, Wanted { out, progress: task.progress }, task.folder)?;
    for batch in take {
        if task.progress.is_stopped() {
            return Err(stopped().into());
        }
        let mut cells = Vec::with_capacity(layout.columns.len());
        for record in &batch {
            cells.clear();
            rows.cells(record, &mut cells);
            writer.row(&cells)?;
        }
        task.progress.advance(u64::try_from(batch.len()).unwrap_or(u64::MAX));
    }
    Ok(writer.finish()?)
}

fn stopped() -> io::Error {
    io::Error::other("nobody wants the file any more")
}

/// A file that takes nothing more when nobody wants it: packing a workbook is one long step.
struct Wanted<'a> {
    out: Out<'a>,
    progress: &'a Progress,
}

impl Write for Wanted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.progress.is_stopped() { Err(stopped()) } else { self.out.write(bytes) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
