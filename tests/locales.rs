//! The three languages say the same things: same keys, same variables, nothing empty, nothing that the code asks for
//! missing.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use clientpay::{
    domain::{
        alert::{Cause, Resolution},
        bank_account::{AccountType, HolderType},
        card::Funding,
        column::Column,
        delivery::DeliveryStatus,
        locale::Language,
        merchant_account::AccountKind,
        nacha::SecCode,
        permission::{Permission, Role},
        refund::RefundStatus,
        return_code::{ChangeCode, ReturnCode},
        schedule::{State, occurrence::Standing},
        transaction::{Check, DeclineReason, Kind, Source, Status},
        user::{AlertMail, Theme},
    },
    i18n::{T, labels::Labelled},
};
use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};

/// What a message needs and prints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Variables {
    /// Every variable; `$count-text` counts as `$count`, which it comes with.
    names: BTreeSet<String>,
    /// Those that choose between variants.
    choosing: BTreeSet<String>,
    /// Those that are printed.
    printed: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Texts {
    messages: BTreeMap<String, Variables>,
    faults: Vec<String>,
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|known| known == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn texts(language: Language) -> Texts {
    let mut texts = Texts::default();
    for path in files(&root().join("locales").join(language.code()), "ftl") {
        let file = path.strip_prefix(root()).unwrap().display().to_string();
        texts.read(&file, &fs::read_to_string(&path).unwrap());
    }
    texts
}

impl Texts {
    fn read(&mut self, file: &str, source: &str) {
        let resource = fluent_syntax::parser::parse(source).unwrap_or_else(|(resource, errors)| {
            self.faults.push(format!("{file}: {errors:?}"));
            resource
        });
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let mut variables = Variables::default();
                    match &message.value {
                        Some(pattern) if has_words(pattern) => variables.read(pattern),
                        _ => self.faults.push(format!("{file}: {} is empty", message.id.name)),
                    }
                    for attribute in &message.attributes {
                        if !has_words(&attribute.value) {
                            self.faults.push(format!("{file}: {}.{} is empty", message.id.name, attribute.id.name));
                        }
                        variables.read(&attribute.value);
                    }
                    self.insert(file, message.id.name, variables);
                }
                Entry::Term(term) if !has_words(&term.value) => {
                    self.faults.push(format!("{file}: -{} is empty", term.id.name));
                }
                Entry::Junk { content } => self.faults.push(format!("{file}: cannot be read: {content}")),
                _ => {}
            }
        }
    }

    fn insert(&mut self, file: &str, key: &str, variables: Variables) {
        for bare in variables.choosing.intersection(&variables.printed) {
            self.faults.push(format!("{file}: {key} prints a bare number, write {{ ${bare}-text }}"));
        }
        if self.messages.insert(key.to_owned(), variables).is_some() {
            self.faults.push(format!("{file}: {key} is there twice"));
        }
    }
}

/// Units that never stand at the beginning of a line.
const UNITS: [&str; 6] = ["%", "h", "Mo", "Ko", "MB", "KB"];

/// Where a line of a text could break between a number and its unit or sign, or a French word and the sign after it.
fn torn(line: &str, language: Language) -> Vec<String> {
    let french = language == Language::Fr;
    let spaces = line.match_indices(' ').filter(|(at, _)| {
        let (before, after) = (&line[..*at], &line[at + 1..]);
        let last = before.chars().next_back();
        let is_number = last.is_some_and(|c| c.is_ascii_digit() || c == '}');
        let word = after.split(|c: char| !c.is_alphanumeric() && c != '%').next().unwrap_or_default();
        let is_thousands = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
        let is_numero = ["No.", "N.º", "n.º"].iter().any(|sign| before.ends_with(sign));
        is_number && UNITS.contains(&word)
            || last.is_some_and(|c| c.is_ascii_digit()) && is_thousands
            || is_numero && after.starts_with(|c: char| c.is_ascii_digit() || c == '{')
            || french && last == Some('«')
            || french && last.is_some() && after.starts_with([':', ';', '!', '?', '%', '»'])
    });
    spaces.map(|(at, _)| line.chars().skip(line[..at].chars().count().saturating_sub(12)).take(24).collect()).collect()
}

