namespace Gatehouse.Settings;

/// <summary>Keys of Kong that are accepted with one warning, because they configure what does not exist here.</summary>
internal static class IgnoredSettings
{
    private const string OfNginx = "it configures nginx, and there is no nginx here";
    private const string OfLua = "it configures the Lua runtime, and there is none here";
    private const string OfDatabase = "it belongs to a database, and configuration is kept in memory";
    private const string OfCluster = "it belongs to hybrid mode, and this node is traditional";
    private const string OfManager = "it belongs to Kong Manager, which is not part of this program";
    private const string OfEnterprise = "it belongs to Kong Enterprise";
    private const string OfWasm = "WebAssembly filters are not supported";
    private const string OfTemplates = "custom error templates are not supported so far";
    private const string OfTracing = "tracing is configured elsewhere";
    private const string OfOpenSsl = "the system's OpenSSL decides it";
    private const string OfLogs = "the log of the node is proxy_error_log, and these listeners have no access log";
    private const string OfReports = "nothing is ever reported to anybody";
    private const string OfServers = "names are looked up by the system's resolver, which asks the servers of /etc/resolv.conf: name them there";
    private const string OfCache = "every name in use is kept, and no other";
    private const string OfSharing = "requests never look a name up: one look-up in the background serves them all";
    private const string OfClient = "there is one resolver, the system's";
    private const string OfFamily = "dns_order says which addresses are preferred";
    private const string OfPorts = "the port that the client used is taken from the connection";

