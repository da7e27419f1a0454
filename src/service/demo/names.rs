//! The words the demonstration is made of: names, matters, notes. Nothing here is a real person's record.

use crate::domain::locale::Language;

/// Names that go together, and the language their bearers mostly want.
pub(super) struct Culture {
    pub(super) given: &'static [&'static str],
    pub(super) family: &'static [&'static str],
    pub(super) language: Language,
    /// How many payers in a hundred.
    pub(super) weight: u64,
}

/// Where the payers of a Boston firm come from.
#[rustfmt::skip]
pub(super) const CULTURES: &[Culture] = &[
    Culture {
        given: &[
            "Abigail", "Andrew", "Anita", "Beatrice", "Benjamin", "Brendan", "Caroline", "Charlotte", "Claire",
            "Daniel", "Deborah", "Desmond", "Eleanor", "Ethan", "Fiona", "Frances", "Gavin", "Grace", "Hannah",
            "Harold", "Imani", "Isaac", "Jamal", "Jessica", "Jonathan", "Joyce", "Keisha", "Kevin", "Laura",
            "Leonard", "Margaret", "Marcus", "Maeve", "Nathaniel", "Nora", "Oliver", "Patricia", "Philip", "Rachel",
            "Raymond", "Rosalind", "Samuel", "Sheila", "Simone", "Theodore", "Tyrone", "Victoria", "Walter", "Yvonne",
            "Zoë",
        ],
        family: &[
            "Abbott", "Ainsworth", "Barrett", "Bradford", "Brennan", "Caldwell", "Carver", "Chandler", "Coleman",
            "Connolly", "Cunningham", "Dalton", "Donovan", "Doyle", "Ellery", "Fairbanks", "Fitzgerald", "Gallagher",
            "Goldberg", "Greenwood", "Hargrove", "Hathaway", "Holloway", "Jefferson", "Kaplan", "Keane", "Lancaster",
            "Langley", "Lowell", "MacDonald", "Marsh", "McCarthy", "Merriweather", "Mitchell", "Morrissey", "Norwood",
            "O’Brien", "O’Connor", "Pemberton", "Prescott", "Quincy", "Radcliffe", "Rosenthal", "Sheridan", "Stanton",
            "Sullivan", "Thornton", "Underwood", "Wadsworth", "Washington", "Whitaker", "Winslow", "Woodward",
            "Yates",
        ],
        language: Language::En,
        weight: 52,
    },
    Culture {
        given: &[
            "Adèle", "Amélie", "André", "Anaïs", "Benoît", "Camille", "Catherine", "Cédric", "Céline", "Chloé",
            "Clément", "Élise", "Élodie", "Émile", "Étienne", "François", "Frédéric", "Geneviève", "Gérard", "Hélène",
            "Jean-François", "Jérôme", "Josée", "Julien", "Laurence", "Léa", "Loïc", "Marc-André", "Marie-Ève",
            "Mathieu", "Maïté", "Noémie", "Océane", "Rémi", "René", "Sébastien", "Solène", "Stéphane", "Thérèse",
            "Zoé",
        ],
        family: &[
            "Beaulieu", "Bélanger", "Bergeron", "Bouchard", "Boudreau", "Brière", "Charpentier", "Côté", "Desjardins",
            "Duchêne", "Dubé", "Dufour", "Fontaine", "Fortier", "Gagné", "Gauthier", "Giguère", "Hébert", "Lachance",
            "Laflèche", "Lamarche", "Lefèvre", "Lemaître", "Lévesque", "Marchand", "Ménard", "Michaud", "Nadeau",
            "Paré", "Pelletier", "Poirier", "Prévost", "Renaud", "Saint-Pierre", "Séguin", "Thériault", "Tremblay",
            "Trépanier", "Vaillancourt", "Vézina",
        ],
        language: Language::Fr,
        weight: 17,
    },
    Culture {
        given: &[
            "Adrián", "Agustín", "Alejandra", "Álvaro", "Andrés", "Ángela", "Beatriz", "Begoña", "Carlos",
            "Concepción", "Cristóbal", "Dolores", "Elías", "Esperanza", "Fabián", "Fermín", "Gabriela", "Germán",
            "Graciela", "Inés", "Iván", "Javier", "Jesús", "Joaquín", "José", "Lucía", "Luz", "María José", "Martín",
            "Mónica", "Nicolás", "Óscar", "Paola", "Raúl", "Rocío", "Rubén", "Sofía", "Tomás", "Valeria", "Ximena",
        ],
        family: &[
            "Acuña", "Álvarez", "Avendaño", "Báez", "Benítez", "Bolaños", "Castañeda", "Cedeño", "Chávez", "Colón",
            "Córdova", "Díaz", "Domínguez", "Espinosa", "Estévez", "Fuentes", "García", "Gómez", "González", "Guzmán",
            "Hernández", "Ibáñez", "Jiménez", "León", "López", "Marín", "Martínez", "Muñoz", "Núñez", "Ordóñez",
            "Ortega", "Peña", "Pérez", "Quiñones", "Ramírez", "Ríos", "Rodríguez", "Ruiz", "Saldaña", "Sepúlveda",
            "Velázquez", "Zúñiga",
        ],
        language: Language::Es,
        weight: 15,
    },
    Culture {
        given: &["Agnieszka", "Bożena", "Grzegorz", "Jarosław", "Łukasz", "Małgorzata", "Michał", "Paweł", "Zofia"],
        family: &["Dąbrowski", "Kamiński", "Kowalczyk", "Lewandowski", "Nowak", "Wiśniewski", "Wójcik", "Zieliński"],
        language: Language::En,
        weight: 4,
    },
    Culture {
        given: &["Thị Mai", "Văn Hùng", "Minh Châu", "Quang Huy", "Thu Hà", "Đức Anh", "Ngọc Lan"],
        family: &["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi"],
        language: Language::En,
        weight: 3,
    },
    Culture {
        given: &["Adaeze", "Chidi", "Chinonso", "Emeka", "Folake", "Ifeoma", "Kofi", "Ngozi", "Obinna", "Oluwaseun"],
        family: &["Achebe", "Adeyemi", "Balogun", "Ezekwesili", "Mensah", "Nwosu", "Okafor", "Okonkwo", "Owusu"],
        language: Language::En,
        weight: 3,
    },
    Culture {
        given: &["Aarav", "Ananya", "Deepak", "Kavita", "Meera", "Nikhil", "Priya", "Rajesh", "Sanjay", "Sunita"],
        family: &["Banerjee", "Chaudhary", "Desai", "Iyer", "Kapoor", "Krishnan", "Mehta", "Patel", "Reddy", "Sharma"],
        language: Language::En,
        weight: 3,
    },
    Culture {
        given: &["João", "Conceição", "Luís", "Inês", "Antônio", "Gonçalo", "Márcia", "Thaís"],
        family: &["Araújo", "Brandão", "Conceição", "Gonçalves", "Magalhães", "Simões", "Teixeira", "Vasconcelos"],
        language: Language::En,
        weight: 2,
    },
    Culture {
        given: &["Björn", "Åsa", "Søren", "Jürgen", "Günther", "Çağla", "Emre", "Jiří", "Tereza", "Mihály"],
        family: &["Ångström", "Østergaard", "Müller", "Schröder", "Yıldız", "Şahin", "Dvořák", "Novák", "Szabó"],
        language: Language::En,
        weight: 1,
    },
];

