"""The web page: a landing page for every QR code, one chat for residents and staff, a form that
needs no script.
"""
