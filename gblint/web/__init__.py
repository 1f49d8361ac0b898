"""A local page: drop reports into a browser, see what is wrong, take files away.

`guard.py` lets in what comes from the page itself and nothing else, `app.py` has what can be asked
for, `jobs.py` keeps what was dropped until the page is closed, `worker.py` checks it in a process
of its own. Nothing is sent anywhere, and no path that a client names is ever opened.
"""
