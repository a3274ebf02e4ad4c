using System.Text.Json;
using Gatehouse.TestKit.Processes;

namespace Gatehouse.EndToEnd.Faults;

/// <summary>Reads the live figures of a gateway under test.</summary>
internal static class NodeProbe
{
    private static readonly HttpClient Client = new();

    public static async Task<long> ConnectionsActiveAsync(GatehouseProcess gateway)
    {
        using var status = JsonDocument.Parse(await Client.GetStringAsync(new Uri(gateway.Status, "/status")));
        return status.RootElement.GetProperty("server").GetProperty("connections_active").GetInt64();
    }

    /// <summary>Sum of all samples of a metric.</summary>
    public static async Task<double> MetricAsync(GatehouseProcess gateway, string name)
    {
        string text = await Client.GetStringAsync(new Uri(gateway.Status, "/metrics"));
        return text.Split('\n')
            .Where(l => l.StartsWith(name + "{", StringComparison.Ordinal) || l.StartsWith(name + " ", StringComparison.Ordinal))
            .Sum(l => double.Parse(l.AsSpan(l.LastIndexOf(' ') + 1), System.Globalization.CultureInfo.InvariantCulture));
    }
}
