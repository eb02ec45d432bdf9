# Words for the closed lists of a posting
term-full = Full time
term-part = Part time
term-shift = Shift work
term-indefinite = Indefinite
term-under-12 = Fixed term, under 12 months
term-12-36 = Fixed term, 12 to 36 months
term-contract-other = Seasonal or other
term-months = { $n ->
    [one] { $count } month
   *[other] { $count } months
}
term-days = { $n ->
    [one] { $count } day
   *[other] { $count } days
}
term-working-days = { $n ->
    [one] { $count } working day
   *[other] { $count } working days
}
term-probation-pay = { $length } at { $percent }% of pay
term-experience-none = No experience asked for
term-experience-under-1 = Under 1 year
term-experience-1-2 = 1 to 2 years
term-experience-2-5 = 2 to 5 years
term-experience-over-5 = Over 5 years
term-not-primary = Primary school not finished
term-primary = Primary school
term-lower-secondary = Lower secondary school
term-upper-secondary = Upper secondary school
term-untrained = No qualification asked for
term-skilled-without-paper = Skilled worker without certificate
term-elementary = Elementary vocational
term-intermediate = Intermediate vocational
term-college = College
term-university = University
term-master = Master’s degree
term-doctor = Doctorate
term-meals-1 = 1 meal provided
term-meals-2 = 2 meals provided
term-meals-3 = 3 meals provided
term-meals-money = Meal allowance
term-housing-provided = Housing provided
term-housing-allowance = Housing allowance
term-transport-provided = Transport provided
term-transport-allowance = Transport allowance
term-on-site = On site
term-hybrid = Partly remote
term-remote = Remote
term-age-from = From { $from }
term-age-to = Up to { $to }
term-age-between = { $from } to { $to }
term-shift-yes = Shift work
term-shift-no = No shift work
term-up-to-experience-0 = I have none
term-up-to-experience-12 = I have up to 1 year
term-up-to-experience-24 = I have up to 2 years
term-up-to-experience-60 = I have up to 5 years
group-noi = Province or city
choice-deadline-left = { $n ->
    [one] Still open in { $count } day
   *[other] Still open in { $count } days
}
title-error = Error: { $title }
feed-title = { $site }: { $what }
