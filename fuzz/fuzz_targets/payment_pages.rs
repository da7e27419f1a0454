#![no_main]

clientpay_fuzz::target!("payment_pages");
