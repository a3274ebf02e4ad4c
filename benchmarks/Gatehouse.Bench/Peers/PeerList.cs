namespace Gatehouse.Bench.Peers;

/// <summary>Every proxy this program can measure. Ratios refer to <see cref="Reference"/>.</summary>
internal static class PeerList
{
    public const string Reference = "nginx";

    private static readonly Peer[] All =
    [
        new NginxPeer(bufferedLog: true),
        new NginxPeer(bufferedLog: false),
        new HaproxyPeer(),
        new GatehousePeer(sharesLimits: false),
        new GatehousePeer(sharesLimits: true),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(p => p.Name)];

    public static Peer Get(string name) => All.Single(p => p.Name == name);
}
