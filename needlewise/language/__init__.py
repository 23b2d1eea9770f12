"""From a message to mentions: which condition or sign, told or denied, whose and when."""

from needlewise.language.extractor import MentionExtractor
from needlewise.language.mentions import Mention, Person, Status

__all__ = ["Mention", "MentionExtractor", "Person", "Status"]
