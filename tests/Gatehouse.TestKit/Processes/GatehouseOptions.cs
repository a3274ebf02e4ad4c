namespace Gatehouse.TestKit.Processes;

/// <summary>How a gateway under test is configured.</summary>
public sealed record GatehouseOptions
{
    /// <summary>The declarative file, YAML or JSON.</summary>
    public string Declarative { get; init; } = "_format_version: \"3.0\"\n";

    /// <summary>Node settings added to, or replacing, the generated ones; keys are Kong's. A value is written as it stands, so quote what YAML would misread.</summary>
    public IReadOnlyDictionary<string, string> Node { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Flags after the plain proxy address, for example "proxy_protocol".</summary>
    public string ProxyFlags { get; init; } = "";

    /// <summary>Flags of further listeners, each on a port of its own (<see cref="GatehousePorts.Further"/>), for example "proxy_protocol" or "ssl http2 proxy_protocol".</summary>
    public IReadOnlyList<string> FurtherListeners { get; init; } = [];

    /// <summary>Signals that the process is started with ignored, as nohup does, for example "HUP INT"; empty = none.</summary>
    public string IgnoredSignals { get; init; } = "";

    /// <summary>Limit on open files of the process (ulimit -n), soft and hard; null = the test's own.</summary>
    public int? DescriptorLimit { get; init; }

    /// <summary>How long the start may take, 30 s by default: a loaded build machine, not a goal.</summary>
    public TimeSpan StartDeadline { get; init; } = TimeSpan.FromSeconds(30);
}
