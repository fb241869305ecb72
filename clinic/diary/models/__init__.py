from clinic.diary.models.visits import Outcome, Visit, VisitState
from clinic.diary.models.visit_types import VisitPart, VisitType

__all__ = ["Outcome", "Visit", "VisitPart", "VisitState", "VisitType"]
