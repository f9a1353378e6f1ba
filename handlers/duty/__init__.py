"""The duty book: hand-over, rota, daily digest."""
