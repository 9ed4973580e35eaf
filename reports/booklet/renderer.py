"""What WeasyPrint is given: documents from XML, stylesheets, and the one font configuration of the process.

Imported by those who set a page, when they do: WeasyPrint takes 32 MB and half a second, and a process that writes
workbooks or answers requests for other pages has no use for it.
"""

from functools import lru_cache
from xml.etree import ElementTree

import cssselect2
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher


class Form(weasyprint.HTML):
    """A document from well-formed XML, with no styles but its own."""

    def __init__(self, xml: str) -> None:
        self.base_url = None
        self.url_fetcher = URLFetcher()
        self.media_type = "print"
        # Our own templates, every value escaped by them.
        root = ElementTree.fromstring(xml)  # noqa: S314
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[weasyprint.CSS]:
        return []


@lru_cache(maxsize=4)
def stylesheet(css: str) -> weasyprint.CSS:
    """Parse a stylesheet once per process."""
    return weasyprint.CSS(string=css, font_config=fonts())


@lru_cache(maxsize=1)
def fonts() -> FontConfiguration:
    """Return the one font configuration of the process."""
    return FontConfiguration()
