//! Guards the shape of the house: who may name whom, which crate has one place, and what is never written in `src`.
//!
//! Source is read as Rust tokens, so comments and strings name nobody, and code inside macros counts like any other.
//! The rules are the tables below; `docs/architecture.md` gives their reasons. A rule is changed there first.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The floors: a module of `src`, and the modules it may name besides itself. `service` may name the whole row of doors
/// below the hall (gateway to store) for their types; it reaches the things themselves through `app`.
const FLOORS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("i18n", &["domain"]),
    ("store", &["domain"]),
    ("search", &["domain", "store"]),
    ("gateway", &["domain"]),
    ("connect", &["domain"]),
    ("captcha", &["domain"]),
    ("mail", &["domain", "i18n"]),
    ("export", &["domain", "i18n"]),
    ("config", &["domain"]),
    ("app", &["domain", "i18n", "store", "search", "gateway", "connect", "captcha", "mail", "config"]),
    (
        "service",
        &["domain", "i18n", "app", "store", "search", "gateway", "connect", "captcha", "mail", "export", "config"],
    ),
    ("jobs", &["domain", "app", "service"]),
    // Pages read through the store and show receipts in the words of the mail; they change things through `service` only.
    ("web", &["domain", "i18n", "app", "service", "export", "store", "mail"]),
];

/// Named from anywhere, and naming nobody: whether a defect was planted for a test.
const EVERYWHERE: &str = "planted";

/// Modules that put the house together and may name everyone.
const BUILDERS: &[&str] = &["cli", "main", "lib"];

/// Crates (or modules of them) with one place: who else names them is refused. A place is a path under `src` without
/// its ending; what lies below it counts too.
const PLACES: &[(&str, &[&str])] = &[
    ("redb", &["store/engine/redb"]),
    ("imbl", &["store/engine/memory"]),
    ("tantivy", &["search"]),
    ("lettre", &["mail"]),
    ("poem", &["web"]),
    ("rust_embed", &["web"]),
    ("maud", &["web", "mail/messages"]),
    ("argon2", &["service/sessions", "service/passwords"]),
    ("tokio_cron_scheduler", &["jobs"]),
    ("clap", &["cli", "main"]),
    ("fluent_templates", &["i18n"]),
    ("fluent_bundle", &["i18n"]),
    ("icu", &["i18n"]),
    ("rust_xlsxwriter", &["export/xlsx"]),
    ("qrcodegen", &["export/qr"]),
    ("image", &["export/logo"]),
    ("krilla", &["export/pdf"]),
    ("ttf_parser", &["export/pdf"]),
    ("reqwest", &["gateway", "connect", "captcha"]),
    // The disk of the engine's own tests tears writes by a seeded draw.
    ("rand", &["app", "store/engine/redb/disk", "web/firewall/tests"]),
    ("rusqlite", &[]),
];

/// Ends of paths that read the clock; only the hall may.
const CLOCKS: &[[&str; 2]] = &[["SystemTime", "now"], ["Timestamp", "now"], ["Zoned", "now"]];

/// What the rulebook never touches: files, sockets, threads, the environment, a runtime.
const OUTSIDE_WORLD: &[&str] = &["std::fs", "std::net", "std::io", "std::thread", "std::env", "std::process", "tokio"];

/// Marks of unfinished work.
const MARKS: &[&str] = &["TODO", "FIXME", "XXX", "HACK", "dbg!", "todo!", "unimplemented!"];

/// Lines a file may have.
const LONGEST_FILE: usize = 600;

/// Longer files, each with its reason. An entry that is no longer needed is a fault.
const LONGER_FILES: &[(&str, &str)] = &[];

#[test]
fn the_house_keeps_its_shape() {
    let files = source_files();
    assert!(files.len() > 10, "only {} files were read", files.len());
    let mut faults: Vec<String> = files.iter().flat_map(Source::faults).collect();
    faults.extend(stale_allowances(&files));
    assert!(faults.is_empty(), "{} faults:\n  {}", faults.len(), faults.join("\n  "));
}

