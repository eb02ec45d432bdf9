# Error pages
error-values = Something needs another look
error-meant = Did you mean:
error-without = Leave out this condition
error-to-postings = Look for jobs
error-to-home = Go to the home page
error-to-help = See help
error-request = Request number: { $id }
error-400-title = This address cannot be read
error-400-what = The address of the page is wrong or incomplete.
error-400-next = Check the link, or search again with the box above.
error-403-title = You may not see this page
error-403-what = This page is only for people who were given access.
error-403-next = { $reach ->
    [phone] If you think this is a mistake, call the centre at the number below.
    [email] If you think this is a mistake, write to the centre at the address below.
   *[none] If you think this is a mistake, ask the employment service centre.
}
error-404-title = Page not found
error-404-what = The link may be mistyped, or the page has moved.
error-404-next = Check the link, or look for jobs with the search box above.
error-409-title = Somebody has just changed this
error-409-what = It was changed while you were at it, so what you did was not saved.
error-409-next = Go back to the page before, load it again to see how it stands now, and do it once more.
error-410-title = This page is no longer here
error-410-what = What you are looking for has been removed.
error-410-next = Please look for other jobs with the search box above.
error-422-title = We could not search for that
error-422-what = A condition in the address of the page is not valid, so we did not search.
error-422-next = Please correct it or leave it out, and search again.
error-429-title = Too many requests
error-429-what = Your device, or the network you are on, has sent too many requests in a short time.
error-429-next = Please wait a minute, then load the page again.
error-500-title = Something went wrong
error-500-what = This is our fault, not yours.
error-500-next = { $reach ->
    [phone] Please try again in a few minutes. If it happens again, call the centre at the number below and read out the request number.
    [email] Please try again in a few minutes. If it happens again, write to the centre at the address below and give the request number.
   *[none] Please try again in a few minutes. If it happens again, tell the employment service centre the request number below.
}
error-503-title = Closed for the moment
error-503-what = The site is being maintained or is overloaded.
error-503-next = { $reach ->
    [phone] Please come back in a few minutes. If it is urgent, call the centre at the number below.
    [email] Please come back in a few minutes. If it is urgent, write to the centre at the address below.
   *[none] Please come back in a few minutes. If it is urgent, visit the employment service centre.
}
error-rebuilding-title = Search comes back shortly
error-rebuilding-what = The search index is being made anew, so vacancies cannot be searched just now. None of them is lost.
error-rebuilding-progress = About { $percent }% is done.
error-rebuilding-next = Please load the page again in a few minutes. The page of each vacancy and your profile open as usual.
problem-number = Enter a number above 0, such as 8 or 8.5.
problem-unknown = This choice is not in the list.
problem-radius = The distance must be 5, 10, 25, 50 or 100 km.
problem-no-place = To search by distance, name a place of work.
problem-day = Enter a day, such as 31/12/2026.
problem-flag = This condition takes 1 (yes) or 0 (no).
