"""Clone radar: from the places and times at which stamps were read to a score, with its evidence. Pure."""
