"""The checklist card and the page of photographs: JavaScript modules and styles, sent to browsers by `assets`."""
