"""The appraisal pack: a Word document for a board, made from a run's folder and nothing else.

Every number that came from the run carries a reference that an appendix resolves to a file, a row
and the value as it stands there. It stays a draft until somebody is named who checked the inputs.
It recommends nothing, adds no measures up, and leaves every judgement blank.
"""

from sim.report.pack.checking import Checked, checked
from sim.report.pack.making import as_docx, pack

__all__ = ["Checked", "as_docx", "checked", "pack"]
