using Gatehouse.Bench.Origins;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Loads;

/// <summary>Where and with what the load generator shoots, pinned to which core.</summary>
internal sealed record LoadTarget(Scenario Scenario, int Port, int Connections, int Core, string Folder, BenchTokens? Tokens)
{
    /// <summary>How many of the tokens the peer has seen already.</summary>
    public int TokensUsed { get; init; }

    public string Url => $"{(Scenario.Tls ? "https" : "http")}://127.0.0.1:{Port}{Scenario.Path}";
}
