using Gatehouse.Control.Distribution;
using Gatehouse.Core.Configuration;
using Gatehouse.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Control.Tests.Distribution;

public sealed class ConfigurationHostTests : IDisposable
{
    private static readonly LoadOptions Options = new("test");
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gatehouse-test-");
    private readonly FakeReader _reader = new();
    private readonly FakeTarget _target = new();
    private readonly LastGoodFile _lastGood;
    private readonly ConfigurationHost _host;

    public ConfigurationHostTests()
    {
        _lastGood = new LastGoodFile(Path.Combine(_directory.FullName, "state", "last-good.yml"));
        _host = new ConfigurationHost(_reader, _target, _lastGood, NullLogger.Instance);
    }

    public void Dispose()
    {
        _host.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Load_good_is_applied_and_kept()
    {
        var outcome = await _host.LoadAsync("one", Options, CancellationToken.None);
        Assert.Equal(LoadStatus.Applied, outcome.Status);
        Assert.Equal(FakeReader.HashOf("one"), _host.Current.Hash);
        Assert.Equal(FakeReader.HashOf("one"), Assert.Single(_target.Applied).Hash);
        await _host.ServesAsync(CancellationToken.None);
        Assert.Equal("one", await _lastGood.LoadAsync(CancellationToken.None));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_lastGood.Path));
        }
    }

    /// <summary>A node that could not bind its addresses left a configuration that another node then started with.</summary>
    [Fact]
    public async Task Nothing_is_kept_before_the_node_serves()
    {
        await _host.LoadAsync("one", Options, CancellationToken.None);
        Assert.Null(await _lastGood.LoadAsync(CancellationToken.None));
        await _host.ServesAsync(CancellationToken.None);
        await _host.LoadAsync("two", Options, CancellationToken.None);
        Assert.Equal("two", await _lastGood.LoadAsync(CancellationToken.None));
    }

    [Fact]
    public void Nodes_with_other_origins_keep_other_files()
    {
        string first = LastGoodFile.In(_directory.FullName, "/a/kong.yml").Path;
        Assert.Equal(first, LastGoodFile.In(_directory.FullName, "/a/kong.yml").Path);
        Assert.NotEqual(first, LastGoodFile.In(_directory.FullName, "/b/kong.yml").Path);
    }

    [Fact]
    public async Task Load_broken_changes_nothing_and_shows_every_error()
    {
        await _host.ServesAsync(CancellationToken.None);
        await _host.LoadAsync("one", Options, CancellationToken.None);
        var outcome = await _host.LoadAsync("broken", Options, CancellationToken.None);
        Assert.Equal(LoadStatus.Invalid, outcome.Status);
        Assert.Equal(2, outcome.Errors.Count);
        Assert.Equal(outcome.Errors, _host.LastErrors);
        Assert.Equal(FakeReader.HashOf("one"), _host.Current.Hash);
        Assert.Single(_target.Applied);
        Assert.Equal("one", await _lastGood.LoadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Load_that_cannot_be_built_changes_nothing()
    {
        await _host.LoadAsync("one", Options, CancellationToken.None);
        _target.Errors = [new ConfigError("plugins[0]", "cannot be built")];
        var outcome = await _host.LoadAsync("two", Options, CancellationToken.None);
        Assert.Equal(LoadStatus.Invalid, outcome.Status);
        Assert.Equal(_target.Errors, outcome.Errors);
        Assert.Equal(FakeReader.HashOf("one"), _host.Current.Hash);
    }

    [Fact]
    public async Task Load_unchanged_is_skipped_unless_forced()
    {
        await _host.LoadAsync("one", Options, CancellationToken.None);
        Assert.Equal(LoadStatus.Unchanged, (await _host.LoadAsync("one", Options, CancellationToken.None)).Status);
        Assert.Single(_target.Applied);
        Assert.Equal(LoadStatus.Applied, (await _host.LoadAsync("one", Options with { SkipsUnchanged = false }, CancellationToken.None)).Status);
        Assert.Equal(2, _target.Applied.Count);
    }

    [Fact]
    public async Task Load_of_the_current_after_a_failure_clears_the_errors()
    {
        await _host.LoadAsync("one", Options, CancellationToken.None);
        await _host.LoadAsync("broken", Options, CancellationToken.None);
        await _host.LoadAsync("one", Options, CancellationToken.None);
        Assert.Empty(_host.LastErrors);
    }

    [Fact]
    public async Task Load_while_another_runs_is_busy_or_waits()
    {
        _reader.Gate.Reset();
        var first = _host.LoadAsync("one", Options, CancellationToken.None);
        await Eventually.TrueAsync(() => _reader.Reads == 1, "the first load to read");
        Assert.Equal(LoadStatus.Busy, (await _host.LoadAsync("two", Options with { WaitsForTurn = false }, CancellationToken.None)).Status);
        var third = _host.LoadAsync("three", Options, CancellationToken.None);
        Assert.False(third.IsCompleted);
        _reader.Gate.Set();
        Assert.Equal(LoadStatus.Applied, (await first).Status);
        Assert.Equal(LoadStatus.Applied, (await third).Status);
        Assert.Equal([FakeReader.HashOf("one"), FakeReader.HashOf("three")], _target.Applied.Select(static c => c.Hash));
    }

    [Fact]
    public async Task Load_that_cannot_be_kept_is_applied_all_the_same()
    {
        var blocked = Path.Combine(_directory.FullName, "file");
        await File.WriteAllTextAsync(blocked, "");
        using var host = new ConfigurationHost(_reader, _target, new LastGoodFile(Path.Combine(blocked, "x.yml")), NullLogger.Instance);
        Assert.Equal(LoadStatus.Applied, (await host.LoadAsync("one", Options, CancellationToken.None)).Status);
    }
}
