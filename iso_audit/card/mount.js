// The way in: mounts the checklist of an audit, or its photographs where the data says so.

import { Checklist } from "./checklist.js";
import { Gallery } from "./gallery.js";
import { mountable } from "./mounting.js";

/** @import { Data } from "./types.js" */

export default mountable("isoAuditCard", /** @param {{ data: Data, parentElement: ParentNode }} given */ ({ data, parentElement }) =>
  data.view === "photos" ? new Gallery(parentElement, data) : new Checklist(parentElement, data));
