"""The auditor reads what members did."""
