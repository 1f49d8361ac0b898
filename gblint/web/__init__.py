"""A local page: drop reports into a browser, see what is wrong, take files away.

`app.py` lets in what comes from the page itself and nothing else, and has what can be asked for,
`jobs.py` keeps what was dropped until the page is closed, and checks it in a process of its own;
`page.html`, its style and its program are what the browser gets. Nothing is sent anywhere, and no
path that a client names is ever opened.
"""
