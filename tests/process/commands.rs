//! Commands for whoever has the machine.

use std::fs;

use super::portal::{DEMO_PAYMENTS, Portal, check, demo_folder, in_folder, payments_in, run, run_typing};

#[tokio::test]
async fn a_forgotten_password_is_set_anew_at_the_machine() {
    let folder = demo_folder();
    let data = folder.path().to_str().unwrap();
    let reset = |email: &str, typed: &str| run_typing(&["reset-password", email, "--data", data], typed);
    let password = "seven quiet herons wade";
    assert!(!reset("cashier@demo.example", "short\n").good);
    let unknown = reset("nobody@demo.example", &format!("{password}\n"));
    assert!(!unknown.good && unknown.err.contains("nobody signs in as nobody@demo.example"), "{unknown:?}");
    let portal = Portal::serve(folder.path());
    let staff = portal.cashier().await;
    let busy = reset("cashier@demo.example", &format!("{password}\n"));
    assert!(!busy.good && busy.err.contains("in use by another process"), "{busy:?}");
    assert!(portal.stop().0.success());
    let done = reset("cashier@demo.example", &format!("{password}\n"));
    assert!(done.good, "{done:?}");
    let portal = Portal::serve(folder.path());
    assert_eq!(staff.at(&portal.url).get("/dashboard").await.status, 303, "the old session has ended");
    assert_eq!(portal.browser().sign_in("cashier@demo.example", super::portal::DEMO_PASSWORD).await, 422);
    assert_eq!(portal.browser().sign_in("cashier@demo.example", password).await, 303);
    assert!(check(folder.path()).good);
}

#[tokio::test]
async fn a_search_index_that_is_gone_or_old_is_built_again() {
    let folder = demo_folder();
    let done = run(&in_folder("reindex", folder.path()));
    assert!(done.good && done.out.contains("the search index was built again"), "{done:?}");
    for loss in ["the whole index", "its first file", "what its files say"] {
        let index = folder.path().join("index");
        match loss {
            "the whole index" => fs::remove_dir_all(&index).unwrap(),
            "its first file" => fs::remove_file(files_under(&index).remove(0)).unwrap(),
            _ => files_under(&index).iter().for_each(|file| fs::write(file, b"not what it was").unwrap()),
        }
        let portal = Portal::serve(folder.path());
        let staff = portal.admin().await;
        super::portal::eventually_async("an index as long as the journal", async || {
            let health: serde_json::Value = serde_json::from_str(&staff.get("/healthz").await.body).unwrap();
            (health["index_seq"] == health["journal_seq"]).then_some(())
        })
        .await;
        let listed = staff.get("/payments").await.links("/payments/");
        let payment = listed.iter().find(|link| link[10..].parse::<u64>().is_ok()).unwrap();
        let page = staff.get(&format!("/payments?q={}", &payment[10..])).await;
        assert_eq!(page.status, 200, "{loss}");
        assert!(staff.get("/payments?q=inv").await.links("/payments/").len() > 5, "{loss}");
        assert!(portal.stop().0.success());
    }
    assert!(payments_in(&check(folder.path())) >= DEMO_PAYMENTS);
}

fn files_under(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            files.extend(files_under(&entry.path()));
        } else {
            files.push(entry.path());
        }
    }
    files.sort();
    files
}

#[test]
fn commands_about_data_refuse_a_folder_that_holds_none() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.redb");
    let data = folder.path().to_str().unwrap();
    for arguments in [
        &["check", "--data", data][..],
        &["reindex", "--data", data],
        &["backup", copy.to_str().unwrap(), "--data", data],
        &["reset-password", "a@b.example", "--data", data],
    ] {
        let refused = run(arguments);
        assert!(!refused.good);
        assert!(refused.err.contains("is not a data folder of clientpay"), "{refused:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}