/// One file of `src`.
struct Source {
    /// Its path under `src` without `.rs`, and without `/mod`: `web/staff/payers`.
    module: String,
    text: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let module = path.trim_end_matches(".rs");
        Self { module: module.strip_suffix("/mod").unwrap_or(module).to_owned(), text: text.to_owned() }
    }

    fn floor(&self) -> &str {
        self.module.split('/').next().unwrap_or_default()
    }

    /// Everything wrong with this file, each on one line.
    fn faults(&self) -> Vec<String> {
        let tokens: TokenStream = match self.text.parse() {
            Ok(tokens) => tokens,
            Err(error) => return vec![format!("{}: cannot be read: {error}", self.module)],
        };
        let names = names_in(&self.module, tokens);
        let mut faults = BTreeSet::new();
        faults.extend(self.wrong_floors(&names));
        faults.extend(self.wrong_rooms(&names));
        faults.extend(self.wrong_crates(&names));
        faults.extend(self.impure_rules(&names));
        faults.extend(self.wrong_clocks(&names));
        faults.extend(self.wrong_words());
        faults.into_iter().map(|fault| format!("{}: {fault}", self.module)).collect()
    }

    fn wrong_floors(&self, names: &[Name]) -> Vec<String> {
        if BUILDERS.contains(&self.floor()) || self.floor() == EVERYWHERE {
            return Vec::new();
        }
        let Some((_, allowed)) = FLOORS.iter().find(|(floor, _)| *floor == self.floor()) else {
            return vec![format!("the floor `{}` is not in the table of floors", self.floor())];
        };
        let known = |name: &&str| BUILDERS.contains(name) || FLOORS.iter().any(|(floor, _)| floor == name);
        names
            .iter()
            .filter_map(Name::in_crate)
            .filter_map(|path| path.first().map(String::as_str))
            .filter(|named| *named != self.floor() && !allowed.contains(named))
            .filter(known)
            .map(|named| format!("`{}` may not name `{named}`", self.floor()))
            .collect()
    }

    /// Rooms do not know their neighbours, and what rooms share knows no room; only the hands of the front do.
    fn wrong_rooms(&self, names: &[Name]) -> Vec<String> {
        let own = room(&self.module.split('/').map(str::to_owned).collect::<Vec<_>>());
        let doorway = ["web", "web/router", "web/staff", "web/client"].contains(&self.module.as_str());
        if self.floor() != "web" || doorway {
            return Vec::new();
        }
        names
            .iter()
            .filter_map(|name| name.in_crate().and_then(room))
            .filter(|named| Some(named) != own.as_ref())
            .map(|named| format!("may not name the room `{named}`"))
            .collect()
    }

    fn wrong_crates(&self, names: &[Name]) -> Vec<String> {
        let is_at = |place: &&str| self.module == *place || self.module.starts_with(&format!("{place}/"));
        PLACES
            .iter()
            .filter(|(_, places)| !places.iter().any(is_at))
            .filter(|(name, _)| names.iter().any(|path| path.is_of_crate(name)))
            .map(|(name, places)| format!("the crate `{name}` belongs in {places:?} only"))
            .collect()
    }

    fn impure_rules(&self, names: &[Name]) -> Vec<String> {
        if self.floor() != "domain" {
            return Vec::new();
        }
        let touched = names.iter().filter_map(|name| {
            let path = name.0.join("::");
            OUTSIDE_WORLD.iter().find(|outside| path == **outside || path.starts_with(&format!("{outside}::")))
        });
        let waits = names.iter().filter_map(|name| match name.0.as_slice() {
            [word] if word == "async" || word == "await" => Some(word),
            _ => None,
        });
        let touched = touched.map(|outside| format!("the rulebook does not touch `{outside}`"));
        touched.chain(waits.map(|word| format!("the rulebook does not wait: `{word}`"))).collect()
    }

    fn wrong_clocks(&self, names: &[Name]) -> Vec<String> {
        if self.floor() == "app" {
            return Vec::new();
        }
        CLOCKS
            .iter()
            .filter(|clock| names.iter().any(|name| name.0.ends_with(&clock.map(str::to_owned))))
            .map(|[kind, now]| format!("`{kind}::{now}` is read in the hall only; take the time as an argument"))
            .collect()
    }

    fn wrong_words(&self) -> Vec<String> {
        let mut faults: Vec<String> = MARKS
            .iter()
            .filter(|mark| has_word(&self.text, mark))
            .map(|mark| format!("holds the mark `{mark}`"))
            .collect();
        if !self.text.starts_with("//!") {
            faults.push("does not begin with `//!`, saying what it is for and what it must not do".to_owned());
        }
        let allowed = LONGER_FILES.iter().any(|(module, _)| *module == self.module);
        if self.is_long() && !allowed {
            faults.push(format!("has {} lines, {LONGEST_FILE} at most", self.text.lines().count()));
        }
        faults
    }

    fn is_long(&self) -> bool {
        self.text.lines().count() > LONGEST_FILE
    }
}

