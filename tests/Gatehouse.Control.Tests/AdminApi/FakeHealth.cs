using System.Net;
using Gatehouse.Core.Diagnostics;

namespace Gatehouse.Control.Tests.AdminApi;

/// <summary>Knows every upstream by what the test last said; takes words for targets of port 8000.</summary>
internal sealed class FakeHealth : IUpstreamHealth
{
    public UpstreamReport? Report { get; set; }

    public List<string> Words { get; } = [];

    public UpstreamReport? Read(string upstreamId) => Report;

    public bool TrySet(string upstreamId, string target, IPEndPoint? address, bool isHealthy)
    {
        Words.Add($"{target} {address?.ToString() ?? "all"} {(isHealthy ? "healthy" : "unhealthy")}");
        return target.EndsWith(":8000", StringComparison.Ordinal);
    }
}
