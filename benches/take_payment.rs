//! To come with its measurements.

fn main() {}