fn stale_allowances(files: &[Source]) -> Vec<String> {
    LONGER_FILES
        .iter()
        .filter(|(module, _)| !files.iter().any(|file| file.module == *module && file.is_long()))
        .map(|(module, _)| format!("{module}: needs no allowance for its length any more"))
        .collect()
}

/// The room of the shop front that a path lies in, such as `staff/payers`.
fn room(path: &[String]) -> Option<String> {
    match path {
        [web, side, room, ..] if web == "web" && (side == "staff" || side == "client") => {
            Some(format!("{side}/{room}"))
        }
        _ => None,
    }
}

/// Whether `text` holds `word` with no letter, digit, underscore or quote at either side of it; quoted it is a value
/// (`"XXX"` is ISO 4217's code for no currency).
fn has_word(text: &str, word: &str) -> bool {
    let within = |c: char| c.is_alphanumeric() || c == '_' || c == '"';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(within) && (word.ends_with('!') || !after.is_some_and(within))
    })
}

/// A path that source names, its `use` groups spelled out and `self` and `super` resolved, so that a path within this
/// crate begins with `crate`. Words that stand alone are paths of one part.
#[derive(Debug, PartialEq, Eq)]
struct Name(Vec<String>);

impl Name {
    /// The parts after `crate`, when the path lies in this crate.
    fn in_crate(&self) -> Option<&[String]> {
        self.0.split_first().filter(|(head, _)| *head == "crate").map(|(_, rest)| rest)
    }

    /// A word alone may be a variable; a crate is named by a path, or by `use`, which the reader ends with `*`.
    fn is_of_crate(&self, name: &str) -> bool {
        self.0.len() > 1 && self.0[0] == name
    }
}

/// Every path in a file, those of inline modules included.
fn names_in(module: &str, tokens: TokenStream) -> Vec<Name> {
    let place: Vec<String> = match module {
        "main" | "lib" => vec!["crate".to_owned()],
        inner => std::iter::once("crate").chain(inner.split('/')).map(str::to_owned).collect(),
    };
    let mut reader = Reader { names: Vec::new() };
    reader.read(&place, tokens);
    reader.names
}

struct Reader {
    names: Vec<Name>,
}

impl Reader {
    /// Reads the tokens of the module `place`, which decides what `self`, `super` and the names of its children mean.
    fn read(&mut self, place: &[String], tokens: TokenStream) {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        let children = children_of(&trees);
        self.read_trees(place, &children, &trees);
    }