fn has_words(pattern: &Pattern<&str>) -> bool {
    pattern.elements.iter().any(|element| match element {
        PatternElement::TextElement { value } => !value.trim().is_empty(),
        PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
            variants.iter().all(|variant| has_words(&variant.value))
        }
        PatternElement::Placeable { expression: Expression::Inline(_) } => true,
    })
}

impl Variables {
    fn read(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { .. } => {}
                PatternElement::Placeable { expression } => self.read_expression(expression),
            }
        }
    }

    fn read_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => {
                if let InlineExpression::VariableReference { id } = inline {
                    self.printed.insert(id.name.to_owned());
                }
                self.read_inline(inline);
            }
            Expression::Select { selector, variants } => {
                if let InlineExpression::VariableReference { id } = selector {
                    self.choosing.insert(id.name.to_owned());
                }
                self.read_inline(selector);
                for variant in variants {
                    self.read(&variant.value);
                }
            }
        }
    }

    fn read_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.names.insert(id.name.strip_suffix("-text").unwrap_or(id.name).to_owned());
            }
            InlineExpression::FunctionReference { arguments, .. }
            | InlineExpression::TermReference { arguments: Some(arguments), .. } => self.read_arguments(arguments),
            InlineExpression::Placeable { expression } => self.read_expression(expression),
            _ => {}
        }
    }

    fn read_arguments(&mut self, arguments: &CallArguments<&str>) {
        let named = arguments.named.iter().map(|argument| &argument.value);
        for value in arguments.positional.iter().chain(named) {
            self.read_inline(value);
        }
    }
}

/// A text that the code asks for by a literal key.
#[derive(Debug, PartialEq, Eq)]
struct Call {
    key: String,
    /// The literal names of its arguments; `None` when they are not written at the call.
    arguments: Option<BTreeSet<String>>,
}

/// The calls in Rust source: `.text("key")`, `.with("key", [("name", …)])` and `text(locale, "key", &[…])`.
fn calls(source: &str) -> Vec<Call> {
    let code: String =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let after = |needle: &'static str| {
        let starts = code.match_indices(needle).map(|(at, _)| at).collect::<Vec<_>>();
        starts.into_iter().map(|at| &code[at + needle.len()..]).collect::<Vec<_>>()
    };
    let bare = |rest: &str| Some((literal(rest)?.0.to_owned(), Some(BTreeSet::new())));
    let with_list = |rest: &str| {
        let (key, rest) = literal(rest)?;
        Some((key.to_owned(), argument_names(rest)))
    };
    let after_locale = |rest: &str| with_list(rest.split_once(',').filter(|(first, _)| is_path(first))?.1);
    let found = after(".text(").into_iter().filter_map(bare);
    let found = found.chain(after(".with(").into_iter().filter_map(with_list));
    let found = found.chain(after("text(").into_iter().filter_map(after_locale));
    found.map(|(key, arguments)| Call { key, arguments }).collect()
}

fn is_path(text: &str) -> bool {
    text.trim().chars().all(|c| c.is_alphanumeric() || "_.:()".contains(c))
}

/// A plain string literal at the start, and what follows it.
fn literal(text: &str) -> Option<(&str, &str)> {
    text.trim_start().strip_prefix('"')?.split_once('"')
}

/// The names in `, [("a", …), ("b", …)]`.
fn argument_names(rest: &str) -> Option<BTreeSet<String>> {
    let list = rest.trim_start().strip_prefix(',')?.trim_start().trim_start_matches('&').strip_prefix('[')?;
    let (mut names, mut depth, mut rest) = (BTreeSet::new(), 0i32, list);
    while let Some(c) = rest.chars().next() {
        let next = &rest[c.len_utf8()..];
        rest = match c {
            '(' if depth == 0 => {
                names.insert(literal(next)?.0.to_owned());
                next
            }
            '"' => &next[next.replace("\\\"", "__").find('"')? + 1..],
            _ => next,
        };
        depth += match c {
            '(' | '[' | '{' => 1,
            ')' | ']' | '}' => -1,
            _ => 0,
        };
        if depth < 0 {
            return Some(names);
        }
    }
    None
}

