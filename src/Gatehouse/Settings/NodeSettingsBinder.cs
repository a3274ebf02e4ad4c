using System.Net;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Settings;

/// <summary>Turns entries into <see cref="NodeSettings"/>. Reads every key even after an error, so that all errors are reported.</summary>
internal static class NodeSettingsBinder
{
    private static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(30);

    /// <param name="entries">Entries by canonical key, references resolved.</param>
    /// <param name="shown">The same with references as written, for the public view.</param>
    /// <param name="environment">For the default of <c>prefix</c>.</param>
    /// <param name="errors">Takes the errors.</param>
    /// <param name="warnings">Takes the warnings.</param>
    public static NodeSettings Bind(
        IReadOnlyDictionary<string, SettingEntry> entries,
        IReadOnlyDictionary<string, SettingEntry> shown,
        IReadOnlyDictionary<string, string> environment,
        List<SettingError> errors,
        List<SettingError> warnings)
    {
        var reader = new SettingReader(entries, errors, warnings);
        var prefix = reader.Path("prefix") ?? DefaultPrefix(environment);
        foreach (var only in (ReadOnlySpan<string>)["role", "database", "stream_listen"])
        {
            reader.Choice(only);
        }

        RefuseTwoConfigurations(reader);
        var settings = new NodeSettings
        {
            Prefix = prefix,
            NodeId = NodeId(reader),
            WorkerCount = reader.Integer("nginx_worker_processes") ?? Environment.ProcessorCount,
            RouterFlavor = Flavor(reader),
            ProxyListen = ListenBinder.Read(reader, "proxy_listen"),
            AdminListen = ListenBinder.Read(reader, "admin_listen"),
            StatusListen = ListenBinder.Read(reader, "status_listen"),
            EchoListen = ListenBinder.Read(reader, "echo_listen"),
            DeclarativeConfig = reader.Path("declarative_config"),
            DeclarativeConfigString = reader.Text("declarative_config_string"),
            DeclarativeConfigPollInterval = Positive(reader.Duration("declarative_config_poll_interval")),
            PluginNames = reader.List("plugins"),
            Plugins = Plugins(reader.List("plugins")),
            VaultEnvPrefix = reader.Text("vault_env_prefix"),
            AllowDebugHeader = reader.Switch("allow_debug_header"),
            ShutdownTimeout = reader.Duration("shutdown_timeout") ?? TimeSpan.Zero,
            AdminAllowedHosts = reader.List("admin_allowed_hosts"),
            AdminMaxBodySize = reader.Size("nginx_admin_client_max_body_size"),
            Logs = new LogSettings(
                reader.Choice("log_level"),
                Log(reader, "proxy_access_log", prefix),
                Log(reader, "proxy_error_log", prefix),
                reader.Text("proxy_audit_log") == "error_log" ? "error_log" : Log(reader, "proxy_audit_log", prefix)),
            Authentication = new AuthenticationSettings(
                reader.Duration("auth_failure_delay") ?? TimeSpan.Zero, reader.Integer("auth_failure_free") ?? 0),
            Overload = new OverloadSettings(
                reader.Integer("overload_max_requests") ?? 0,
                reader.Integer("overload_max_memory") ?? 0,
                Lag(reader)),
            Ai = AiBinder.Read(reader),
            Clients = ClientBinder.Read(reader),
            Answers = AnswerBinder.Read(reader),
            Tls = TlsBinder.Read(reader),
            Upstreams = new UpstreamSettings(
                reader.Integer("upstream_keepalive_pool_size") ?? 0,
                reader.Limit("upstream_keepalive_max_requests"),
                Positive(reader.Duration("upstream_keepalive_idle_timeout")),
                reader.Text("zone")),
            Resolver = ResolverBinder.Read(reader),
            PublicView = SettingsPublicView.Of(shown, prefix),
        };
        ListenBinder.RefuseSharedPorts(reader, settings);
        return settings;
    }

    /// <summary>0 switches a limit off.</summary>
    internal static TimeSpan? Positive(TimeSpan? duration) => duration > TimeSpan.Zero ? duration : null;

    // Written as milliseconds without a unit it would be minutes, and guard nothing.
    private static TimeSpan Lag(SettingReader reader)
    {
        const string Key = "overload_max_lag";
        var lag = reader.Duration(Key) ?? TimeSpan.Zero;
        if (lag > MaxLag)
        {
            reader.Fail(Key, "is longer than 30 seconds: a number without a unit is seconds", "write for example 250ms");
        }

        return lag;
    }

    private static Guid? NodeId(SettingReader reader)
    {
        if (reader.Text("node_id") is not { } text)
        {
            return null;
        }

        if (Guid.TryParseExact(text, "D", out var id))
        {
            return id;
        }

        reader.Fail("node_id", "is not a UUID", "write 8-4-4-4-12 hexadecimal digits, or remove the key");
        return null;
    }

    private static RouterFlavor Flavor(SettingReader reader)
    {
        if (!RouterFlavorName.TryParse(reader.Text("router_flavor")!, out var flavor, out var error, out var remedy))
        {
            reader.Fail("router_flavor", error, remedy);
        }

        return flavor;
    }

    private static void RefuseTwoConfigurations(SettingReader reader)
    {
        if (reader.IsSet("declarative_config") && reader.IsSet("declarative_config_string"))
        {
            reader.Fail("declarative_config", "is set together with declarative_config_string", "keep one of the two");
        }
    }

    private static IReadOnlyList<string>? Plugins(IReadOnlyList<string> names)
        => names.Contains("bundled") ? null : names is ["off"] ? [] : names;

    private static string? Log(SettingReader reader, string key, string prefix)
    {
        var text = reader.Text(key) ?? "off";
        if (text.StartsWith("syslog:", StringComparison.Ordinal))
        {
            reader.Fail(key, "is a syslog address, which is not supported", "write a file, /dev/stdout, /dev/stderr or off");
            return null;
        }

        // nginx allows the name of a log format after the path.
        var path = text.Split(' ', 2)[0];
        if (path.Length != text.Length)
        {
            reader.Warn(key, "names a log format, which is ignored: access logs are JSON");
        }

        return path is "off" ? null : Path.GetFullPath(path, prefix);
    }

    /// <summary>
    /// Where a program keeps state by the XDG base directory specification; a service account without a home gets the
    /// directory that packages make.
    /// </summary>
    private static string DefaultPrefix(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.TryGetValue("XDG_STATE_HOME", out var state) && Path.IsPathRooted(state))
        {
            return Path.Combine(state, "gatehouse");
        }

        return environment.TryGetValue("HOME", out var home) && Path.IsPathRooted(home)
            ? Path.Combine(home, ".local", "state", "gatehouse")
            : "/var/lib/gatehouse";
    }
}
