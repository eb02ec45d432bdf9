# One job, its poster, employers
posting-how = How to apply
posting-how-what = { $reach ->
    [phone] Applications go through { $centre }, free of charge. Call or visit the centre and name the job and the employer, or give the code below; an officer will put you in touch with the employer.
    [email] Applications go through { $centre }, free of charge. Write to or visit the centre and name the job and the employer, or give the code below; an officer will put you in touch with the employer.
   *[none] Applications go through { $centre }, free of charge. Visit the centre and name the job and the employer, or give the code below; an officer will put you in touch with the employer.
}
posting-phone = Phone:
posting-code = Job code:
posting-source = See the original on the employer’s site
posting-free = Never pay money or hand over original papers to get a job.
posting-print = Print an A4 poster
posting-more = See similar jobs
posting-facts = Key facts
posting-occupation = Occupation
posting-description = What you will do
posting-no-description = The employer has not described the work. Please ask the centre for details.
posting-requirements = What is asked for
posting-benefits = What you get
posting-skills = Skills
posting-workplaces = { $n ->
    [one] Place of work
   *[other] Places of work
}
posting-as-written = As the employer wrote it: { $place }
posting-dates = Dates
posting-left = { $n ->
    [one] { $count } day left
   *[other] { $count } days left
}
posting-left-today = Today is the last day
posting-deadline = Apply by
posting-posted = Posted
posting-wanted = People wanted
posting-employer = Employer
posting-similar = Similar jobs
posting-see-similar = See similar jobs
posting-expired = This job has closed
posting-expired-what = Applications were taken until { $day }. It is no longer possible to apply.
posting-filled = The employer has found everyone
posting-filled-what = No more applications are taken for this job.
posting-closed = The employer has stopped hiring for this job
posting-closed-what = No more applications are taken for this job.
gone-title = This job has been removed
gone-what = It was taken off the site, perhaps because it closed long ago or because it broke the rules.
gone-next = Look for other jobs

fact-working-time = Working time
fact-shift = Shift
fact-contract = Contract
fact-probation = Probation
fact-experience = Experience
fact-education = Education
fact-qualification = Qualification
fact-housing = Housing
fact-meals = Meals
fact-transport = Transport
fact-starts = First day of work
fact-age = Age
fact-remote = Where the work is done

poster-title = Poster: { $title }
poster-kind = We are hiring
poster-place = Place of work
poster-code = QR code that leads to this job
poster-scan = Scan the code for the full text and how to apply
poster-phone = Or call
poster-free = Applying is free of charge.
poster-hint = Use your browser’s Print command to put this page on one A4 sheet.
poster-back = Back to the job

employers-title = Employers
employers-none = There are no employers yet.
employer-verified = Verified
employer-verified-what = The centre has checked this employer’s papers.
employer-postings = Jobs open now
employer-none = This employer is not hiring at the moment.
