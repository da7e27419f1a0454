//! Rooms for staff. None knows its neighbour; what two share is in `fragments` or the services.

pub mod payment_pages;
pub mod bot_defence;
pub mod surcharges;
pub mod sign_in;
pub mod setup;
pub mod dashboard;
pub mod enter_payment;
pub mod payment_columns;
pub mod payment_manager;
pub mod payment;
pub mod schedules;
pub mod payers;
pub mod payment_requests;
pub mod reports;
pub mod outbox;
pub mod exports;
pub mod alerts;
pub mod authorizations;
pub mod profile;
pub mod portal;
