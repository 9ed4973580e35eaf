"""Grievances (信访申诉): from outside, by phone, visit or letter; owner, clock, answer, appeal to another person."""
