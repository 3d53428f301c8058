"""Text out of files people have (TXT, PDF, DOCX, HTML) and out of web addresses, with limits, and one kind of error that says what to do.

extracted = read_file("resume.pdf")
extracted.text, extracted.media_type, extracted.notes
"""

from evaluations.intake.address import Fetched, Fetcher
from evaluations.intake.files import read_data, read_file
from evaluations.intake.shapes import Extracted, IntakeError

__all__ = ["Extracted", "Fetched", "Fetcher", "IntakeError", "read_data", "read_file"]
