"""Memory across reports: what a new one is compared with, which groups change, what a story tells."""
