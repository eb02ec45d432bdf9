# Home, results, pages of occupations and places
home-title = Find a job anywhere in Viet Nam
home-lead = Type an occupation and the place where you want to work, then press Search. Vietnamese works with or without accents. No account needed, free of charge.
home-postings = jobs open now
home-new = new in 7 days
home-fresh = Newest jobs
home-all = See all jobs
home-none = No jobs have been posted yet. Please come back later.
home-occupations = Browse by occupation
home-places = Browse by province or city

results-title = Jobs
results-count = { $n ->
    [one] { $count } job
   *[other] { $count } jobs
}
results-page = page { $here } of { $last }
results-feed = Follow new jobs in this list (Atom)
results-none = No matching jobs found
results-all = All jobs
results-near = Similar jobs
results-near-why = Each of these lacks one of the things you searched for.
notice-words = There are no jobs for “{ $typed }”. These are the results for “{ $words }”.
notice-left-out = Only the first { $count } words can be searched for. Left out: “{ $words }”.
notice-place = You typed “{ $typed }”. We searched in: { $place }.
notice-place-several = You typed “{ $typed }”. Several places have this name; we searched in: { $place }.
notice-place-partly = You typed “{ $typed }”, but there is no such place. We searched in: { $place }.
notice-place-or = Or search in:
filters = Filter results
filters-chosen = Filters in use
filters-remove = Remove filter:
filters-clear = Clear filters
filters-apply = Apply
filters-more = { $count } more
sort = Sort by
sort-button = Sort
sort-phu-hop = Best match
sort-moi = Newest
sort-gan = Nearest
sort-luong = Highest pay
sort-han = Closing soon

group-nghe = Occupation
group-nganh = Industry
group-ban-kinh = Distance
group-luong = Lowest monthly pay
group-hop-dong = Contract
group-thoi-gian = Working time
group-ca = Shift
group-kinh-nghiem = Experience asked for
group-trinh-do = Education asked for
group-dang-trong = Posted
group-han = Apply by
group-khac = Other conditions
choice-any = Any
choice-within-km = Within { $km } km
choice-pay-min = From { $million } million ₫
choice-posted-days = { $n ->
    [one] In the last day
   *[other] In the last { $count } days
}
choice-no-experience = No experience needed
choice-disability = Suits people with disabilities
choice-housing = Housing provided
choice-transport = Transport provided
choice-overseas = Work abroad

item-deadline = Apply by { $day }
item-deadline-today = Apply by today
item-deadline-close = { $n ->
    [one] { $count } day left to apply
   *[other] { $count } days left to apply
}
item-posted = Posted { $day }
item-distance = { $distance } away
item-more-places = { $n ->
    [one] and { $count } other place
   *[other] and { $count } other places
}

none-spelling = Did you mean:
none-farther = Look farther around this place
none-wider = Ask for less
none-tips = Search tips
none-tip-1 = Use fewer or more general words: “driver” rather than “5-tonne forklift driver”.
none-tip-2 = Check the spelling. Vietnamese accents can be left out.
none-tip-3 = Remove some filters, or choose the whole province instead of one commune or ward.
none-ask = If you still find nothing, call the employment service centre. The number is at the foot of the page.
none-ask-help = If you still find nothing, visit the employment service centre, or see “Need help?” at the foot of the page.

landing-occupation = { $name }: jobs
landing-place = Jobs in { $name }
landing-both = { $occupation }: jobs in { $place }
landing-filter = Filter and sort this list
landing-none = No jobs are open here at the moment.
landing-near = Other places with openings
landing-others = Other occupations here
