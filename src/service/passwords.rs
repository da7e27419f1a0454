//! Passwords: which ones are accepted, and their Argon2id hashes.
//!
//! Hashing is slow on purpose and takes 19 MiB each time, so it runs off the async threads and only two at a time.
//! A password is never logged, and no error says what it was.

use std::sync::Arc;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// The fewest characters of a password while there is no second factor (NIST SP 800-63B-4, 3.1.1.2).
pub const MIN_CHARACTERS: usize = 15;
/// The most characters that are accepted; nothing is ever cut off.
pub const MAX_CHARACTERS: usize = 128;

/// How many hashes are worked on at a time: with 19 MiB each, a flood of sign-ins cannot fill the memory.
const HASHES_AT_A_TIME: usize = 2;

/// What the password of an unknown person is checked against, so that the answer takes as long as for a known one.
const HASH_OF_NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlzIQ$bm9ib2R5IGtub3dzIHRoaXMgcGFzc3dvcmQgYXQgYWw";

/// Passwords of fifteen characters or more that are tried first all the same; compared without case and spaces.
const COMMON: &[&str] = &[
    "passwordpassword",
    "password12345678",
    "password123456789",
    "123456789012345",
    "1234567890123456",
    "12345678901234567890",
    "qwertyuiopasdfgh",
    "qwertyuiopasdfghjkl",
    "qwertyuiop123456",
    "1q2w3e4r5t6y7u8i9o",
    "1qaz2wsx3edc4rfv",
    "correcthorsebatterystaple",
    "iloveyouiloveyou",
    "letmeinletmeinletmein",
    "administrator123",
    "adminadminadmin",
    "changemechangeme",
    "thisisapassword",
    "thisismypassword",
    "welcometothefirm",
];

/// Why a new password is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    /// Fewer than [`MIN_CHARACTERS`].
    #[error("the password is too short")]
    TooShort,
    /// More than [`MAX_CHARACTERS`].
    #[error("the password is too long")]
    TooLong,
    /// It is the person's e-mail address or the firm's name.
    #[error("the password is a name that is publicly known")]
    Known,
    /// It is among those that are tried first, or one character over and over.
    #[error("the password is too common")]
    Common,
}

/// What must not serve as a password, for being known to others.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The address the person signs in with.
    pub email: &'a str,
    /// The firm's name.
    pub firm: &'a str,
}

/// Whether `password` may be chosen: long enough, not too long, not publicly known. What it is composed of does not
/// matter (NIST SP 800-63B-4 forbids composition rules).
///
/// # Errors
/// [`Weak`], the first rule it breaks.
pub fn check(password: &str, about: About<'_>) -> Result<(), Weak> {
    let count = password.chars().count();
    if count < MIN_CHARACTERS {
        return Err(Weak::TooShort);
    }
    if count > MAX_CHARACTERS {
        return Err(Weak::TooLong);
    }
    let plain = plain(password);
    let local_part = about.email.split('@').next().unwrap_or_default();
    if [about.email, local_part, about.firm].iter().any(|known| self::plain(known) == plain) {
        return Err(Weak::Known);
    }
    let repeated = plain.chars().next().is_none_or(|first| plain.chars().all(|other| other == first));
    if repeated || COMMON.contains(&plain.as_str()) { Err(Weak::Common) } else { Ok(()) }
}

fn plain(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// A password could not be hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// The hash function refused, for want of memory for example.
    #[error("the password could not be hashed")]
    Failed,
    /// The program is stopping.
    #[error("the program is stopping")]
    Stopping,
}

/// Hashes and compares, a few at a time. One for the whole process.
#[derive(Clone)]
pub struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(HASHES_AT_A_TIME)))
    }
}