/// What the first word of a company's name may be, besides its owner's family name.
#[rustfmt::skip]
pub(super) const COMPANY_WORDS: &[&str] = &[
    "Back Bay", "Beacon", "Bay State", "Brookline", "Cape Ann", "Charles River", "Copley", "Essex", "Fenway",
    "Granite", "Harborview", "Juniper", "Longfellow", "Merrimack", "Minuteman", "Mystic", "Nantucket", "Northeast",
    "Pilgrim", "Plymouth", "Seaport", "Tremont", "Wachusett", "Walden",
];

/// What a company does, with the ending of its name.
#[rustfmt::skip]
pub(super) const COMPANY_TRADES: &[&str] = &[
    "Builders Inc.", "Capital Partners LP", "Catering Co.", "Dental Group PC", "Development LLC", "Energy Inc.",
    "Holdings Ltd.", "Hospitality Group", "Imports Inc.", "Insurance Agency", "Logistics LLC", "Marine Supply Co.",
    "Medical Associates PC", "Properties LLC", "Realty Trust", "Robotics Inc.", "Software Inc.", "Ventures LLC",
];

/// What a family's company is called after the family's name.
pub(super) const FAMILY_FIRMS: &[&str] =
    &["& Sons", "Family Trust", "Brothers Inc.", "& Associates", "Family Office", "Realty LLC", "Holdings LLC"];

