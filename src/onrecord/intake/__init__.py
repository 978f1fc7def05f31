"""From bytes to reports: text cleaned with its way back to the original, and the front matter."""
