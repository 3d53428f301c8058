"""Text out of files people have: TXT, PDF and DOCX, with limits, and one kind of error that says what to do.

extracted = read_file("resume.pdf")
extracted.text, extracted.media_type, extracted.notes
"""

from evaluations.intake.files import read_data, read_file
from evaluations.intake.shapes import Extracted, IntakeError

__all__ = ["Extracted", "IntakeError", "read_data", "read_file"]
