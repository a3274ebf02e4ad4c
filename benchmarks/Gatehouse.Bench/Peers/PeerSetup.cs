using Gatehouse.Bench.Origins;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Peers;

/// <summary>What a peer must be configured for: one scenario, one origin, one folder of its own.</summary>
internal sealed record PeerSetup(Scenario Scenario, string Folder, int Port, int OriginPort, int RedisPort, BenchCertificate Certificate, BenchTokens? Tokens)
{
    public string AccessLog => Path.Combine(Folder, "access.log");

    public string FilePath(string name) => Path.Combine(Folder, name);
}
