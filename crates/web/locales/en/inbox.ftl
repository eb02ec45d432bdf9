# Inbox
nav-inbox = Inbox
nav-inbox-unread = Inbox ({ $count })
inbox-title = Inbox
inbox-none = There are no messages yet.
inbox-unread = { $n ->
    [one] One unread message.
   *[other] { $count } unread messages.
}
inbox-all-read = You have read all messages.
inbox-mark-read = Mark all as read
inbox-new = New
inbox-open = Open the page it is about
inbox-pages = Pages of messages
inbox-older = Older messages
inbox-by-email = Also sent by email
inbox-by-sms = Also sent as a text message
inbox-by-zalo = Also sent by Zalo
inbox-by-none = Only here
inbox-code = Confirmation code
inbox-code-text = The code went to your phone or email. It is not shown here.
inbox-gone = A message that has expired
inbox-gone-text = What it said was deleted because it is of no use any more.
