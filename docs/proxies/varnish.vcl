vcl 4.1;

# Varnish 7.0 or later between the proxy that ends TLS and the CMS. docs/operators.md, "The proxy in
# front", says how it is started and what the CMS is told about it.
#
# To adapt: the address of the CMS, and who may purge. The secret of purges is not in this file:
# Varnish reads it from its environment, as PURGE_TOKEN, which is the CMS's VARNISH_TOKEN.

import std;

backend cms {
    .host = "127.0.0.1";
    .port = "8000";
}

# The machines that the CMS and its worker run on.
acl purgers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    set req.http.Host = std.tolower(req.http.Host);

    if (req.method == "PURGE") {
        call purge_when_allowed;
    }
    unset req.http.X-Purge-Token;

    # Nothing that says who asks is looked up or kept. The API and static files need no cookies, so
    # those of editors' browsers do not keep them from being found.
    if ((req.method == "GET" || req.method == "HEAD")
        && !req.http.Authorization
        && req.url ~ "^/(api|static)/") {
        return (hash);
    }
    return (pass);
}

# By tag: any of those in Surrogate-Key. By address: this one, in every form it is kept in.
sub purge_when_allowed {
    # A purge comes from the CMS itself. One that a proxy has passed on is somebody else's: to Varnish
    # it comes from the proxy, and Varnish adds its address to that of the client.
    if (client.ip !~ purgers || req.http.X-Forwarded-For ~ ",") {
        return (synth(403, "Not from here"));
    }
    if (std.getenv("PURGE_TOKEN") !~ "^.{32}"
        || req.http.X-Purge-Token != std.getenv("PURGE_TOKEN")) {
        return (synth(403, "Wrong token"));
    }
    if (!req.http.Surrogate-Key) {
        return (purge);
    }
    if (req.http.Surrogate-Key !~ "^[A-Za-z0-9_-]+( [A-Za-z0-9_-]+)*$") {
        return (synth(400, "Not tags"));
    }
    if (!std.ban("obj.http.Surrogate-Key ~ (^|\s)("
                 + regsuball(req.http.Surrogate-Key, " ", "|") + ")(\s|$)")) {
        return (synth(500, std.ban_error()));
    }
    return (synth(200, "Purged"));
}

sub vcl_hash {
    # The whole address, query and all. Answers hold links with scheme and host.
    hash_data(req.url);
    hash_data(req.http.Host);
    hash_data(req.http.X-Forwarded-Proto);
    return (lookup);
}

sub vcl_backend_response {
    # Kept is what says that everybody may have it: articles, lists, and the 410 of a withdrawal.
    # Other errors are "no-store". What is not kept is not queued for either, for a minute.
    if (bereq.uncacheable
        || bereq.http.Authorization
        || beresp.http.Set-Cookie
        || beresp.http.Cache-Control !~ "(?i)(^|[ ,])public([ ,]|$)"
        || beresp.http.Cache-Control ~ "(?i)(no-cache|no-store|private)"
        || beresp.http.Vary ~ "\*"
        || (beresp.status != 200 && beresp.status != 304 && beresp.status != 410)) {
        set beresp.uncacheable = true;
        set beresp.ttl = 60s;
        return (deliver);
    }
    # Whose limit it was is nothing to those who get it later.
    unset beresp.http.RateLimit-Limit;
    unset beresp.http.RateLimit-Remaining;
    unset beresp.http.RateLimit-Reset;
    # Varnish reads max-age and stale-while-revalidate. Without the latter nothing is given out that
    # is too old, and with it not for longer, also while the CMS cannot be reached.
    if (beresp.http.Cache-Control !~ "(?i)stale-while-revalidate=") {
        set beresp.grace = 0s;
    }
    set beresp.keep = 0s;
    return (deliver);
}

# What the CMS does not answer itself is said as the API says it: never in HTML.
sub vcl_backend_error {
    set beresp.http.Content-Type = "application/problem+json";
    set beresp.http.Cache-Control = "no-store";
    set beresp.http.Retry-After = "5";
    set beresp.status = 503;
    set beresp.body = {"{"type":"urn:clinic-articles:problem:unavailable","title":"Temporarily unavailable","status":503,"detail":"The content cannot be read right now. Try again soon.","instance":"","errors":[]}"};
    return (deliver);
}

sub vcl_synth {
    set resp.http.Content-Type = "text/plain; charset=utf-8";
    set resp.http.Cache-Control = "no-store";
    set resp.body = resp.reason;
    return (deliver);
}
