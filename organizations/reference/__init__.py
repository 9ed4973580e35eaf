"""The unions that exist everywhere in the province: 16 prefectures, 129 counties, 26 industry systems."""

from organizations.reference.divisions import PROVINCE
from organizations.reference.loading import load_reference

__all__ = ["PROVINCE", "load_reference"]
