using Gatehouse.Core.Configuration;

namespace Gatehouse.Settings;

/// <summary>The keys that do something. Defaults are those of Kong 3.9 unless the summary says otherwise.</summary>
internal static class UsedSettings
{
    private const string KeepsRunning = "0 = no limit";

    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        .. General, .. Listeners, .. Logs, .. Clients, .. Tls, .. Upstreams, .. Names, .. Own,
    ];

    private static IEnumerable<SettingDefinition> General =>
    [
        new("prefix", SettingKind.Path, null,
            "Directory for what the node keeps: default certificate, last good configuration, relative logs. Default `$XDG_STATE_HOME/gatehouse`, else `~/.local/state/gatehouse`, else `/var/lib/gatehouse`."),
        new("node_id", SettingKind.Text, null, "UUID of the node; made at start when unset."),
        new("nginx_worker_processes", SettingKind.Integer, "auto", "Event loops; `auto` = one for each CPU the process may use.") { Min = 1, Max = 1024, Word = "auto" },
        new("nginx_main_worker_processes", SettingKind.Integer, null, "") { AliasOf = "nginx_worker_processes" },
        new("role", SettingKind.Choice, "traditional", "Part in a cluster.") { Choices = ["traditional"], Remedy = "only traditional nodes are supported: remove the key" },
        new("database", SettingKind.Choice, "off", "Where configuration is kept. `off` = in memory, from the declarative file or `POST /config` (Kong's default is postgres).")
        {
            Choices = ["off"],
            Remedy = "only off is supported so far: write database: off, and export the configuration with `deck gateway dump` for declarative_config",
        },
        new("declarative_config", SettingKind.Path, null, "Declarative file, YAML or JSON, loaded at start and again whenever it changes."),
        new("declarative_config_string", SettingKind.Text, null, "Declarative configuration as text; excludes `declarative_config`.") { IsSecret = true },
        new("router_flavor", SettingKind.Choice, "traditional_compatible", "How routes compete.") { Choices = RouterFlavorName.Served },
        new("plugins", SettingKind.List, "bundled", "Plugins that may be configured: names, `bundled` = all, `off` = none."),
        new("vault_env_prefix", SettingKind.Text, null, "Put before the names that `{vault://env/…}` references look up."),
        new("allow_debug_header", SettingKind.Switch, "off", "Whether the request header `Kong-Debug: 1` is answered with the matched route and service."),
    ];

    private static IEnumerable<SettingDefinition> Listeners =>
    [
        new("proxy_listen", SettingKind.Listen, "127.0.0.1:8000, 127.0.0.1:8443 ssl http2", "Addresses for traffic (Kong listens on all interfaces by default)."),
        new("admin_listen", SettingKind.Listen, "127.0.0.1:8001", "Addresses of the Admin API; `off` = none. Anyone who reaches it controls the gateway."),
        new("status_listen", SettingKind.Listen, "127.0.0.1:8007", "Addresses of the Status API: health, readiness, metrics; `off` = none. All is read-only but `POST /status/ready`: whoever reaches it can have a load balancer take the node out."),
        new("stream_listen", SettingKind.Choice, "off", "Addresses for TCP and UDP.") { Choices = ["off"], Remedy = "streams are not supported so far: remove the key" },
    ];

    private static IEnumerable<SettingDefinition> Logs =>
    [
        new("log_level", SettingKind.Choice, "notice", "Least severity that is logged.") { Choices = ["debug", "info", "notice", "warn", "error", "crit", "alert", "emerg"] },
        new("proxy_access_log", SettingKind.Log, "/dev/stdout", "One JSON object for each request (Kong's default is `logs/access.log`)."),
        new("proxy_error_log", SettingKind.Log, "/dev/stderr", "Log of the node (Kong's default is `logs/error.log`)."),
        new("proxy_audit_log", SettingKind.Log, "error_log", "One JSON object for each failed authentication and each denial, in a file also for each request to a language model; `error_log` = the node's log, at level notice and at most 100 a second.") { IsOwn = true },
    ];

    private static IEnumerable<SettingDefinition> Clients =>
    [
        new("trusted_ips", SettingKind.List, null, "Addresses and CIDR blocks whose forwarding headers and PROXY headers are believed; none by default."),
        new("real_ip_header", SettingKind.Text, "X-Real-IP", "Header that carries the client's address, or `proxy_protocol`: only then a PROXY header names the client."),
        new("nginx_proxy_real_ip_header", SettingKind.Text, null, "") { AliasOf = "real_ip_header" },
        new("real_ip_recursive", SettingKind.Switch, "off", "Whether the last address that is not trusted is taken, instead of the last one."),
        new("nginx_proxy_real_ip_recursive", SettingKind.Switch, null, "") { AliasOf = "real_ip_recursive" },
        new("client_max_body_size", SettingKind.Size, "0", $"Largest request body; {KeepsRunning}."),
        new("nginx_http_client_max_body_size", SettingKind.Size, null, "") { AliasOf = "client_max_body_size" },
        new("nginx_admin_client_max_body_size", SettingKind.Size, "10m", $"Largest body of an Admin API request; {KeepsRunning}."),
        new("nginx_http_keepalive_timeout", SettingKind.Duration, "75s", "How long an idle client connection is kept."),
        new("nginx_http_keepalive_requests", SettingKind.Integer, "10000", $"Requests on one client connection; {KeepsRunning}."),
        new("nginx_http_client_header_timeout", SettingKind.Duration, "60s", "Time a client has for a whole request head."),
        new("nginx_http_client_body_timeout", SettingKind.Duration, "60s", "Longest wait between two pieces of a request body."),
        new("nginx_http_send_timeout", SettingKind.Duration, "60s", "Longest wait between two writes to a client."),
        new("nginx_events_worker_connections", SettingKind.Integer, "auto", "Client connections for each event loop; `auto` = 16384.") { Min = 1, Max = 1_000_000, Word = "auto" },
        new("headers", SettingKind.List, "server_tokens, latency_tokens",
            "Headers added to answers: `server_tokens`, `latency_tokens`, `Via`, `Server`, `X-Kong-Proxy-Latency`, `X-Kong-Response-Latency`, `X-Kong-Upstream-Latency`, `X-Kong-Admin-Latency`, `X-Kong-Upstream-Status`, `X-Kong-Request-Id`; `off` = none."),
        new("headers_upstream", SettingKind.List, "X-Kong-Request-Id", "Headers added to requests: `X-Kong-Request-Id`; `off` = none."),
        new("error_default_type", SettingKind.Choice, "text/plain", "Type of error answers when the client's Accept does not decide.") { Choices = ["application/json", "application/xml", "text/html", "text/plain"] },
    ];

    private static IEnumerable<SettingDefinition> Tls =>
    [
        new("ssl_cert", SettingKind.List, null, "Default certificates: PEM files, PEM text or base64 of it; one is made when unset."),
        new("ssl_cert_key", SettingKind.List, null, "Private keys of `ssl_cert`, in the same order.") { IsSecret = true },
        new("admin_ssl_cert", SettingKind.List, null, "Certificates of the Admin API; unset = those of `ssl_cert`."),
        new("admin_ssl_cert_key", SettingKind.List, null, "Private keys of `admin_ssl_cert`.") { IsSecret = true },
        new("status_ssl_cert", SettingKind.List, null, "Certificates of the Status API; unset = those of `ssl_cert`."),
        new("status_ssl_cert_key", SettingKind.List, null, "Private keys of `status_ssl_cert`.") { IsSecret = true },
        new("ssl_protocols", SettingKind.Text, "TLSv1.2 TLSv1.3", "TLS versions for clients, separated by blanks."),
        new("nginx_http_ssl_protocols", SettingKind.Text, null, "") { AliasOf = "ssl_protocols" },
        new("ssl_cipher_suite", SettingKind.Choice, "intermediate", "`modern` = TLS 1.3 only; `intermediate` = the system's choice for TLS 1.2 and 1.3.")
        {
            Choices = ["modern", "intermediate"],
            Tolerated = new Dictionary<string, string>
            {
                ["old"] = "broken ciphers are not offered: served as intermediate",
                ["fips"] = "the system's OpenSSL decides about FIPS: served as intermediate",
                ["custom"] = "the system's OpenSSL decides about ciphers: served as intermediate",
            },
        },
        new("ssl_session_tickets", SettingKind.Switch, "on", "Whether TLS sessions may be resumed."),
        new("client_ssl", SettingKind.Switch, "off", "Whether upstreams are shown the certificate of `client_ssl_cert`."),
        new("client_ssl_cert", SettingKind.Text, null, "Certificate for upstreams: PEM file, PEM text or base64 of it."),
        new("client_ssl_cert_key", SettingKind.Text, null, "Private key of `client_ssl_cert`.") { IsSecret = true },
        new("lua_ssl_trusted_certificate", SettingKind.List, "system", "Roots that upstream certificates are verified against: PEM files, PEM text or base64 of it, `system` = the system's store."),
        new("lua_ssl_verify_depth", SettingKind.Integer, "1", "Longest chain of intermediate certificates below a root.") { Max = 64 },
    ];

    private static IEnumerable<SettingDefinition> Upstreams =>
    [
        new("upstream_keepalive_pool_size", SettingKind.Integer, "512", "Idle connections kept for one upstream address and event loop; 0 = none.") { Max = 1_000_000 },
        new("upstream_keepalive_max_requests", SettingKind.Integer, "10000", $"Requests on one upstream connection; {KeepsRunning}."),
        new("upstream_keepalive_idle_timeout", SettingKind.Duration, "60", $"How long an idle upstream connection is kept; {KeepsRunning}."),
        new("zone", SettingKind.Text, null, "Zone that the node runs in: targets with the tag `gatehouse-zone:` and this name are preferred. Unset = no preference (no setting of Kong's)."),
    ];

    private static IEnumerable<SettingDefinition> Names =>
    [
        new("dns_hostsfile", SettingKind.Path, null, "Hosts file that is asked before the system, and read again when it changes; the system asks `/etc/hosts` itself (Kong's default)."),
        new("dns_order", SettingKind.List, "LAST, SRV, A, CNAME",
            "Which addresses are used of a name that has both families: those of the one of `A` and `AAAA` that stands first, `A` when none does. The other family is used where a name has no address of the first. `LAST` and `CNAME` say nothing here, `SRV` is not looked up."),
        new("dns_valid_ttl", SettingKind.Duration, null, "How long an answer is used before the name is looked up again, at least 1 s; 10 s when unset, whatever the record says (the system's resolver does not tell)."),
        new("dns_stale_ttl", SettingKind.Duration, "3600", "How long the last answer is used while look-ups fail; 0 = not at all."),
        new("dns_not_found_ttl", SettingKind.Duration, "30", "How long the absence of a name is believed, at least 1 s."),
        new("dns_error_ttl", SettingKind.Duration, "1", "How long a failed look-up is not repeated, at least 1 s."),
        new("resolver_hosts_file", SettingKind.Path, null, "") { AliasOf = "dns_hostsfile" },
        new("resolver_valid_ttl", SettingKind.Duration, null, "") { AliasOf = "dns_valid_ttl" },
        new("resolver_stale_ttl", SettingKind.Duration, null, "") { AliasOf = "dns_stale_ttl" },
        new("resolver_error_ttl", SettingKind.Duration, null, "") { AliasOf = "dns_error_ttl" },
    ];

    private static IEnumerable<SettingDefinition> Own =>
    [
        new("echo_listen", SettingKind.Listen, "off", "Addresses of the built-in echo upstream, for trying things out.") { IsOwn = true },
        new("shutdown_timeout", SettingKind.Duration, "30", "How long requests in flight may take after SIGTERM.") { IsOwn = true },
        new("declarative_config_poll_interval", SettingKind.Duration, "5", "How often `declarative_config` is looked at besides the system's notifications; 0 = never.") { IsOwn = true },
        new("admin_allowed_hosts", SettingKind.List, null, "Host names, besides IP addresses and localhost, under which an Admin API on a loopback address may be called (a guard against DNS rebinding); `*` = all.") { IsOwn = true },
        new("auth_failure_delay", SettingKind.Duration, "1", "Longest time the answer to a failed authentication is held back when failures from an address (of IPv6, a network of 64 bits) repeat: 50 ms, doubled each time; one failure is forgiven every 10 s; 0 = never.") { IsOwn = true },
        new("auth_failure_free", SettingKind.Integer, "5", "Failed authentications of an address that are answered at once.") { IsOwn = true, Max = 1000 },
        new("max_connections_per_address", SettingKind.Integer, "0", "Client connections at a time from one address (of IPv6, a network of 64 bits); 0 = no limit. Peers in `trusted_ips` have none.") { IsOwn = true },
        new("max_new_connections_per_address", SettingKind.Integer, "0", "New client connections a second from one address, as many at once; 0 = no limit. Peers in `trusted_ips` have none.") { IsOwn = true },
        new("client_min_body_rate", SettingKind.Integer, "240", "Bytes a second below which the sender of a request body is cut off, after 5 s of waiting for it; 0 = no minimum.") { IsOwn = true },
        new("client_min_read_rate", SettingKind.Integer, "1024", "Bytes a second that a client must take of an answer, beside the time of `nginx_http_send_timeout`.") { IsOwn = true, Min = 1 },
        new("overload_max_requests", SettingKind.Integer, "50000", "Requests in flight on the node above which new ones are answered with 503; 0 = no limit.") { IsOwn = true },
        new("overload_max_memory", SettingKind.Integer, "90", "Memory of the process, percent of what .NET may use (the machine's, or by default three quarters of a container's), from which on more and more requests are answered with 503; 0 = never.") { IsOwn = true, Max = 100 },
        new("overload_max_lag", SettingKind.Duration, "500ms", "Lateness of an event loop from which on more and more of its requests are answered with 503; 0 = never.") { IsOwn = true },
        new("ai_ledger", SettingKind.Text, "sqlite", "Where the LLM gateway keeps its ledger: `sqlite` = a file below `prefix`, or `postgres://user:password@host:port/database`. Entries wait in a spool below `prefix` first, whichever it is.") { IsOwn = true, IsSecret = true },
        new("ai_redis", SettingKind.Text, null, "Redis in which nodes share the budgets and the kept answers of the LLM gateway: `redis://[user:password@]host:port[/database]`, `rediss://` with TLS; unset = each node counts alone.") { IsOwn = true, IsSecret = true },
    ];
}
