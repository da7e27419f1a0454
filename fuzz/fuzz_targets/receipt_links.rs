#![no_main]

clientpay_fuzz::target!("receipt_links");
