//! What is promised to scripts, monitoring and people while the portal serves.

use std::{fs, process::Command};

use super::portal::{
    DEMO_PASSWORD, DEMO_PAYMENTS, Portal, check, demo_folder, eventually_async, in_folder, payments_in, run,
};

#[tokio::test]
async fn the_demo_answers_what_monitors_and_scripts_ask() {
    let folder = tempfile::tempdir().unwrap();
    let portal = Portal::demo(&folder.path().join("data"), DEMO_PAYMENTS, 7);
    let browser = portal.browser();
    let health = browser.get("/healthz").await;
    assert_eq!(health.status, 200);
    let health: serde_json::Value = serde_json::from_str(&health.body).unwrap();
    assert_eq!(health["status"], "ok");
    assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
    assert!(health["journal_seq"].as_u64().unwrap() > DEMO_PAYMENTS);
    assert!(health["index_seq"].is_u64());
    assert_eq!(browser.metric("clientpay_read_only").await, 0);
    assert_eq!(browser.get("/dashboard").await.status, 303, "not signed in");
    for email in ["admin", "billing", "cashier", "auditor"] {
        let staff = portal.signed_in(&format!("{email}@demo.example"), DEMO_PASSWORD).await;
        for path in ["/dashboard", "/payments", "/payments?q=a", "/payments?lang=fr", "/payments?lang=es"] {
            assert_eq!(staff.get(path).await.status, 200, "{email} {path}");
        }
    }
    assert!(payments_in(&check(&portal.folder)) >= DEMO_PAYMENTS);
}

#[tokio::test]
async fn the_same_seed_makes_the_same_firm() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let portals = [Portal::demo(&one.path().join("d"), 60, 11), Portal::demo(&other.path().join("d"), 60, 11)];
    let mut seen = Vec::new();
    for portal in &portals {
        let page = portal.admin().await.get("/payments").await;
        // How many messages have left by now is the clock's affair.
        seen.push((payments_in(&check(&portal.folder)), page.links("/payments/")));
    }
    assert!(!seen[0].1.is_empty());
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn a_payment_is_keyed_found_at_once_and_its_receipt_is_in_the_outbox() {
    let folder = demo_folder();
    let portal = Portal::serve(folder.path());
    let staff = portal.admin().await;
    let taken = staff.pay("Zénobie Quartermain", "1,234.56").await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    let payment = taken.location.strip_suffix("/result").unwrap().to_owned();
    let found = staff.get("/payments?q=zenobie+quartermain").await;
    assert!(found.body.contains("Zénobie Quartermain"), "found without its accent, at once");
    assert!(found.links("/payments/").contains(&payment));
    let result = staff.get(&taken.location).await.body;
    assert!(result.contains("$1,234"), "{result}");
    eventually_async("the receipt in the outbox", async || {
        staff.get("/outbox").await.body.contains("ada@client.example").then_some(())
    })
    .await;
    let again = staff.get(&payment).await;
    assert_eq!(again.status, 200);
    assert!(!again.body.contains("4242424242424242"));
}

#[tokio::test]
async fn the_processors_webhooks_arrive() {
    let folder = demo_folder();
    let portal = Portal::serve(folder.path());
    assert_eq!(portal.cashier().await.pay("Ada Vance", "10.00").await.status, 303);
    eventually_async("delivered webhooks", async || portal.log().contains("deliver_webhooks").then_some(())).await;
}

#[tokio::test]
async fn a_restart_keeps_people_signed_in() {
    let folder = demo_folder();
    let portal = Portal::serve(folder.path());
    let staff = portal.cashier().await;
    let (status, printed) = portal.stop();
    assert!(status.success());
    assert_eq!(printed, ["stopped"]);
    let portal = Portal::serve(folder.path());
    assert_eq!(staff.at(&portal.url).get("/dashboard").await.status, 200);
}

#[tokio::test]
async fn a_second_process_on_the_same_folder_is_refused_and_the_first_goes_on() {
    let folder = demo_folder();
    let portal = Portal::serve(folder.path());
    for command in ["serve", "reindex"] {
        let refused = run(&in_folder(command, folder.path()));
        assert!(!refused.good, "{command}");
        assert!(refused.err.contains("the data folder is in use by another process; stop it first"), "{refused:?}");
    }
    assert_eq!(portal.browser().get("/healthz").await.status, 200);
    assert_eq!(portal.cashier().await.pay("Ada Vance", "10.00").await.status, 303);
    assert!(check(folder.path()).good);
}

#[tokio::test]
async fn a_folder_with_a_long_name_is_served_from_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("a-client-of-the-firm-with-a-long-name".repeat(4));
    fs::create_dir_all(&deep).unwrap();
    let portal = Portal::serve(&deep);
    let done = check(&deep);
    assert!(done.good, "{done:?}");
    assert_eq!(portal.browser().get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_healthcheck_says_by_its_exit_whether_the_portal_is_well() {
    let folder = demo_folder();
    let portal = Portal::serve(folder.path());
    let address = portal.url.strip_prefix("http://").unwrap().to_owned();
    let well = run(&["healthcheck", "--listen", &address]);
    assert!(well.good, "{well:?}");
    assert!(well.out.contains("\"status\":\"ok\""));
    portal.kill();
    let gone = run(&["healthcheck", "--listen", &address]);
    assert!(!gone.good && gone.err.contains("nobody listens"), "{gone:?}");
}

#[tokio::test]
async fn the_terminals_interrupt_stops_it_gracefully_too() {
    let folder = demo_folder();
    let portal = Portal::serve(folder.path());
    assert!(Command::new("kill").args(["-INT", &portal.id().to_string()]).status().unwrap().success());
    eventually_async("the end", async || portal.browser().try_get("/healthz").await.is_none().then_some(())).await;
    let (status, _) = portal.ended();
    assert!(status.success());
}
