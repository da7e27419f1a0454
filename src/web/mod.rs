//! The shop front: every page and the door people come in by.
//!
//! From the outside in, a request passes `server` (sockets and their limits), `headers`, `door` (body, deadline,
//! panics), `firewall` (card numbers) and `guard` (session, forged forms, language) before a room sees it; `front`
//! puts them in that order.

pub mod trouble;
pub mod forms;
pub mod server;
pub mod door;
pub mod headers;
pub mod firewall;
pub mod csrf;
pub mod preferences;
pub mod refusal;
pub mod guard;
pub mod front;
