### Settings: what keeps machines from trying stolen cards on the public pages.

bot-defence-title = Bot protection
bot-defence-intro = Thieves use public pages to find out which stolen cards work. Each page slows them down by itself; the settings here hold for all pages and payment links together.
bot-defence-saved = The settings were saved.
bot-defence-now-off =
    { $declines ->
        [0] No payment was declined on the public pages in the last { $minutes-text } minutes.
        [one] 1 payment was declined on the public pages in the last { $minutes-text } minutes.
       *[other] { $declines-text } payments were declined on the public pages in the last { $minutes-text } minutes.
    } No extra check is asked for.
bot-defence-now-on = Cards are being declined faster than genuine payers would cause. Until { $until }, every payer must show that they’re not a robot; this ends by itself.
bot-defence-choice = Robot check
bot-defence-choice-never = The portal’s own check only: the payer’s browser does a short calculation, and nothing leaves the portal
bot-defence-choice-where-chosen = { $company } on the payment pages that ask for it, the portal’s own check on the others
bot-defence-choice-everywhere = { $company } on every payment page that doesn’t say otherwise
bot-defence-choice-none = The portal’s own check is used: the payer’s browser does a short calculation, and nothing leaves the portal.
bot-defence-choice-hint = When the provider can’t be reached, the portal’s own check takes its place. Payment links use the provider only while cards are being tested.
bot-defence-breaker = When every payer gets an extra check
bot-defence-breaker-text = Declines on all payment pages and payment links together. Genuine payers stay well below the usual values.
bot-defence-declines = Declines
bot-defence-declines-hint = 5 to 1,000; usually 30
bot-defence-within = Period, in minutes
bot-defence-within-hint = 1 to 1,440; usually 10
bot-defence-lasts = Duration, in minutes
bot-defence-lasts-hint = After the last decline; 1 to 1,440, usually 30
bot-defence-error-limits = Check the limits: 5 to 1,000 declines, 1 to 1,440 minutes
bot-defence-company = CAPTCHA providers
bot-defence-company-text = The keys are in the portal’s configuration, not in its database: whoever runs the portal sets captcha_provider, captcha_site_key and captcha_secret there, for one provider at a time.
bot-defence-configured = Configured
bot-defence-not-configured = Not configured
bot-defence-provider-recaptcha-v2 = reCAPTCHA v2 (box to tick)
bot-defence-provider-recaptcha-v3 = reCAPTCHA v3 (score)
bot-defence-provider-hcaptcha = hCaptcha
bot-defence-provider-turnstile = Cloudflare Turnstile
bot-defence-try = Test the connection
bot-defence-try-hint = Sends the provider a made-up answer, which it must reject. No payer is affected.
bot-defence-tried-works = { $company } answers, knows the secret key, and rejected a made-up answer.
bot-defence-tried-takes-anything = { $company } accepted a made-up answer: these are test keys, and they let everyone through.
bot-defence-tried-not-us = { $company } answers but doesn’t accept the secret key. Check captcha_secret in the configuration. Until then the portal’s own check is used.
bot-defence-tried-lost = { $company } didn’t answer. Until it does, the portal’s own check is used. See the log for details.
bot-defence-refused = Recently turned away
bot-defence-refused-none = Nothing has been turned away since the portal was started.
bot-defence-refused-hint = The latest 100 since the portal was started. Nothing was charged in any of them.
bot-defence-refused-at = When
bot-defence-refused-where = Where
bot-defence-refused-why = Why
bot-defence-page = Payment page { $number }
bot-defence-why-machine = Filled in by a program
bot-defence-why-old = The form was open for hours
bot-defence-why-more-work = Opened before the extra check began; asked again
bot-defence-why-too-fast = Sent faster than a person types
bot-defence-why-too-many = Too many tries from one address
bot-defence-why-card-too-often = Too many tries with one card or account
bot-defence-why-unproven = The check was not done
bot-defence-why-refused = The check was refused
bot-defence-why-doubtful = The provider was in doubt; the portal’s own check was asked for
bot-defence-why-unreachable = The provider didn’t answer; the portal’s own check was asked for
bot-defence-why-resting = The page was paused
