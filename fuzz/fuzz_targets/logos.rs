#![no_main]

clientpay_fuzz::target!("logos");
