"""The site in a real browser: what each group comes for, what axe-core thinks of each kind of page, and how it looks.

Playwright drives the Chromium of the machine (Debian: chromium); nothing is downloaded. `make shots` keeps screenshots.
"""
