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
privacy-account = Accounts
privacy-account-1 = We keep the phone or e-mail that you sign in with (encrypted), your password as a hash, and two-step sign-in, passkeys and linked identities if you set them up.
privacy-account-2 = Sign-in sessions are kept for 30 days after their end, codes for a day. All else goes when you delete the account; only a number without your name stays.
privacy-profile = Profiles of job seekers
privacy-profile-1 = A profile holds what you or an officer wrote down as forms 01 and 01a ask: who you are, your work, your education, your wishes. Phone, e-mail, address and personal number are encrypted. What is sensitive (ethnicity, religion, health) is seen by you and the officers of your centre alone, but for what you choose to send of your health when you apply.
privacy-profile-2 = It is used to advise you and to find work for you. A profile that nobody used for { $idle } days is deleted by itself; one made at a counter that has no account and that no centre serves any more, after { $unheld } days.
privacy-profile-3 = You see and correct each part, choose who sees it, download it, and delete it yourself at any time.
privacy-profile-4 = Files that you bring to the counter, such as a CV, are encrypted, are there only to be sent where you apply, and are deleted when you ask or with the profile.
privacy-consent = Consents
privacy-consent-1 = Each purpose is asked for by itself and can be taken back at any time. What you agreed to or took back, and when, is kept as proof, without your name once the profile is deleted.
privacy-looks = Who looked
privacy-looks-1 = Each time an officer or an employer looks at your profile or opens your contact data, it is written down for you to see. This log holds numbers only; it is neither changed nor deleted.
privacy-apply = Applications and CVs
privacy-apply-1 = Exactly what you see before you send it, with the files you add and the messages of both sides, goes to that employer and to no other. All of it is encrypted where it is kept.
privacy-apply-2 = The employer has to answer within { $answer } days. If you are not hired, your data are deleted by themselves after { $unhired } days, unless you agree to a longer time. Drafts are deleted after { $draft } days. If you are hired, the employer keeps them as the law on labour says.
privacy-apply-3 = You withdraw an application or delete its data on its own page; without an account, by the link in the message that you were sent.
privacy-apply-4 = That an employer asked you to apply, and what you answered, is kept by numbers, so that nobody is asked twice.
privacy-centre = Referrals and appointments
privacy-centre-1 = The centre keeps letters of referral, appointments and notes to work with you. What they say of you goes with the profile; numbers of letters, results and times of meetings stay. A letter that led to a hire is kept, because the centre has to report the result and follow the work up (Article 10 of Decree 352/2025/NĐ-CP).
privacy-placement = Jobs taken up and subsidies
privacy-placement-1 = When you are hired through a centre, we keep the days that count, the contract, scans (encrypted) and the subsidy that was claimed, so that it is paid rightly and only once.
privacy-placement-2 = When your profile is deleted, papers by which no subsidy was claimed go at once. The others are accounting records: they are kept for the years that the policy of the subsidy says, from the end of the year in which the claim was settled, and then erased (Law on Accounting 88/2015/QH13, Article 41). Days, amounts and entries of the ledger, without names, are not deleted.
privacy-placement-3 = So that nobody is paid for twice, a keyed hash of the personal number is kept for as long as nothing is paid again; it may be compared with other places of the same programme, without a name.
privacy-placement-4 = Files that name many people, such as those of the social insurance or a payroll, are kept until the term of the last job that rests on them is over; files of a bank for ten years from the end of the budget year. Until then the line that names you stays in the file, even after you deleted your data.
privacy-messages = Messages to you
privacy-messages-1 = What text messages, e-mails and notices say is encrypted, and deleted when it is of no use any more.
privacy-report = When you report an advert
privacy-report-1 = The employer does not learn who reported it. Your words and your account are removed from the report six months after it was settled, or a year after it came when nobody settled it.
privacy-staff = People who work for employers and centres
privacy-staff-1 = We keep names, roles and papers shown for verification, to know who may do what. Who held which role when is part of the log and is not deleted.
privacy-third = Third parties
privacy-third-1 = The site loads no fonts, pictures or tracking code from elsewhere.
privacy-rights = Your rights
privacy-rights-where = When you are signed in, you can do this yourself:
privacy-rights-profile = See and correct your profile
privacy-rights-export = Download all data about you
privacy-rights-consent = See and take back consents
privacy-rights-looks = See who looked at your profile
privacy-rights-applications = See, withdraw and delete applications
privacy-rights-requests = Ask about your data, to be answered in the time that the law says
privacy-rights-delete = Delete profile or account
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

# Programming interface
api-title = Programming interface (API)
api-what = Programs read and search the public vacancies below /api/v1: answers are JSON, no key is needed. An error names the wrong parameter and what to do.
api-document = Document of the interface: OpenAPI 3.1
api-search = Example: search for “ke toan”
api-units = Provinces and communes
api-occupations = Occupation groups
api-copy-title = Keeping a copy
api-copy = Take the snapshot of all live vacancies at /api/v1/postings/snapshot, then follow the changes at /api/v1/postings/stream. Do not crawl the search. Name the source and drop vacancies that have closed.
api-keys-title = Posting by program
api-keys = An administrator of the employer makes keys on the pages of the organisation; a key can do no more than what was chosen for it.
