"""What Streamlit keeps for the browser when a fragment begins anew: nothing of what that fragment sent before."""

from __future__ import annotations

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_cache import create_reference_msg, populate_hash_if_needed
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

FRAGMENT = "a fragment"


def message(path: list[int], words: str) -> ForwardMsg:
    """An element of the fragment as a session sends it to a browser that has had the very same before."""
    sent = ForwardMsg()
    sent.metadata.delta_path.extend(path)
    sent.delta.fragment_id = FRAGMENT
    sent.delta.new_element.markdown.body = words
    populate_hash_if_needed(sent)
    return create_reference_msg(sent) if sent.metadata.cacheable else sent


def test_a_fragment_that_begins_anew_leaves_nothing_in_the_queue() -> None:
    """A reference does not say whose it is and would stay, without the block it belongs to: "Bad delta path index"."""
    queue = ForwardMsgQueue()
    queue.enqueue(message([0, 5, 0], "short"))
    queue.enqueue(message([0, 5, 3, 0], "as long as a component's script " * 10_000))
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=[FRAGMENT])
    assert queue.is_empty()
