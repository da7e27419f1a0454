//! Rows of Bulk Upload on screen: corrected where they stand, left out and included again, without scripts, until they are sent.

use clientpay::service::importing;
use poem::http::StatusCode;

use super::bulk::{bring_rows, count, open};
use crate::support::browser::Site;

const FILE: &str = "Name,Email,Amount,Message\nAda,ada@client.example,100,\nBob,nobody,80,\n<b>Cy</b>,nobody,20,\"Two\nlines\"\nDi,di@client.example,5,\n";

#[tokio::test]
async fn a_wrong_row_is_corrected_beside_what_is_wrong_and_leads_on_to_the_next() {
    let (_firm, mut billing) = open().await;
    let path = bring_rows(&mut billing, FILE).await;
    let list = billing.get(&path).await;
    assert_eq!(list.texts("#import-rows [aria-current]"), ["With an error 2"]);
    let links = list.attributes("#import-rows td a", "href");
    assert_eq!(links, [format!("{path}/rows/3"), format!("{path}/rows/4")]);
    for (language, words) in [("fr", "Une adresse courriel"), ("es", "Un correo no es"), ("en", "An email address")] {
        billing.post("/profile/preferences", &[("language", language), ("theme", "light")]).await;
        let row = billing.get(&links[0]).await;
        assert_eq!((row.status, row.wrong_fields()), (StatusCode::OK, vec!["cell_1".to_owned()]), "{language}");
        assert!(row.has(".error-summary a[href='#cell_1']") && row.text("#cell_1-error").contains(words), "{language}");
        assert_eq!((row.value("cell_0"), row.value("cell_1")), ("Bob".into(), "nobody".into()));
        assert!(!row.body.contains('⟦') && row.has("label[for=cell_2]"), "{language}");
    }
    let typed = [("seen", "0"), ("rows", "wrong"), ("then", "next"), ("cell_0", "Robert"), ("cell_1", "bob@client")];
    let still = billing.post(&links[0], &typed).await;
    assert_eq!((still.status, still.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["cell_1".to_owned()]));
    assert_eq!(
        (still.value("cell_0"), still.value("cell_1")),
        ("Robert".into(), "bob@client".into()),
        "nothing typed is lost"
    );
    let mended = billing.post(&links[0], &[&typed[..4], &[("cell_1", "bob@client.example")]].concat()).await;
    assert_eq!(mended.location(), Some(format!("{path}/rows/4?rows=wrong&done=saved&row=3")), "{}", mended.body);
    let next = billing.follow(&format!("{path}/rows/4?rows=wrong&done=saved&row=3")).await;
    assert!(next.text("#flash").contains("Row 3 was saved"), "{}", next.text("#flash"));
    assert!(!next.body.contains("<b>Cy</b>") && next.lines("textarea").contains("Two\nlines"));
    let after = billing.post(&links[1], &[("seen", "0"), ("then", "next"), ("cell_1", "cy@client.example")]).await;
    assert_eq!(after.location(), Some(format!("{path}?done=saved&row=4#import-rows")), "nothing else is wrong");
    let done = billing.get(&format!("{path}?done=saved&row=4")).await;
    assert_eq!(done.texts("#import-rows [aria-current]"), ["Ready 4"]);
    assert!(done.text("main").contains("$205.00") && done.text("#import-rows [role=status]").contains("Row 4"));
    assert_eq!(billing.get(&format!("{path}/rows/9")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_row_that_is_left_out_is_not_sent_and_can_be_included_again() {
    let (firm, mut billing) = open().await;
    let path = bring_rows(&mut billing, FILE).await;
    let ready = billing.get(&format!("{path}?rows=ready&q=client.example")).await;
    assert_eq!(ready.attributes("#import-rows td button[name=row]", "value"), ["2", "6"]);
    let beyond = billing.get(&format!("{path}?rows=ready&page=99&q=client.example")).await;
    assert_eq!(beyond.attributes("#import-rows td button[name=row]", "value"), ["2", "6"], "there is one page");
    let leave_out = async |billing: &mut crate::support::browser::Browser, row, deed| {
        billing.post(&format!("{path}/omissions"), &[("deed", deed), ("row", row), ("rows", "ready")]).await.location()
    };
    let told = |done: &str, row: &str| Some(format!("{path}?rows=ready&done={done}&row={row}#import-rows"));
    assert_eq!(leave_out(&mut billing, "6", "leave-out").await, told("left-out", "6"));
    assert_eq!(leave_out(&mut billing, "2", "leave-out").await, told("left-out", "2"));
    let list = billing.get(&format!("{path}?rows=left-out")).await;
    assert_eq!(list.texts("#import-rows .tabs a"), ["With an error 2", "Ready 0", "Left out 2"]);
    assert!(!list.has("button[name=how]"), "nothing is left to send");
    assert!(list.value("deed") == "take-in" && list.text("#import-rows").contains("ada@client.example"));
    assert_eq!(leave_out(&mut billing, "2", "take-in").await, told("taken-in", "2"));
    for (row, deed) in [("77", "leave-out"), ("x", "leave-out"), ("2", "delete")] {
        assert_eq!(leave_out(&mut billing, row, deed).await, None, "{row} {deed}");
    }
    let page = billing.get(&path).await;
    assert!(page.text("button[value=mail]").contains("Send all: 1 request"), "{}", page.text("main"));
    billing.post(&format!("{path}/confirmation"), &[("how", "mail"), ("seen", &page.value("seen"))]).await;
    importing::resume(&firm.app).await.unwrap();
    assert_eq!(count(&firm), 1);
    firm.leaves_waiting(1);
    assert!(billing.get(&path).await.text("main").contains("Rows left out"));
}

#[tokio::test]
async fn a_page_of_before_neither_changes_nor_sends_anything() {
    let (firm, mut billing) = open().await;
    let path = bring_rows(&mut billing, FILE).await;
    let (stale, row) = (billing.get(&path).await.value("seen"), format!("{path}/rows/3"));
    billing.post(&row, &[("seen", "0"), ("cell_1", "bob@client.example")]).await;
    let typed = billing.post(&row, &[("seen", "0"), ("cell_1", "robert@client.example")]).await;
    assert_eq!(typed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(typed.text(".error-summary").contains("changed in another window"), "{}", typed.text("main"));
    assert!(typed.text("#cell_1-hint").contains("Saved now: bob@client.example"));
    assert_eq!((typed.value("cell_1"), typed.value("seen")), ("robert@client.example".into(), "1".into()));
    for seen in [stale.as_str(), "", "x"] {
        let sent = billing.post(&format!("{path}/confirmation"), &[("how", "mail"), ("seen", seen)]).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(sent.text(".error-summary").contains("changed since this page was opened"), "{seen}");
    }
    assert_eq!(count(&firm), 0);
    let other = Site::bare(&firm).signed_in(&firm.admin).await.get(&row).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let seen = billing.get(&path).await.value("seen");
    billing.post(&format!("{path}/confirmation"), &[("how", "link"), ("seen", &seen)]).await;
    importing::resume(&firm.app).await.unwrap();
    for (place, field) in
        [(row.clone(), ("cell_1", "x@client.example")), (format!("{path}/omissions"), ("deed", "leave-out"))]
    {
        let late = billing.post(&place, &[("seen", "1"), ("row", "3"), field]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{place}");
        assert!(late.text(".error-summary").contains("this file was confirmed already"), "{}", late.text("main"));
    }
    assert_eq!(billing.get(&row).await.location(), Some(path));
    assert_eq!(count(&firm), 3);
}
