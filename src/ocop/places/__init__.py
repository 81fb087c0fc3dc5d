"""Địa bàn: the province, its present communes and its former districts, each with its dates.

Who acts: nobody; places are reference data, succeeded and never edited.
Every figure can be told on the 54 present units and on the 13 former localities.
It never guesses: a former unit that was split keeps all its heirs and says which one is the default.
"""
