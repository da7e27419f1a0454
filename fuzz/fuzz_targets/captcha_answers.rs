#![no_main]

clientpay_fuzz::target!("captcha_answers");
