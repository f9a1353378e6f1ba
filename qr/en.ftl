# Posters and stickers with a QR code: short, calm, nothing but what is true.
# Where a large line ends here, it ends in print; some spaces do not break.

poster-general-headline =
    Seen something
    about drugs?
    Tell the police.
poster-general-sub = You need not give your name.
poster-workers-headline =
    Drugs where
    you lodge?
    Message us.
poster-workers-sub = You need not give your name.
poster-pupils-headline =
    Someone said
    “try it”?
    Tell us here.
poster-pupils-sub =
    Strange sweets, e-cigarettes…
    You need not give your name.
poster-general-call = Report drugs here
poster-workers-call = Report drugs here
poster-pupils-call = Tell us here
poster-unit = Police of { $unit }
poster-point = Reporting point
poster-step-1 = Scan this code with your camera or Zalo.
poster-step-2 = Say what you saw, where and when.
poster-step-3 = Keep the receipt for the answer.
poster-type = Or type the code
poster-hotline = Hotline
poster-113 = In danger now
poster-111 = Child helpline
poster-trust = Trust only codes with the address { $host }
poster-no-name = No name needed
poster-title = Posters and stickers with a QR code
