"""What a record is shown as: JSON answers, the dossier, tables, lines on a terminal."""
