namespace Gatehouse.Bench.Scenarios;

/// <summary>One workload, the same for every peer.</summary>
internal sealed record Scenario(string Name, ScenarioKind Kind, string Path)
{
    /// <summary>Bytes the client sends with each request; 0 is a GET.</summary>
    public int RequestBodyBytes { get; init; }

    /// <summary>Bytes the origin answers with.</summary>
    public int ResponseBytes { get; init; } = 100;

    /// <summary>The client speaks TLS to the proxy; the origin stays plain.</summary>
    public bool Tls { get; init; }

    /// <summary>The client speaks HTTP/2 (through ALPN).</summary>
    public bool Http2 { get; init; }

    /// <summary>Entries of the routing table; requests are spread over all of them.</summary>
    public int Routes { get; init; } = 1;

    /// <summary>What stands before the origin.</summary>
    public Protection Protection { get; init; }

    /// <summary>Path of route <paramref name="index"/> when there is more than one.</summary>
    public static string RoutePath(int index) => $"/api/v1/r{index:D5}/items";
}
