"""The reference models, a file each: class of kind ``Reference``, and a value ``MEMBER`` of it."""
