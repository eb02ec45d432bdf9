# Frame of every page
skip = Skip to main content
nav-main = Main sections
nav-postings = Jobs
nav-employers = Employers
nav-help = Help
crumbs = You are here
crumb-home = Home
demo-label = Trial notice
demo-tag = Trial
demo-text = This is a trial copy. The jobs and companies shown are made up; please do not apply.
search-label = Search for jobs
search-words = Keywords
search-place = Place of work
search-button = Search
search-suggestions = Suggestions
search-suggestions-count = # suggestions, use the up and down arrow keys to choose
help-block = Need help?
help-block-help = How to search and apply
help-block-scam = How to spot a fake job
footer = Searching and applying here is free of charge. Nobody may ask a job seeker for money.
pages = Pages of results
pages-previous = Previous page
pages-next = Next page
pages-number = Page { $number }
list-postings = List of jobs
people = { $n ->
    [one] { $count } person
   *[other] { $count } people
}
million = million
pay-agreed = Pay to be agreed
pay-unstated = Pay not stated
site-name = Sàn Việc
site-centre = Employment service centre
pay-from = From { $amount }
pay-up-to = Up to { $amount }
pay-per-month = { $amount } a month
pay-per-day = { $amount } a day
pay-per-hour = { $amount } an hour
pay-per-piece = { $amount } per piece
pay-per-year = { $amount } a year
