"""The records that web and workers share, and the launcher that starts workers; knows no TensorFlow, no screen."""
