using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>
/// Converse's <c>usage</c>. Its inputTokens leave out what was read from or written to the cache, its totalTokens do not (an example of AWS's:
/// 16 + 9 + 2387 written = 2412). cacheDetails say how long the written ones live; those of five minutes are the rest.
/// </summary>
internal static class ConverseUsage
{
    public static TokenUsage Of(JsonElement usage)
    {
        long? written = Number(usage, "cacheWriteInputTokens");
        long? hour = null;
        if (usage.TryGetProperty("cacheDetails", out var details) && details.ValueKind == JsonValueKind.Array)
        {
            foreach (var detail in details.EnumerateArray())
            {
                if (detail.ValueKind == JsonValueKind.Object && detail.TryGetProperty("ttl", out var ttl) && ttl.ValueKind == JsonValueKind.String && ttl.ValueEquals("1h"))
                {
                    hour = (hour ?? 0) + (Number(detail, "inputTokens") ?? 0);
                }
            }
        }

        return new()
        {
            Input = Number(usage, "inputTokens"),
            Output = Number(usage, "outputTokens"),
            CacheRead = Number(usage, "cacheReadInputTokens"),
            CacheWrite = written is { } all ? Math.Max(0, all - (hour ?? 0)) : null,
            CacheWriteHour = hour is > 0 ? hour : null,
        };
    }

    private static long? Number(JsonElement parent, string name)
        => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= 0 ? number : null;
}
