"""The kinds of task by their ids, in the order of menus; each is a file here, and one of its name in other rooms."""

from mtl_core.families import all_members
from mtl_core.task_kinds.traits import TaskTraits

TASK_KINDS: dict[str, TaskTraits] = {
    kind.id: kind for kind in sorted(all_members("mtl_core.task_kinds", "KIND"), key=lambda kind: kind.rank)
}
