"""The service to try: a page with phones, and transcripts that are played on it."""
