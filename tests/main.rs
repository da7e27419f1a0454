//! The integration tests, one binary so that the product is linked once.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "the helpers of a test may fail it")]

mod locales;
