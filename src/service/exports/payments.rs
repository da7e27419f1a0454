//! Payments as a table: every column of the catalogue.

use std::ops::ControlFlow;

use crate::{
    domain::{column::Column, ids::TransactionId},
    export::{self, Cell},
    i18n::T,
    service::columns::{self, Names, Row},
    store::{StoreError, table::Reader, transactions},
};

use super::work::Rows;

/// The columns with their headings.
pub(super) fn columns(t: T) -> Vec<export::Column> {
    Column::ALL.into_iter().map(|column| columns::sheet(t, column)).collect()
}

/// The payments of one file.
pub(super) struct Payments {
    ids: Vec<TransactionId>,
    names: Names,
}

impl Payments {
    pub(super) fn new(t: T, reader: &Reader, ids: Vec<TransactionId>) -> Result<Self, StoreError> {
        Ok(Self { ids, names: Names::read(reader, t)? })
    }
}

impl Rows for Payments {
    type Record = Row;

    fn count(&self) -> u64 {
        u64::try_from(self.ids.len()).unwrap_or(u64::MAX)
    }

    /// A payment that the index knows is in every later snapshot: payments are never deleted.
    fn read(&self, reader: &Reader, give: &mut dyn FnMut(Row) -> ControlFlow<()>) -> Result<(), StoreError> {
        for id in &self.ids {
            if let Some(transaction) = transactions::transaction(reader, *id)?
                && give(Row::read(reader, transaction)?).is_break()
            {
                break;
            }
        }
        Ok(())
    }

    fn cells<'a>(&'a self, row: &'a Row, cells: &mut Vec<Cell<'a>>) {
        cells.extend(Column::ALL.into_iter().map(|column| columns::cell(column, row, &self.names)));
    }
}
