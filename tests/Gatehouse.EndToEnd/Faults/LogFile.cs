using System.Text.Json;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Faults;

/// <summary>Finds lines in the access log of a gateway under test.</summary>
internal static class LogFile
{
    /// <summary>The one line whose text contains <paramref name="marker"/>; waits for it, and fails when there are two.</summary>
    public static async Task<JsonElement> LineAsync(GatehouseProcess gateway, string marker, TimeSpan? deadline = null)
    {
        var lines = await Eventually.NotNullAsync(
            async () => await LinesAsync(gateway, marker) is { Count: > 0 } found ? found : null,
            $"a log line with {marker}",
            deadline);
        return JsonDocument.Parse(Assert.Single(lines)).RootElement;
    }

    /// <summary>All whole lines so far that contain <paramref name="marker"/>.</summary>
    public static async Task<IReadOnlyList<string>> LinesAsync(GatehouseProcess gateway, string marker)
    {
        if (!File.Exists(gateway.AccessLog))
        {
            return [];
        }

        await using var stream = new FileStream(gateway.AccessLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        string text = await reader.ReadToEndAsync();
        string whole = text[..(text.LastIndexOf('\n') + 1)];
        return [.. whole.Split('\n').Where(line => line.Contains(marker, StringComparison.Ordinal))];
    }

    /// <summary>The rejection label of a line, or "none".</summary>
    public static string Rejection(JsonElement line) => line.TryGetProperty("rejection", out var label) ? label.GetString()! : "none";
}
