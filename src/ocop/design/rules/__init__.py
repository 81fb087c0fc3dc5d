"""Pure drawing and wording: facts in, text or SVG out."""
