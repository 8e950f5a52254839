"""What stands between a draft and the public: words, personal data, names of who has left.

Pure: lists and texts go in, findings and new texts come out.  disclosure/service/gating.py keeps
them and lets nothing pass that is open.
"""
