"""The errors of MTL Studio.

MTLError
 ├─ DataError         a table, a file or a value cannot be used
 ├─ ExperimentError   what was asked for does not fit the data or the limits
 ├─ TrainingError     training could not start or go on
 ├─ ExportError       a bundle cannot be written or read
 └─ StoreError        records cannot be read or written
     ├─ BusyError     another process holds them
     └─ DamagedError  their file is damaged or lost

Every message is one sentence in plain words for the person at the screen: the name they see, what was
expected, what was received, what to do.
"""


class MTLError(Exception):
    """Base of everything that MTL Studio raises on purpose."""


class DataError(MTLError):
    """A table, a file or a value cannot be used."""


class ExperimentError(MTLError):
    """What was asked for does not fit the data or the limits."""


class TrainingError(MTLError):
    """Training could not start or go on."""


class ExportError(MTLError):
    """A bundle cannot be written or read."""


class StoreError(MTLError):
    """Records cannot be read or written."""


class BusyError(StoreError):
    """Another process holds the records for too long."""


class DamagedError(StoreError):
    """The file of the records is damaged or lost; runs can be listed again from their folders."""
