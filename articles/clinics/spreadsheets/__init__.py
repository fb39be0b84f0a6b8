"""Clinics in a spreadsheet: what is exported is what is imported."""
