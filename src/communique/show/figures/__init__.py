"""Figures: rows of an analysis -> a chart with its caption and denominators, as SVG, PNG or Vega-Lite."""