    fn read_trees(&mut self, place: &[String], children: &BTreeSet<String>, trees: &[TokenTree]) {
        let mut at = 0;
        while let Some(tree) = trees.get(at) {
            match tree {
                TokenTree::Ident(word) if word == "mod" => at += self.enter_module(place, &trees[at..]),
                TokenTree::Ident(word) => {
                    let in_use = at > 0 && is_word(&trees[at - 1], "use");
                    let head = resolve(place, children, &word.to_string());
                    at += 1 + self.follow(place, children, head, &trees[at + 1..], in_use);
                }
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    self.read_trees(place, children, &inner);
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// `mod name { … }` is read as a module of its own; `mod name;` names nobody. Gives how many trees it took.
    fn enter_module(&mut self, place: &[String], trees: &[TokenTree]) -> usize {
        if let [_, TokenTree::Ident(name), TokenTree::Group(body), ..] = trees {
            let mut inner = place.to_vec();
            inner.push(name.to_string());
            self.read(&inner, body.stream());
            return 3;
        }
        1
    }

    /// Follows a path on from its head, through `use` groups; gives how many trees it took.
    fn follow(
        &mut self,
        place: &[String],
        children: &BTreeSet<String>,
        mut path: Vec<String>,
        trees: &[TokenTree],
        in_use: bool,
    ) -> usize {
        let mut at = 0;
        while trees.get(at).is_some_and(|t| is_mark(t, ':')) && trees.get(at + 1).is_some_and(|t| is_mark(t, ':')) {
            match trees.get(at + 2) {
                Some(TokenTree::Ident(word)) if word == "super" => go_up(&mut path),
                Some(TokenTree::Ident(word)) => path.push(word.to_string()),
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    self.spread(place, children, &path, &inner);
                    return at + 3;
                }
                _ => break,
            }
            at += 3;
        }
        if in_use {
            path.push("*".to_owned());
        }
        self.names.push(Name(path));
        at
    }

    /// Reads the parts of a `use` group, each with `prefix` before it.
    fn spread(&mut self, place: &[String], children: &BTreeSet<String>, prefix: &[String], trees: &[TokenTree]) {
        for part in trees.split(|tree| is_mark(tree, ',')) {
            let Some(TokenTree::Ident(word)) = part.first() else { continue };
            let mut path = prefix.to_vec();
            match word.to_string().as_str() {
                "self" => {}
                "super" => go_up(&mut path),
                other => path.push(other.to_owned()),
            }
            self.follow(place, children, path, &part[1..], true);
        }
    }
}

/// The modules that these trees declare: their names stand for modules here, not for crates.
fn children_of(trees: &[TokenTree]) -> BTreeSet<String> {
    let pairs = trees.windows(2).filter(|pair| is_word(&pair[0], "mod"));
    pairs.map(|pair| pair[1].to_string()).collect()
}

fn resolve(place: &[String], children: &BTreeSet<String>, head: &str) -> Vec<String> {
    let mut path = place.to_vec();
    match head {
        "self" => {}
        "super" => go_up(&mut path),
        child if children.contains(child) => path.push(child.to_owned()),
        other => return vec![other.to_owned()],
    }
    path
}

fn go_up(path: &mut Vec<String>) {
    if path.len() > 1 {
        path.pop();
    }
}

fn is_word(tree: &TokenTree, word: &str) -> bool {
    matches!(tree, TokenTree::Ident(found) if found == word)
}

fn is_mark(tree: &TokenTree, mark: char) -> bool {
    matches!(tree, TokenTree::Punct(found) if found.as_char() == mark)
}

fn source_files() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let under = path.strip_prefix(&root).expect("a path under src").to_string_lossy().replace('\\', "/");
            Source::new(&under, &fs::read_to_string(path).expect("a readable source file"))
        })
        .collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            paths.push(path);
        }
    }
}

/// Planted faults: each rule must see its own.
mod planted {
    use super::*;

    fn faults(path: &str, code: &str) -> String {
        Source::new(path, &format!("//! Planted.\n{code}")).faults().join("\n")
    }

    #[track_caller]
    fn seen(path: &str, code: &str, fault: &str) {
        let found = faults(path, code);
        assert!(found.contains(fault), "{code:?} in {path} should say {fault:?}, said {found:?}");
    }

    #[track_caller]
    fn passes(path: &str, code: &str) {
        assert_eq!(faults(path, code), "", "{code:?} in {path}");
    }

    #[test]
    fn a_floor_that_names_one_it_may_not_is_seen_however_it_is_written() {
        let fault = "`domain` may not name `store`";
        seen("domain/money.rs", "use crate::store::Store;", fault);
        seen("domain/money.rs", "use crate::{domain::ids, store::{self, tables}};", fault);
        seen("domain/money.rs", "fn f() -> crate::store::Row { todo() }", fault);
        seen("domain/money.rs", "use super::super::store;", fault);
        seen("domain/mod.rs", "use super::{i18n, store};", fault);
        seen("domain/mod.rs", "pub(in crate::store) fn f() {}", fault);
        seen("domain/money.rs", "fn f() { assert!(crate::store::open()); }", fault);
        seen("domain/money.rs", "mod tests { use super::super::super::store; }", fault);
        seen("web/page.rs", "use crate::jobs;", "`web` may not name `jobs`");
        seen("jobs/mod.rs", "use crate::web::router;", "`jobs` may not name `web`");
        seen("service/payers.rs", "use crate::cli::demo;", "`service` may not name `cli`");
    }

    #[test]
    fn what_the_table_allows_passes() {
        passes("service/payments.rs", "use crate::{app::App, domain::money::Money, gateway::{Charge, Gateway}};");
        passes("domain/money.rs", "use super::{ids::PayerId, locale};\nmod tests { use super::*; }");
        passes("store/tables.rs", "use crate::domain::ids; use self::rows; fn store(mail: u8) -> u8 { mail }");
        passes("cli/serve.rs", "use crate::{web, jobs, store, domain};");
        passes("domain/card.rs", "const WHY: &str = \"crate::store\"; // crate::store");
    }

