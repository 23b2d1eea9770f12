import _tensorflow_placeholder

__version__ = "0+placeholder"
_tensorflow_placeholder.install(__name__)
