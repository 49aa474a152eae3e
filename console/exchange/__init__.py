"""Workbooks, logs and labels on their way in and out of a site."""
