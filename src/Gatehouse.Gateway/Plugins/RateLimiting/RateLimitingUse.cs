using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.RateLimiting;

/// <summary>Finds fields that would do nothing where they stand: who writes one counts on it.</summary>
internal static class RateLimitingUse
{
    private const string Bucket = "token-bucket";

    /// <summary>Checks an instance: bursts belong to token buckets, and concurrency has no window.</summary>
    public static void Check(JsonObject config, Action<string, string> report)
    {
        var instance = new ConfigReader(config);
        string algorithm = instance.GetString("algorithm", "fixed-window");
        Check(instance, algorithm, "burst", "limits", report);
        foreach (var (name, tier) in instance.GetObject("tiers") ?? [])
        {
            if (tier is JsonObject fields)
            {
                Check(new ConfigReader(fields), algorithm, "tiers", "tiers", report, $"tier '{name}': ");
            }
        }
    }

    private static void Check(
        ConfigReader owner, string algorithm, string burst, string limits, Action<string, string> report, string where = "")
    {
        if (owner.GetNumber("burst") is not null && algorithm != Bucket)
        {
            report(burst, $"{where}burst is of algorithm {Bucket}, and this is {algorithm}");
        }

        foreach (var limit in owner.GetRecords("limits"))
        {
            string own = limit.GetString("algorithm", algorithm);
            string name = limit.GetString("name", "");
            if (limit.GetNumber("burst") is not null && own != Bucket)
            {
                report(limits, $"{where}burst is of algorithm {Bucket}, and '{name}' is {own}");
            }
            else if (limit.GetNumber("window_size") is not null && own == "concurrency")
            {
                report(limits, $"{where}concurrency has no window, and '{name}' has a window_size");
            }
        }
    }
}
