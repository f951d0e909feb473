"""The kinds of task: what can be said of each without any data."""

from mtl_core.task_kinds.registry import TASK_KINDS
from mtl_core.task_kinds.traits import TaskTraits

__all__ = ["TASK_KINDS", "TaskTraits"]
