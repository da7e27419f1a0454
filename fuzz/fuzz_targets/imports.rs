#![no_main]

clientpay_fuzz::target!("imports");
