using System.Buffers;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>
/// Entries as bytes of the spool. Text is cut to <see cref="MaxText"/> characters and lists to <see cref="MaxItems"/>, so that an entry has
/// a bound; what a database cannot hold (NUL, half a surrogate pair) is replaced, so that one row never stops all behind it.
/// </summary>
internal static class EntryCodec
{
    /// <summary>Longest text, characters.</summary>
    public const int MaxText = 256;

    /// <summary>Longest list.</summary>
    public const int MaxItems = 32;

    private const byte Version = 1;

    /// <summary>Writes an entry.</summary>
    public static void Write(IBufferWriter<byte> output, LedgerEntry entry)
    {
        var writer = new EntryWriter(output);
        writer.Byte(Version);
        writer.Id(entry.AttemptId);
        writer.Text(entry.RequestId);
        writer.Number(entry.Time.ToUnixTimeMilliseconds());
        writer.Text(entry.ConsumerId);
        writer.Text(entry.ConsumerName);
        writer.Texts(entry.Groups);
        writer.Text(entry.CredentialId);
        writer.Text(entry.Model);
        writer.Text(entry.Provider);
        writer.Text(entry.Deployment);
        writer.Text(entry.VendorModel);
        WriteUsage(ref writer, entry.Usage);
        writer.Decimal(entry.Cost);
        writer.Text(entry.PriceVersion);
        writer.Byte((byte)((entry.IsEstimated ? 1 : 0) | (entry.IsStream ? 2 : 0) | (entry.Usage.IsEstimated ? 4 : 0)));
        writer.Byte((byte)entry.Outcome);
        writer.Number(entry.LatencyMilliseconds);
        writer.Number(entry.FirstTokenMilliseconds);
        writer.Text(entry.DataClass);
        writer.Texts(entry.Tags);
    }

    /// <summary>Reads an entry. Only after its checksum has been found right.</summary>
    /// <exception cref="FormatException">Another version wrote it.</exception>
    public static LedgerEntry Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new EntryReader(bytes);
        if (reader.Byte() is var version and not Version)
        {
            throw new FormatException($"an entry of version {version} cannot be read");
        }

        var entry = new LedgerEntry
        {
            AttemptId = reader.Id(),
            RequestId = reader.Text() ?? "",
            Time = DateTimeOffset.FromUnixTimeMilliseconds(reader.Number()!.Value),
            ConsumerId = reader.Text(),
            ConsumerName = reader.Text(),
            Groups = reader.Texts(),
            CredentialId = reader.Text(),
            Model = reader.Text() ?? "",
            Provider = reader.Text() ?? "",
            Deployment = reader.Text() ?? "",
            VendorModel = reader.Text() ?? "",
            Usage = ReadUsage(ref reader),
            Cost = reader.Decimal(),
            PriceVersion = reader.Text() ?? "",
        };
        byte flags = reader.Byte();
        return entry with
        {
            Usage = entry.Usage with { IsEstimated = (flags & 4) != 0 },
            IsEstimated = (flags & 1) != 0,
            IsStream = (flags & 2) != 0,
            Outcome = (AttemptOutcome)reader.Byte(),
            LatencyMilliseconds = reader.Number()!.Value,
            FirstTokenMilliseconds = reader.Number(),
            DataClass = reader.Text(),
            Tags = reader.Texts(),
        };
    }

    private static void WriteUsage(ref EntryWriter writer, in TokenUsage usage)
    {
        writer.Number(usage.Input);
        writer.Number(usage.CacheRead);
        writer.Number(usage.CacheWrite);
        writer.Number(usage.CacheWriteHour);
        writer.Number(usage.InputAudio);
        writer.Number(usage.InputImage);
        writer.Number(usage.Output);
        writer.Number(usage.Reasoning);
        writer.Number(usage.OutputAudio);
    }

    private static TokenUsage ReadUsage(ref EntryReader reader) => new()
    {
        Input = reader.Number(),
        CacheRead = reader.Number(),
        CacheWrite = reader.Number(),
        CacheWriteHour = reader.Number(),
        InputAudio = reader.Number(),
        InputImage = reader.Number(),
        Output = reader.Number(),
        Reasoning = reader.Number(),
        OutputAudio = reader.Number(),
    };
}
