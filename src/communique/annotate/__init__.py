"""Article -> findings. Pure: knowledge is handed in; no store, no clock, no network."""