/// What the firm does for people.
#[rustfmt::skip]
pub(super) const PERSONAL_MATTERS: &[&str] = &[
    "Divorce", "Custody agreement", "Estate plan", "Probate of will", "Home purchase", "Refinancing",
    "Immigration, I-130", "Naturalization", "Personal injury", "Employment dispute", "Guardianship", "Adoption",
    "Landlord and tenant", "Traffic appeal", "Name change", "Trust administration", "Prenuptial agreement",
    "Small claims defense",
];

/// What the firm does for companies.
#[rustfmt::skip]
pub(super) const COMPANY_MATTERS: &[&str] = &[
    "Lease review", "Series A financing", "Trademark filing", "General counsel", "Zoning appeal", "Asset purchase",
    "Employment handbook", "Contract dispute", "Collections", "Commercial lease", "Corporate formation", "Tax appeal",
    "Insurance coverage", "Vendor agreement", "Shareholder dispute", "Regulatory filing",
];

/// Why money was given back, as staff put it.
#[rustfmt::skip]
pub(super) const REFUND_REASONS: &[&str] = &[
    "Paid twice", "Unearned part of the retainer", "Matter closed early", "Billing error on the invoice",
    "Filing fee was waived", "Wrong matter", "Courtesy credit", "Overpayment",
];

/// A note on the receipt, in the payer's language.
#[rustfmt::skip]
pub(super) const fn notes(language: Language) -> &'static [&'static str] {
    match language {
        Language::En => &[
            "Thank you for your prompt payment.", "Retainer replenishment as agreed.",
            "Final payment, with our thanks.", "Payment taken by telephone.", "Second of three installments.",
        ],
        Language::Fr => &[
            "Merci de votre paiement rapide.", "Provision renouvelée comme convenu.",
            "Dernier versement; merci de votre confiance.", "Paiement reçu par téléphone.",
        ],
        Language::Es => &[
            "Gracias por su pago puntual.", "Anticipo repuesto según lo acordado.", "Último pago, ¡muchas gracias!",
            "Pago recibido por teléfono.",
        ],
    }
}

/// A payer who comes back again and again.
pub(super) struct Regular {
    pub(super) name: &'static str,
    pub(super) holder: &'static str,
    pub(super) email: &'static str,
    pub(super) client_number: &'static str,
    pub(super) language: Language,
    pub(super) company: bool,
}

const fn company(
    name: &'static str,
    holder: &'static str,
    email: &'static str,
    client_number: &'static str,
    language: Language,
) -> Regular {
    Regular { name, holder, email, client_number, language, company: true }
}

const fn person(name: &'static str, email: &'static str, client_number: &'static str, language: Language) -> Regular {
    Regular { name, holder: name, email, client_number, language, company: false }
}

/// The named payers of the demonstration, the same for every seed.
pub(super) const REGULARS: &[Regular] = &[
    company("Mercer Holdings Ltd.", "Julia Mercer", "ap@mercerholdings.example", "10482", Language::En),
    company("Mercer Family Office", "Thomas Mercer", "office@mercerfamily.example", "10497", Language::En),
    person("Adaeze Nwosu", "adaeze.nwosu@example.com", "10977", Language::En),
    person("Pelletier, Marc-André", "ma.pelletier@courriel.example", "11930", Language::Fr),
    company("Ruiz Family Trust", "Inés Ruiz", "fideicomiso@ruiz.example", "10611", Language::Es),
    company("Kowalczyk & Sons", "Piotr Kowalczyk", "accounts@kowalczyk.example", "10745", Language::En),
    person("José Muñoz", "jose.munoz@correo.example", "11204", Language::Es),
    person("Élodie Tremblay", "elodie.tremblay@courriel.example", "11377", Language::Fr),
    person("Nguyễn Thị Mai", "mai.nguyen@example.org", "11518", Language::En),
    person("Siobhán O’Brien", "siobhan.obrien@example.net", "11046", Language::En),
    person("Łukasz Wiśniewski", "lukasz.wisniewski@example.com", "11682", Language::En),
    company("Brackett Marine Supply Co.", "Owen Brackett", "billing@brackettmarine.example", "10830", Language::En),
];

/// A letter without its accent, as it is spelt in e-mail addresses; `None` for what addresses leave out.
pub(super) fn plain_letter(letter: char) -> Option<char> {
    let lower = letter.to_lowercase().next()?;
    let plain = match lower {
        'a'..='z' | '0'..='9' | '-' => lower,
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ă' | 'ą' | 'ầ' | 'ạ' | 'ặ' => 'a',
        'ç' | 'č' => 'c',
        'đ' | 'ď' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' | 'ễ' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ı' | 'ị' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ọ' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' => 's',
        'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ứ' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        _ => return None,
    };
    Some(plain)
}
