//! What staff noted: it is what the journal tells, on payments that there are.

use crate::{domain::annotation::Annotation, store::tables::ANNOTATIONS};

use super::{Invariant::I10, rows::Rows, story::Told};

/// Reads every annotation.
pub(super) fn check(rows: &mut Rows<'_>, told: Told) {
    let Told { payments, mut annotations, .. } = told;
    rows.each(ANNOTATIONS, |rows, id, annotation, _| {
        if !payments.get(&id).is_some_and(|story| story.met) {
            rows.findings.violate(I10, format!("annotation {id}: its payment does not exist"));
        }
        let said = annotations.remove(&id).unwrap_or_default();
        if (&said.tags, &said.note, said.note_version) != (&annotation.tags, &annotation.note, annotation.note_version)
        {
            rows.findings.violate(I10, format!("annotation {id}: it is not what the journal tells"));
        }
        if annotation.tags.len() > Annotation::MAX_TAGS {
            rows.findings.violate(I10, format!("annotation {id}: it has too many tags"));
        }
    });
    for (id, _) in annotations {
        rows.findings.violate(I10, format!("annotation {id}: the journal tells of it and it is not there"));
    }
}
