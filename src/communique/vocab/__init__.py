"""Knowledge as data: who there is, what they are called, how the languages put things."""
