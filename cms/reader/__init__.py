"""The reference front end: pages for readers that stand on nothing but `/api/v1/`.

Everything a reader sees is made in the browser, by the files in `front/`. The server gives one
HTML page for all addresses, with the status of what is at each, and the files.
"""