    /// <summary>Open families: any key that starts so.</summary>
    public static IReadOnlyList<(string Prefix, string Reason)> Families { get; } =
    [
        ("nginx_main_", OfNginx),
        ("nginx_events_", OfNginx),
        ("nginx_http_", OfNginx),
        ("nginx_upstream_", OfNginx),
        ("nginx_proxy_", OfNginx),
        ("nginx_location_", OfNginx),
        ("nginx_status_", OfNginx),
        ("nginx_admin_", OfNginx),
        ("nginx_debug_", OfNginx),
        ("nginx_stream_", OfNginx),
        ("nginx_supstream_", OfNginx),
        ("nginx_sproxy_", OfNginx),
        ("nginx_wasm_", OfWasm),
        ("pluginserver_", "external plugin servers are not supported"),
        ("vault_", "the only vault strategy is env"),
        ("pg_iam_", OfDatabase),
        ("pg_ro_", OfDatabase),
        ("cassandra_", OfDatabase),
        ("cluster_telemetry_", OfCluster),
        ("cluster_fallback_", OfCluster),
        ("admin_gui_", OfManager),
        ("portal_", OfEnterprise),
        ("vitals_", OfEnterprise),
        ("analytics_", OfEnterprise),
        ("smtp_", OfEnterprise),
        ("audit_log_", OfEnterprise),
        ("keyring_", OfEnterprise),
        ("tracing_", OfTracing),
    ];

    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        .. Of(OfNginx, "nginx_user", "nginx_daemon", "nginx_main_user", "nginx_main_daemon", "nginx_main_worker_rlimit_nofile",
            "nginx_events_multi_accept", "nginx_http_charset", "nginx_http_client_body_buffer_size", "nginx_admin_client_body_buffer_size",
            "client_body_buffer_size", "mem_cache_size", "worker_events_max_payload", "concurrency_timeout"),
        .. Of(OfLua, "lua_socket_pool_size", "lua_package_path", "lua_package_cpath", "lua_ssl_protocols", "lua_max_req_headers",
            "lua_max_resp_headers", "lua_max_uri_args", "lua_max_post_args", "untrusted_lua", "untrusted_lua_sandbox_requires",
            "untrusted_lua_sandbox_environment", "openresty_path", "privileged_worker", "dedicated_config_processing",
            "legacy_worker_events", "feature_conf_path"),
        .. Of(OfDatabase, "pg_host", "pg_port", "pg_database", "pg_schema", "pg_timeout", "pg_user", "pg_ssl", "pg_ssl_cert",
            "pg_ssl_verify", "pg_ssl_required", "pg_ssl_version", "pg_max_concurrent_queries", "pg_semaphore_timeout",
            "pg_keepalive_timeout", "pg_pool_size", "pg_backlog", "pg_ro_host", "pg_ro_port", "pg_ro_user", "pg_ro_database",
            "db_update_frequency", "db_update_propagation", "db_cache_ttl", "db_cache_neg_ttl", "db_resurrect_ttl",
            "db_cache_warmup_entities", "lmdb_environment_path", "lmdb_map_size", "declarative_config_encryption_mode",
            "router_consistency", "worker_consistency", "worker_state_update_frequency"),
        .. Secret(OfDatabase, "pg_password", "pg_ssl_cert_key", "pg_ro_password", "cassandra_password"),
        .. Of(OfCluster, "cluster_listen", "cluster_control_plane", "cluster_cert", "cluster_mtls", "cluster_ca_cert",
            "cluster_server_name", "cluster_data_plane_purge_delay", "cluster_ocsp", "cluster_allowed_common_names",
            "cluster_max_payload", "cluster_use_proxy", "cluster_dp_labels", "cluster_rpc", "cluster_rpc_sync", "cluster_cjson",
            "kic", "konnect_mode", "debug_listen", "debug_access_log", "debug_error_log", "debug_ssl_cert"),
        .. Secret(OfCluster, "cluster_cert_key", "debug_ssl_cert_key", "proxy_server"),
        .. Of(OfManager, "admin_gui_listen", "admin_gui_url", "admin_gui_path", "admin_gui_api_url", "admin_gui_ssl_cert",
            "admin_gui_access_log", "admin_gui_error_log", "admin_api_uri", "admin_gui_csp_header"),
        .. Secret(OfManager, "admin_gui_ssl_cert_key"),
        .. Of(OfEnterprise, "portal", "vitals", "enforce_rbac", "rbac_auth_header", "audit_log", "event_hooks_enabled", "fips",
            "admin_approved_email", "admin_emails_from", "admin_emails_reply_to", "admin_invite_email",
            "admin_invitation_expiry", "proxy_url", "route_validation_strategy", "enforce_route_path_pattern",
            "allow_inconsistent_data_plane_plugins"),
        .. Of(OfWasm, "wasm", "wasm_filters", "wasm_filters_path", "wasm_dynamic_module"),
        .. Of(OfTemplates, "error_template_html", "error_template_json", "error_template_xml", "error_template_plain"),
        .. Of(OfTracing, "tracing_instrumentations", "tracing_sampling_rate", "opentelemetry_tracing",
            "opentelemetry_tracing_sampling_rate", "request_debug"),
        .. Secret(OfTracing, "request_debug_token"),
        .. Of(OfOpenSsl, "ssl_ciphers", "ssl_prefer_server_ciphers", "ssl_dhparam", "ssl_session_timeout", "ssl_session_cache_size"),
        .. Of(OfLogs, "admin_access_log", "admin_error_log", "status_access_log", "status_error_log", "proxy_stream_access_log",
            "proxy_stream_error_log"),
        .. Of(OfReports, "anonymous_reports", "proxy_server_ssl_verify"),
        .. Of(OfServers, "dns_resolver", "resolver_address"),
        .. Of(OfCache, "dns_cache_size", "resolver_lru_cache_size", "resolver_mem_cache_size"),
        .. Of(OfSharing, "dns_no_sync"),
        .. Of(OfClient, "new_dns_client", "legacy_dns_client"),
        .. Of(OfFamily, "resolver_family"),
        .. Of(OfPorts, "port_maps", "host_ports"),
        .. Of("the only vault strategy is env", "vaults"),
        .. Of("external plugin servers are not supported", "pluginserver_names"),
    ];

    private static IEnumerable<SettingDefinition> Of(string reason, params string[] keys)
        => keys.Select(key => new SettingDefinition(key, SettingKind.Text, null, "") { IgnoredBecause = reason });

    private static IEnumerable<SettingDefinition> Secret(string reason, params string[] keys)
        => Of(reason, keys).Select(static definition => definition with { IsSecret = true });
}
