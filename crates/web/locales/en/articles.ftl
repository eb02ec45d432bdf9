# Help and information
help-title = Help
help-intro = This site helps you find work anywhere in Viet Nam. You need no account and pay nothing.
help-search = Searching
help-search-1 = In Keywords, type an occupation, a skill or a company. Vietnamese accents can be left out.
help-search-2 = In Place of work, type a commune, ward, province or city. Names of former districts still work.
help-search-3 = Use the filters to choose pay, working time or experience, then press Apply.
help-search-4 = To come back to a search, save or send the address of the results page. It opens the same list with the latest jobs.
help-apply = Applying
help-apply-1 = The site does not show employers’ phone numbers. Apply on the site, or let the employment service centre introduce you.
help-apply-2 = Open the job you want, press “Apply in a minute” and give your name and phone number. No account is needed.
help-apply-3 = A link is sent to you: open it to see where the application stands, or to withdraw it.
help-apply-4 = { $reach ->
    [phone] Where a job has no such button: call or visit the centre, give the code of the job and your name; it introduces you and lets you know.
    [email] Where a job has no such button: write to or visit the centre, give the code of the job and your name; it introduces you and lets you know.
   *[none] Where a job has no such button: visit the centre, give the code of the job and your name; it introduces you and lets you know.
}
help-free = Free of charge
help-free-1 = Nobody may charge a job seeker, ask for a deposit or keep original papers.
help-free-link = How to spot a fake job
help-employer = Are you an employer?
help-employer-1 = Please contact the employment service centre to post a job. Posting is free and each job is checked before it appears.
help-feed = Following new jobs
help-feed-1 = Each page of results ends with an Atom link. Use it in a feed reader to learn of new jobs.

scam-title = How to spot a fake job
scam-intro = A real job never asks you to pay first. If someone asks for money, stop.
scam-signs = Warning signs
scam-sign-1 = They want a file fee, a booking fee, a deposit, or money for a uniform or training before you start.
scam-sign-2 = They keep your original identity card, certificates or passport.
scam-sign-3 = Very high pay for very easy work, no experience needed, start today.
scam-sign-4 = They only write through social media and will not give a company name or address.
scam-sign-5 = They make you pay in to “do tasks”, “close orders” or invest.
scam-sign-6 = They want to meet in a deserted place, keep changing the place, or invite you abroad without a contract.
scam-sign-7 = They ask for a one-time code, a password or bank details.
scam-law = The law protects you
scam-law-1 = An employer may not keep the originals of your identity papers, diplomas or certificates.
scam-law-2 = An employer may not make you leave money or property as a deposit for work.
scam-law-3 = You do not pay the costs of being hired.
scam-do = What to do
scam-do-1 = Stop all contact, send no more money, keep messages and receipts.
scam-do-2 = { $reach ->
    [phone] Call the centre at the number below and give the job code, so that we can check and remove it.
    [email] Write to the centre at the address below and give the job code, so that we can check and remove it.
   *[none] Press “Report this advert” on the page of that job, so that we can check and remove it.
}
scam-do-3 = If you lost money or were threatened, tell the nearest police or call 113.

privacy-title = Privacy
privacy-intro = You can search and read without telling us who you are.
privacy-read = When you search and read
privacy-read-1 = We keep no profile of visitors and do not follow you to other sites.
privacy-log = Server logs
privacy-log-1 = The server notes the time, the kind of page and how it answered, to find faults.
privacy-log-2 = The words and places you search for are not written down.
privacy-log-3 = Logs are used only to run the site; they are not sold or given to advertisers.
privacy-employer = Information about employers
privacy-employer-1 = The employer’s name and the text of the job are public. Phone numbers and e-mail addresses of contact persons are not.
privacy-third = Third parties
privacy-third-1 = The site loads no fonts, pictures or tracking code from elsewhere.
privacy-rights = Your rights
privacy-rights-1 = { $reach ->
    [phone] To see, correct or delete information about you without an account, call the centre at the number below.
    [email] To see, correct or delete information about you without an account, write to the centre at the address below.
   *[none] To see, correct or delete information about you without an account, visit the employment service centre.
}
privacy-cookies = How this site uses cookies

cookies-title = Cookies
cookies-intro = Searching and reading use no cookies at all.
cookies-1 = Only when you sign in, the site sets one cookie that it needs; that is why you are not asked about cookies. Language, keywords and filters are part of the address of the page.
cookies-2 = Name: __Host-sanviec (or sanviec on a trial without TLS). Purpose: keeps you signed in. Duration: 30 days at most; it ends at once when you sign out.
cookies-privacy = More about privacy

access-title = Accessibility
access-intro = We want everyone to be able to use this site, also with a screen reader, with a keyboard only, with poor sight or with an old phone.
access-how = You can
access-how-1 = enlarge text to 200% without losing content;
access-how-2 = do everything with the keyboard;
access-how-3 = use the site without JavaScript and on a slow connection;
access-how-4 = listen to the content with a screen reader;
access-how-5 = read on a light or dark background, as your device is set.
access-tested = Standard and testing
access-tested-1 = The site aims at WCAG 2.2 level AA. With each change every page is checked by machine on a small and a large screen.
access-gaps = What we know is not good enough
access-gaps-1 = Machines do not find every fault; people with disabilities have not yet tried the site in an organised way.
access-gaps-2 = Texts written by employers can be hard to read, for example all in capitals or without accents.
access-tell = Tell us
access-tell-1 = { $reach ->
    [phone] If anything does not work for you, call the centre at the number below. We can also read or print content for you.
    [email] If anything does not work for you, write to the centre at the address below. We can also read or print content for you.
   *[none] If anything does not work for you, tell the employment service centre. We can also read or print content for you.
}

terms-title = Terms of use
terms-intro = By using this site you accept the following.
terms-seekers = For job seekers
terms-seekers-1 = Searching, reading and being introduced to employers is free.
terms-seekers-2 = Please check what you can about an employer before you take a job.
terms-postings = For jobs
terms-postings-1 = Employers answer for what their jobs say.
terms-postings-2 = Jobs that discriminate, charge workers or are untrue are returned or removed.
terms-postings-3 = Closed jobs can still be read for some time but take no applications.
terms-data = Using the data
terms-data-1 = Public job data can be read through the programming interface /api/v1. Please name the source and drop jobs that have closed.
terms-liability = Liability
terms-liability-1 = The centre checks jobs before they appear but does not warrant every detail. If you see a wrong one, tell us.
