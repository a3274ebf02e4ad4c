using System.Text;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Ledger;

public class CsvExportTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"")]
    [InlineData("\uFF1D1+1", "\"'\uFF1D1+1\"")]
    [InlineData("a=1", "a=1")]
    public void Field_is_quoted_and_is_no_formula(string? value, string field) => Assert.Equal(field, CsvExport.Escape(value));

    [Fact]
    public async Task Entries_are_lines()
    {
        string[] lines = await ExportAsync((csv, stream) => csv.WriteEntriesAsync(stream, new UsageFilter(), default), EntrySamples.Full, EntrySamples.Bare);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("attempt_id,request_id,time,consumer_id,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("01936c1e-7a00-7000-8000-0123456789ac,r,2026-11-25T12:00:00.000Z,,,,,m,p,d,v,,,,,,,,,,,USD,,false,completed,false,0,,,", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"Zoë, \"\"the\"\" first\"", lines[2], StringComparison.Ordinal);
        Assert.Contains(",12.345678901234567891,USD,", lines[2], StringComparison.Ordinal);
        Assert.Equal(lines[0].Count(c => c == ','), lines[1].Count(c => c == ','));
    }

    [Fact]
    public async Task Sums_are_lines_over_all_pages()
    {
        var query = new UsageQuery { GroupBy = [UsageDimension.Day, UsageDimension.Model] };
        LedgerEntry[] entries = [.. Enumerable.Range(0, 1500).Select(i => EntrySamples.Numbered(i) with { Model = $"m-{i:D4}" })];
        string[] lines = await ExportAsync((csv, stream) => csv.WriteSumsAsync(stream, query, default), entries);
        Assert.Equal(1501, lines.Length);
        Assert.StartsWith("day,model,attempts,input,", lines[0], StringComparison.Ordinal);
        Assert.Equal("2026-11-25,m-1499,1,1499,,,,,,1,,,0.001,USD,0,0", lines[1500]);
    }

    private static async Task<string[]> ExportAsync(Func<CsvExport, Stream, Task> write, params LedgerEntry[] entries)
    {
        using var folder = new TemporaryFolder();
        await using var store = new SqliteLedgerStore(folder.File("ledger.db"));
        await store.MigrateAsync(default);
        await store.AppendAsync(entries, default);
        using var stream = new MemoryStream();
        await write(new CsvExport(store), stream);
        return Encoding.UTF8.GetString(stream.ToArray()).TrimEnd().Split("\r\n");
    }
}
