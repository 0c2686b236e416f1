"""How other projects write what awos knows: words, headers and lists of foreign dialects.

Layouts are made of these pieces; nothing here knows which layout asks.
"""
