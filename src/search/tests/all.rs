//! Everything at once is what the pages show, one after the other.

use super::{
    super::{
        page::{Page, Sort, SortDirection},
        query::{Query, Unsuccessful, parse},
    },
    world::{World, dialect, plain, take},
};
use crate::domain::{column::Column, ids::TransactionId, money::Money, time::Day};

/// All pages, two rows each.
fn pages(world: &World, query: &Query, sort: Sort) -> Vec<TransactionId> {
    let (mut all, mut page) = (Vec::new(), Page { sort, after: None, limit: 2 });
    loop {
        let found = world.index.search(query, &page).unwrap();
        all.extend(found.ids);
        match found.next {
            Some(next) => page.after = Some(next),
            None => return all,
        }
    }
}

#[tokio::test]
async fn everything_found_is_in_the_order_of_the_pages_across_segments() {
    let world = World::new().await;
    // Each is a segment of its own, with its own numbers for the same names.
    for (name, minor) in [("Åsa Berg", 5), ("Zed", 5), ("", 900), ("Åsa Berg", 1), ("obrien", 70_000)] {
        let mut payment = plain(name);
        payment.amount = Money::new(minor, payment.amount.currency());
        take(&world.store, payment).await;
        world.settle().await;
    }
    for text in ["", "nobody at all", "asa", "obrein", "roy -jean", "status:declined", "amount:>1", "\"half"] {
        for unsuccessful in [Unsuccessful::Hide, Unsuccessful::Show] {
            let query = parse(text, &dialect()).showing(unsuccessful);
            for column in Column::ALL {
                for direction in [SortDirection::Ascending, SortDirection::Descending] {
                    let sort = Sort { column, direction };
                    let all = world.index.all(&query, sort).unwrap();
                    assert_eq!(all, pages(&world, &query, sort), "{text:?} {unsuccessful:?} {sort:?}");
                }
            }
        }
    }
}

#[test]
fn a_query_tells_between_which_days_it_asks() {
    let days = |text| parse(text, &dialect()).days();
    let day = |number| Day::from_number(number);
    for text in ["", "vance", "date:>2026-11-01", "-date:2026-11", "date:2026-11 date:2026-12", "date:nonsense"] {
        assert_eq!(days(text), None, "{text}");
    }
    for (text, first, last) in [
        ("date:2026-11", 20_261_101, 20_261_130),
        ("vance date:2024-02", 20_240_201, 20_240_229),
        ("date:2026-11-01..2026-11-20", 20_261_101, 20_261_120),
        ("date:2026 date:2026-03-05..2027", 20_260_305, 20_261_231),
        ("date:2026-11-20", 20_261_120, 20_261_120),
    ] {
        assert_eq!(days(text), Some((day(first), day(last))), "{text}");
    }
}
