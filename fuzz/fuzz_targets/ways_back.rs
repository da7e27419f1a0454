#![no_main]

clientpay_fuzz::target!("ways_back");