    #[test]
    fn a_floor_that_nobody_knows_is_seen() {
        seen("helpers.rs", "fn f() {}", "the floor `helpers` is not in the table");
    }

    #[test]
    fn a_room_that_knows_its_neighbour_is_seen() {
        let fault = "may not name the room `staff/payers`";
        seen("web/staff/alerts/view.rs", "use crate::web::staff::payers::view;", fault);
        seen("web/staff/alerts/view.rs", "use super::super::payers;", fault);
        seen("web/staff/alerts.rs", "use super::payers::form;", fault);
        seen("web/client/receipt.rs", "use crate::web::{page, staff::payers};", fault);
        seen("web/fragments.rs", "use super::staff::payers;", fault);
        passes("web/staff/payers/view.rs", "use super::form; use crate::web::{fragments, staff::payers::form as f};");
        passes("web/router.rs", "use super::{client::receipt, staff::payers};");
    }

    #[test]
    fn a_crate_out_of_its_place_is_seen() {
        seen("service/payers.rs", "use redb::Database;", "the crate `redb` belongs");
        seen("store/engine/mod.rs", "fn f(db: &::redb::Database) {}", "the crate `redb` belongs");
        seen("app.rs", "use redb as engine;", "the crate `redb` belongs");
        seen("app.rs", "use {std::fmt, tantivy::Index};", "the crate `tantivy` belongs");
        seen("service/refunds.rs", "#[derive(clap::Args)] struct A;", "the crate `clap` belongs");
        seen("mail/mod.rs", "fn f() -> M { maud::html! { p { } } }", "the crate `maud` belongs");
        seen("gateway/stripe.rs", "use rand::Rng;", "the crate `rand` belongs");
        passes("store/engine/redb.rs", "use redb::Database;");
        passes("store/engine/redb/books.rs", "use redb::Database;");
        passes("store/engine/mod.rs", "pub mod redb; fn f() -> redb::Engine { let redb = 1; redb::new(redb) }");
        passes("mail/messages/receipt.rs", "use maud::{Markup, html};");
        passes("app.rs", "use rand::Rng;");
    }

    #[test]
    fn a_rulebook_that_reaches_outside_is_seen() {
        seen("domain/money.rs", "use std::{fmt, fs};", "does not touch `std::fs`");
        seen("domain/money.rs", "fn f() { std::thread::yield_now() }", "does not touch `std::thread`");
        seen("domain/money.rs", "async fn f() {}", "does not wait");
        passes("domain/money.rs", "use std::fmt;");
        passes("search/mod.rs", "use std::fs;");
    }

    #[test]
    fn a_clock_outside_the_hall_is_seen() {
        seen("service/payers.rs", "let t = std::time::SystemTime::now();", "`SystemTime::now`");
        seen("service/payers.rs", "let t = jiff::Timestamp::now();", "`Timestamp::now`");
        seen("jobs/mod.rs", "let t = Zoned::now();", "`Zoned::now`");
        passes("app.rs", "let t = jiff::Timestamp::now();");
        passes("service/payers.rs", "let t = app.now();");
    }

    #[test]
    fn marks_and_missing_headers_are_seen() {
        seen("app.rs", "// TODO: later", "holds the mark `TODO`");
        seen("app.rs", "fn f() { dbg!(1); }", "holds the mark `dbg!`");
        seen("app.rs", "fn f() { std::todo!() }", "holds the mark `todo!`");
        passes("app.rs", "// TODOS are not marks; nor is mytodo!\nconst NONE: &str = \"XXX\";");
        assert_eq!(Source::new("app.rs", "// no\n").faults().len(), 1);
        assert_eq!(Source::new("app.rs", "fn f( {").faults().len(), 1);
    }

    #[test]
    fn a_file_past_the_limit_is_seen() {
        let long = format!("//! Long.\n{}", "\n".repeat(LONGEST_FILE));
        assert_eq!(Source::new("app.rs", &long).faults(), ["app: has 601 lines, 600 at most"]);
    }

    #[test]
    fn an_allowance_nobody_needs_is_seen() {
        assert_eq!(stale_allowances(&[]).len(), LONGER_FILES.len());
    }
}
