"""The demonstration: five real documents, invented figures, and a year that can be brought to any stage."""

from thiduaweb.demo.people import PASSWORD, accounts, shown_at_sign_in

login_context = {"demo_accounts": shown_at_sign_in}

__all__ = ["PASSWORD", "accounts", "login_context", "shown_at_sign_in"]