#[test]
fn no_line_breaks_between_a_number_or_a_word_and_its_sign() {
    for (line, found) in
        [("« oui » :", 3), ("« oui »\u{a0}:", 2), ("10 Mo, 100 000", 2), ("à 8 h", 1), ("{ $n } fois", 0)]
    {
        assert_eq!(torn(line, Language::Fr).len(), found, "{line}");
    }
    let mut faults = Vec::new();
    for language in Language::ALL {
        for path in files(&root().join("locales").join(language.code()), "ftl") {
            let text = fs::read_to_string(&path).unwrap();
            let lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
            let torn = lines.flat_map(|(at, line)| torn(line, language).into_iter().map(move |what| (at + 1, what)));
            faults.extend(torn.map(|(at, what)| format!("{}:{at}: {what}", path.display())));
        }
    }
    assert!(faults.is_empty(), "write a no-break space, U+00A0:\n{}", faults.join("\n"));
}

#[test]
fn every_language_has_the_same_texts_with_the_same_variables() {
    let english = texts(Language::En).messages;
    assert!(!english.is_empty());
    for language in [Language::Fr, Language::Es] {
        let other = texts(language).messages;
        let missing: Vec<_> = english.keys().filter(|key| !other.contains_key(*key)).collect();
        let extra: Vec<_> = other.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(missing.is_empty() && extra.is_empty(), "{language:?}: missing {missing:?}, extra {extra:?}");
        for (key, variables) in &english {
            assert_eq!(other[key].names, variables.names, "{language:?}: variables of {key}");
        }
    }
}

#[test]
fn every_text_can_be_read_and_is_neither_empty_nor_there_twice() {
    for language in Language::ALL {
        assert_eq!(texts(language).faults, Vec::<String>::new(), "{language:?}");
    }
}

