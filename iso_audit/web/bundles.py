"""Fetching a ZIP of minutes: streamed from its temporary file to whoever had it made."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from iso_audit.web.answers import account_in
from iso_audit.web.desk import desk
from iso_audit.workflow.reporting.bundling import bundle_path


def fetch(request: Request) -> Response:
    """Send the file; nobody else can fetch it."""
    path = bundle_path(desk().installation.database, request.path_params["name"], reader=account_in(request))
    return FileResponse(path, media_type="application/zip", filename="bien-ban.zip")
