using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Settings;

/// <summary>
/// The settings of a node, typed and checked. Keys, defaults and units are in <c>docs/reference/settings.md</c>; what differs
/// from one key to one property is said here.
/// </summary>
public sealed record NodeSettings
{
    /// <summary>Absolute directory for what the node keeps. It may not exist yet.</summary>
    public required string Prefix { get; init; }

    /// <summary><c>node_id</c>, null = make one.</summary>
    public Guid? NodeId { get; init; }

    /// <summary>Event loops, at least 1; <c>auto</c> is resolved.</summary>
    public required int WorkerCount { get; init; }

    /// <summary>traditional_compatible, traditional or expressions.</summary>
    public required RouterFlavor RouterFlavor { get; init; }

    public required IReadOnlyList<ListenAddress> ProxyListen { get; init; }

    /// <summary>Empty = off.</summary>
    public required IReadOnlyList<ListenAddress> AdminListen { get; init; }

    /// <summary>Empty = off.</summary>
    public required IReadOnlyList<ListenAddress> StatusListen { get; init; }

    /// <summary>Empty = off.</summary>
    public required IReadOnlyList<ListenAddress> EchoListen { get; init; }

    /// <summary>Absolute path, or null.</summary>
    public string? DeclarativeConfig { get; init; }

    /// <summary>Declarative configuration as text, or null. At most one of this and <see cref="DeclarativeConfig"/> is set.</summary>
    public string? DeclarativeConfigString { get; init; }

    /// <summary>How often the declarative file is looked at; null = only on notification and SIGHUP.</summary>
    public TimeSpan? DeclarativeConfigPollInterval { get; init; }

    /// <summary>Value of <c>plugins</c> as it was written.</summary>
    public IReadOnlyList<string> PluginNames { get; init; } = [];

    /// <summary>Names that may be configured; null = all.</summary>
    public IReadOnlyList<string>? Plugins { get; init; }

    public string? VaultEnvPrefix { get; init; }

    public required bool AllowDebugHeader { get; init; }

    /// <summary>Drain limit after SIGTERM.</summary>
    public required TimeSpan ShutdownTimeout { get; init; }

    /// <summary>Host names under which a loopback Admin API may be called; <c>*</c> = any.</summary>
    public required IReadOnlyList<string> AdminAllowedHosts { get; init; }

    /// <summary>Bytes, null = no limit.</summary>
    public long? AdminMaxBodySize { get; init; }

    public required LogSettings Logs { get; init; }

    /// <summary>How failed authentications are treated.</summary>
    public required AuthenticationSettings Authentication { get; init; }

    /// <summary>What the node takes before it refuses requests.</summary>
    public required OverloadSettings Overload { get; init; }

    /// <summary>Where the LLM gateway keeps its books.</summary>
    public AiSettings Ai { get; init; } = new(null, null);

    public required ClientSettings Clients { get; init; }

    public required AnswerSettings Answers { get; init; }

    public required TlsSettings Tls { get; init; }

    public required UpstreamSettings Upstreams { get; init; }

    public required ResolverSettings Resolver { get; init; }

    /// <summary>Every used key with its effective value and secrets replaced, for the Admin API's <c>configuration</c>.</summary>
    public required JsonObject PublicView { get; init; }
}
