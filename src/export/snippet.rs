//! HTML that a firm puts on its own website or below its mails: links to a payment page. It has to look right where no
//! style sheet of ours is, so it carries its own.

use crate::domain::{locale::Language, payment_page::colour::Colour};

/// A page to be linked to.
#[derive(Clone, Copy, Debug)]
pub struct Linked<'a> {
    /// Its address.
    pub address: &'a str,
    /// What it is called.
    pub heading: &'a str,
    /// In which language.
    pub language: Language,
}

impl Linked<'_> {
    /// A link in the midst of a text.
    #[must_use]
    pub fn link(&self) -> String {
        self.anchor("")
    }

    /// A link that looks like a button of this colour.
    #[must_use]
    pub fn button(&self, colour: Colour) -> String {
        let words = colour.ink();
        self.anchor(&format!(
            " style=\"display:inline-block;padding:.75em 1.5em;border-radius:.4em;background:{colour};color:{words};\
             font:600 1em/1.2 sans-serif;text-decoration:none\""
        ))
    }

    /// The firm's name and a link, for the end of a mail.
    #[must_use]
    pub fn signature(&self, firm: &str) -> String {
        let (lang, firm, heading) = (self.language.code(), escaped(firm), escaped(self.heading));
        format!("<p lang=\"{lang}\">{firm}<br><a href=\"{}\">{heading}</a></p>", self.href())
    }

    /// The page itself, in a frame.
    #[must_use]
    pub fn frame(&self) -> String {
        let (href, heading) = (self.href(), escaped(self.heading));
        format!("<iframe src=\"{href}\" title=\"{heading}\" width=\"100%\" height=\"1200\"></iframe>")
    }

    fn anchor(&self, attributes: &str) -> String {
        let (href, lang, heading) = (self.href(), self.language.code(), escaped(self.heading));
        format!("<a href=\"{href}\" lang=\"{lang}\"{attributes}>{heading}</a>")
    }

    fn href(&self) -> String {
        format!("{}?lang={}", escaped(self.address), self.language.code())
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_firm_calls_its_page_stays_text() {
        let page =
            Linked { address: "https://pay.firm.example/pay/a", heading: "\"Us\" <& co>", language: Language::Fr };
        let colour = Colour::parse("#7a1f2b").unwrap();
        let address = "https://pay.firm.example/pay/a?lang=fr";
        assert_eq!(page.link(), format!("<a href=\"{address}\" lang=\"fr\">&quot;Us&quot; &lt;&amp; co&gt;</a>"));
        for html in [page.link(), page.button(colour), page.signature("A & B"), page.frame()] {
            assert!(html.contains(address) && html.contains("&lt;&amp; co&gt;") && !html.contains("<&"), "{html}");
        }
        assert!(page.button(colour).contains("background:#7a1f2b;color:#ffffff"));
    }
}
