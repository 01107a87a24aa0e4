"""The trained annotator of attribution: words and their features, the network, and its decoding into spans."""
