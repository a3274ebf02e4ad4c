using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>
/// Writes CSV (RFC 4180) as it comes, without holding it. A field that a spreadsheet would take for a formula gets an apostrophe before it
/// (OWASP, "CSV Injection"): names of consumers and models come from outside.
/// </summary>
internal sealed class CsvExport(ILedgerStore store)
{
    /// <summary>Bytes that are written at once.</summary>
    private const int BufferBytes = 32 << 10;

    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n;\t'");

    private static readonly string[] EntryNames =
    [
        "attempt_id", "request_id", "time", "consumer_id", "consumer_name", "groups", "credential_id", "model", "provider", "deployment",
        "vendor_model", .. LedgerColumns.TokenNames, "cost", "currency", "price_version", "estimated", "outcome", "stream", "latency_ms",
        "first_token_ms", "data_class", "tags",
    ];

    /// <summary>The first line alone, for sums of a ledger that is not there.</summary>
    public static async Task WriteNamesAsync(Stream output, UsageQuery query, CancellationToken cancellation)
    {
        await using var writer = WriterOf(output);
        await LineAsync(writer, NamesOf(query), cancellation).ConfigureAwait(false);
    }

    /// <summary>Sums, all pages.</summary>
    public async Task WriteSumsAsync(Stream output, UsageQuery query, CancellationToken cancellation)
    {
        await using var writer = WriterOf(output);
        await LineAsync(writer, NamesOf(query), cancellation).ConfigureAwait(false);
        for (int? offset = 0; offset is { } from;)
        {
            var page = await store.SumAsync(query with { Offset = from, Limit = UsageQuery.MaxLimit }, cancellation).ConfigureAwait(false);
            foreach (var row in page.Rows)
            {
                await LineAsync(
                    writer,
                    [.. row.Keys, Text(row.Attempts), .. TokensOf(row.Usage), Text(row.Usd), "USD", Text(row.Unpriced), Text(row.Estimated)],
                    cancellation).ConfigureAwait(false);
            }

            offset = page.NextOffset;
        }
    }

    /// <summary>Entries by time.</summary>
    public async Task WriteEntriesAsync(Stream output, UsageFilter filter, CancellationToken cancellation)
    {
        await using var writer = WriterOf(output);
        await LineAsync(writer, EntryNames, cancellation).ConfigureAwait(false);
        await foreach (var entry in store.ReadAsync(filter, cancellation).ConfigureAwait(false))
        {
            await LineAsync(writer, FieldsOf(entry), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>A field as it stands in a line.</summary>
    internal static string Escape(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        // Full-width forms start formulas as well where the list separator is one of East Asia.
        bool isFormula = value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20';
        string safe = isFormula ? "'" + value : value;
        return safe.AsSpan().ContainsAny(Quoted) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static IEnumerable<string> NamesOf(UsageQuery query)
        => [.. query.GroupBy.Select(d => d.ToString().ToLowerInvariant()), "attempts", .. LedgerColumns.TokenNames, "cost", "currency", "unpriced", "estimated"];

    private static string?[] FieldsOf(LedgerEntry entry) =>
    [
        entry.AttemptId.ToString(), entry.RequestId, entry.Time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        entry.ConsumerId, entry.ConsumerName, string.Join(' ', entry.Groups), entry.CredentialId, entry.Model, entry.Provider, entry.Deployment,
        entry.VendorModel, .. TokensOf(entry.Usage), Text(entry.Cost), "USD", entry.PriceVersion, entry.IsEstimated ? "true" : "false",
        AttemptOutcomeNames.NameOf(entry.Outcome), entry.IsStream ? "true" : "false", Text(entry.LatencyMilliseconds),
        Text(entry.FirstTokenMilliseconds), entry.DataClass, string.Join(' ', entry.Tags),
    ];

    private static string?[] TokensOf(in Canonical.TokenUsage usage) =>
    [
        Text(usage.Input), Text(usage.CacheRead), Text(usage.CacheWrite), Text(usage.CacheWriteHour), Text(usage.InputAudio),
        Text(usage.InputImage), Text(usage.Output), Text(usage.Reasoning), Text(usage.OutputAudio),
    ];

    private static string? Text(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    // Trailing zeros are of the two integers that the sum was made of.
    private static string? Text(decimal? value) => value?.ToString("0.##################", CultureInfo.InvariantCulture);

    private static StreamWriter WriterOf(Stream output)
        => new(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferBytes, leaveOpen: true) { NewLine = "\r\n" };

    private static Task LineAsync(StreamWriter writer, IEnumerable<string?> fields, CancellationToken cancellation)
        => writer.WriteLineAsync(string.Join(',', fields.Select(Escape)).AsMemory(), cancellation);
}
