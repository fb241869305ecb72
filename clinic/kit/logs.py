"""How a line of the log is written."""

import logging
import re
from copy import copy

TOKEN = re.compile(r"(/p/)[^/\s]+")  # the address of a patient's link; its token opens the patient's pages


class Calm(logging.Formatter):
    """One line for an answer that is meant (403, 404 …), the traceback of an error whole, never a link's token."""

    def format(self, record: logging.LogRecord) -> str:
        if getattr(record, "status_code", 500) < 500:
            record = copy(record)
            record.exc_info = record.exc_text = None
        return TOKEN.sub(r"\1…", super().format(record))
