#![no_main]

clientpay_fuzz::target!("card_numbers");
