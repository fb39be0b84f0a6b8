"""What the group Administrators may do with the models of this app."""

from articles.migrations._grants import ALL, Grants


def _administrators(model, actions, called):
    return Grants("api", model, {"Administrators": actions}, called=called)


CLIENTS = _administrators("apiclient", ("add", "change", "view"), "API client")
WEBHOOKS = _administrators("webhookendpoint", ALL, "webhook endpoint")
PREVIEWS = _administrators("previewsession", ("change", "view"), "preview")
SHARES = _administrators("share", ("change", "view"), "shared draft")
