using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Accounting.Spooling;
using Gatehouse.TestKit.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Ai.Tests.Accounting.Spooling;

/// <summary>A spool in a folder of its own, which can die as a killed process does: with what the kernel has, and nothing more.</summary>
internal sealed class SpoolBench : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Spool> _spools = [];
    private int _lives;

    public SpoolBench(int segmentBytes = 64 << 10, int segments = 8)
    {
        SegmentBytes = segmentBytes;
        Segments = segments;
        Spool = Open(Folder);
    }

    public int SegmentBytes { get; }

    public int Segments { get; }

    public Spool Spool { get; private set; }

    public string Folder => _folder.File($"life-{_lives}");

    public string Path(string name) => _folder.File(name);

    /// <summary>
    /// Another process finds what this one has left. The dead one's files are copied, because in this process its lock would live on.
    /// </summary>
    /// <param name="change">What happens to the files in between.</param>
    public void Die(Action<string>? change = null)
    {
        string dead = Folder;
        _lives++;
        Directory.CreateDirectory(Folder);
        foreach (var (_, path) in SpoolFile.AllIn(dead))
        {
            File.Copy(path, System.IO.Path.Combine(Folder, System.IO.Path.GetFileName(path)));
        }

        change?.Invoke(Folder);
        Spool = Open(Folder);
    }

    /// <summary>Entries that the spool holds the end of.</summary>
    public IReadOnlyList<LedgerEntry> Ended()
        => [.. Records().Where(r => r.Kind == SpoolRecordKind.Ended).Select(r => r.Entry!)];

    public IReadOnlyList<SpoolRecord> Records()
    {
        var all = new List<SpoolRecord>();
        foreach (var extent in Spool.Extents())
        {
            long position = 0;
            while (SpoolReader.Read(extent, position) is { Count: > 0 } some)
            {
                all.AddRange(some);
                position = some[^1].Next;
            }
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var spool in _spools)
        {
            await spool.DisposeAsync();
        }

        _folder.Dispose();
    }

    private Spool Open(string folder)
    {
        var spool = Spool.Open(
            new SpoolOptions { Directory = folder, SegmentBytes = SegmentBytes, MaxBytes = (long)SegmentBytes * Segments, SyncInterval = TimeSpan.FromMilliseconds(1) },
            NullLogger.Instance);
        _spools.Add(spool);
        return spool;
    }
}
