//! The command line of `clientpay`: parses it and calls the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    clientpay::cli::run()
}
