from clinic.diary.models.visit_types import VisitPart, VisitType
from clinic.diary.models.visits import Outcome, Visit, VisitState

__all__ = ["Outcome", "Visit", "VisitPart", "VisitState", "VisitType"]
