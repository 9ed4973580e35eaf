"""Template components (to be grown by the pages that need them)."""

from django import template

register = template.Library()
