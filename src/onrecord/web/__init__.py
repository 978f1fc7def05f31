"""The page and the JSON API: one application over one record. Entered by `onrecord.web.app.create_app`."""