impl Passwords {
    /// The Argon2id hash of `password` in PHC form; `salt` is random and used once.
    ///
    /// # Errors
    /// [`HashError`].
    pub async fn hash(&self, password: &str, salt: [u8; 16]) -> Result<String, HashError> {
        let password = Zeroizing::new(password.to_owned());
        self.work(move || {
            let hash: PasswordHash =
                Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).map_err(|_| HashError::Failed)?;
            Ok(hash.to_string())
        })
        .await?
    }

    /// Whether `password` is the one behind `hash`. Without a hash the work is the same and the answer no.
    ///
    /// # Errors
    /// [`HashError`] when no answer was reached; it says nothing about the password.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, HashError> {
        let known = hash.is_some();
        let hash = hash.unwrap_or(HASH_OF_NOBODY).to_owned();
        let password = Zeroizing::new(password.to_owned());
        let matches = self
            .work(move || {
                let parsed = PasswordHash::new(&hash).map_err(|_| HashError::Failed)?;
                Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
            })
            .await??;
        Ok(known && matches)
    }

    /// Runs `job` off the async threads once there is room. The permit goes along with it, so that a caller who
    /// gives up waiting does not let more hashes run than there is memory for.
    async fn work<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T, HashError> {
        let permit = self.0.clone().acquire_owned().await.map_err(|_| HashError::Stopping)?;
        let task = tokio::task::spawn_blocking(move || {
            let result = job();
            drop(permit);
            result
        });
        task.await.map_err(|_| HashError::Stopping)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: About<'_> = About { email: "dana.okafor.smith@firm.example", firm: "Harlow & Finch LLP" };

    #[test]
    fn weak_passwords_are_refused_by_the_rule_they_break() {
        for (password, wanted) in [
            ("", Weak::TooShort),
            ("fourteen chars", Weak::TooShort),
            ("Dana.Okafor.Smith@firm.example", Weak::Known),
            ("dana.okafor.smith", Weak::Known),
            ("harlow & finch llp", Weak::Known),
            ("Correct Horse Battery Staple", Weak::Common),
            ("aaaaaaaaaaaaaaaaaaaa", Weak::Common),
            ("                    ", Weak::Common),
            ("PASSWORDPASSWORD", Weak::Common),
        ] {
            assert_eq!(check(password, ABOUT), Err(wanted), "{password}");
        }
        assert_eq!(check(&"ab".repeat(65), ABOUT), Err(Weak::TooLong));
    }

    #[test]
    fn length_counts_characters_and_composition_does_not_matter() {
        for password in ["fifteen letters", "пятнадцать букв", "only lower case words here"] {
            assert_eq!(check(password, ABOUT), Ok(()), "{password}");
        }
        assert_eq!(check(&"ab".repeat(64), ABOUT), Ok(()));
    }

    #[tokio::test]
    async fn nobody_signs_in_with_any_password() {
        let passwords = Passwords::default();
        assert_eq!(passwords.verify("nobody knows this password at al", None).await, Ok(false));
        assert_eq!(passwords.verify("x", Some("not a hash")).await, Err(HashError::Failed));
    }

    #[tokio::test]
    async fn only_the_password_itself_matches_its_hash() {
        let passwords = Passwords::default();
        let hash = passwords.hash("a long enough one", [7; 16]).await.unwrap();
        assert_eq!(passwords.verify("a long enough one", Some(&hash)).await, Ok(true));
        for other in ["a long enough on", "A long enough one", "a long enough one ", ""] {
            assert_eq!(passwords.verify(other, Some(&hash)).await, Ok(false), "{other}");
        }
    }

    #[tokio::test]
    async fn the_work_for_nobody_is_the_work_for_anybody() {
        let hash = Passwords::default().hash("a long enough one", [7; 16]).await.unwrap();
        let (nobody, anybody) = (PasswordHash::new(HASH_OF_NOBODY).unwrap(), PasswordHash::new(&hash).unwrap());
        assert_eq!(nobody.algorithm, anybody.algorithm);
        assert_eq!(nobody.version, anybody.version);
        assert_eq!(nobody.params, anybody.params);
        assert_eq!(nobody.hash.unwrap().len(), anybody.hash.unwrap().len());
    }
}
