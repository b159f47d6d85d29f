"""Tests of the page with the numbers for everybody."""