#[test]
fn every_text_that_the_code_asks_for_exists_and_gets_its_variables() {
    let english = texts(Language::En).messages;
    let mut faults = Vec::new();
    // Tests name texts that must not exist, and methods of other things that happen to be called alike.
    let shown =
        |path: &PathBuf| !path.ends_with("tests.rs") && !path.components().any(|part| part.as_os_str() == "tests");
    for path in files(&root().join("src"), "rs").into_iter().filter(shown) {
        for Call { key, arguments } in calls(&fs::read_to_string(&path).unwrap()) {
            match (english.get(&key), arguments) {
                (None, _) => faults.push(format!("{}: no text {key:?}", path.display())),
                (Some(text), Some(given)) if given != text.names => {
                    faults.push(format!("{}: {key} takes {:?}, is given {given:?}", path.display(), text.names));
                }
                (Some(_), _) => {}
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_value_of_the_domain_has_its_own_name_in_every_language() {
    let mut labels: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut add = |prefix, keys| labels.push((prefix, keys));
    add("status-", Status::ALL.map(Labelled::key).into());
    add("source-", Source::ALL.map(Labelled::key).into());
    add("column-", Column::ALL.map(Labelled::key).into());
    add("decline-", DeclineReason::ALL.map(Labelled::key).into());
    add("permission-", Permission::ALL.map(Labelled::key).into());
    add("role-", Role::ALL.map(Labelled::key).into());
    add("cause-", Cause::ALL.map(Labelled::key).into());
    add("resolution-", Resolution::BY_HAND.map(Labelled::key).into());
    add("alert-mail-", AlertMail::ALL.map(Labelled::key).into());
    add("theme-", Theme::ALL.map(Labelled::key).into());
    add("language-", Language::ALL.map(Labelled::key).into());
    add("kind-", [Kind::Sale, Kind::Authorization].map(Labelled::key).into());
    add("check-", [Check::Match, Check::Mismatch, Check::NotChecked].map(Labelled::key).into());
    add("account-kind-", [AccountKind::Operating, AccountKind::Trust].map(Labelled::key).into());
    let funding = [Funding::Credit, Funding::Debit, Funding::Prepaid, Funding::Unknown];
    add("funding-", funding.map(Labelled::key).into());
    let refunds = [
        RefundStatus::Pending,
        RefundStatus::Unknown,
        RefundStatus::Submitted,
        RefundStatus::Settled,
        RefundStatus::Failed,
    ];
    add("refund-status-", refunds.map(Labelled::key).into());
    add("schedule-state-", State::ALL.map(Labelled::key).into());
    add("occurrence-", Standing::ALL.map(Labelled::key).into());
    let deliveries = [DeliveryStatus::Waiting, DeliveryStatus::Sent, DeliveryStatus::Kept, DeliveryStatus::Failed];
    add("delivery-status-", deliveries.map(Labelled::key).into());
    add("return-", ReturnCode::ALL.iter().copied().map(Labelled::key).collect());
    add("change-", ChangeCode::ALL.iter().copied().map(Labelled::key).collect());
    add("debit-sec-", SecCode::ALL.map(Labelled::key).into());
    add("bank-type-", AccountType::ALL.map(Labelled::key).into());
    add("bank-holder-", HolderType::ALL.map(Labelled::key).into());
    for language in Language::ALL {
        for (prefix, keys) in &labels {
            assert!(keys.iter().all(|key| key.starts_with(prefix)), "{keys:?}");
            assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{prefix} has a key twice");
            for key in keys {
                let name = T::new(language.default_locale()).text(key);
                assert!(!name.contains('⟦'), "{language:?}: {name}");
            }
        }
    }
}

#[test]
fn keys_follow_the_codes_used_in_queries() {
    for status in Status::ALL {
        assert_eq!(status.key(), format!("status-{}", status.code().replace('_', "-")));
    }
    for source in Source::ALL {
        assert_eq!(source.key(), format!("source-{}", source.code().replace('_', "-")));
    }
    for column in Column::ALL {
        assert_eq!(column.key(), format!("column-{}", column.code().replace('_', "-")));
    }
    for reason in DeclineReason::ALL {
        assert_eq!(reason.key(), format!("decline-{}", reason.code()));
    }
    for theme in Theme::ALL {
        assert_eq!(theme.key(), format!("theme-{}", theme.code()));
    }
}

#[test]
fn faulty_texts_are_found() {
    let mut texts = Texts::default();
    let source = "a = { $x }\na = b\nempty = { \"\" }\nblank =\n    .title = t\n= junk\n\
                  count = { $n ->\n    [one] { $n } thing\n   *[other] { $n } things\n}\n";
    texts.read("x.ftl", source);
    let faults = texts.faults.join("\n");
    for expected in ["a is there twice", "blank is empty", "cannot be read: = junk", "write { $n-text }"] {
        assert!(faults.contains(expected), "{expected}: {faults}");
    }
}

#[test]
fn calls_are_found_in_source() {
    let source = r#"
        // t.text("in-a-comment")
        t.text("plain"); self.t.with(
            "wrapped",
            [("name", Arg::from(f("x", [1]))), ("count", 3.into())],
        );
        t.with("elsewhere", arguments); text(mail.locale(), "free", &[("a", Arg::Count(1))]); t.text(key); p.text();
    "#;
    let names = |list: &[&str]| Some(list.iter().map(|name| (*name).to_owned()).collect());
    let call = |key: &str, arguments| Call { key: key.to_owned(), arguments };
    assert_eq!(
        calls(source),
        [
            call("plain", names(&[])),
            call("wrapped", names(&["name", "count"])),
            call("elsewhere", None),
            call("free", names(&["a"])),
        ]
    );
}
